// A list whose entries are moved by their buttons, or dragged with a mouse, pen or finger.

export class Ordered {
  // `entry` is the template of an entry; `told.change` is called after each move, `told.remove`
  // with the id of an entry whose button for removing was pressed.
  constructor(list, entry, words, told) {
    this.list = list;
    this.entry = entry;
    this.words = words;
    this.told = told;
    this.dragging = false;
    list.addEventListener("click", (event) => this.#pressed(event));
    list.addEventListener("pointerdown", (event) => this.#grabbed(event));
  }

  get ids() {
    return [...this.list.children].map((item) => item.dataset.id);
  }

  add(id, { title, picture }) {
    const item = this.entry.content.firstElementChild.cloneNode(true);
    item.dataset.id = id;
    item.querySelector("img").src = picture;
    item.querySelector(".name").append(title);
    const names = { "-1": this.words.up, 1: this.words.down, 0: this.words.remove };
    for (const button of item.querySelectorAll("button")) {
      const name = names[button.dataset.move];
      button.setAttribute("aria-label", `${name}: ${title.textContent}`);
      button.title = name;
    }
    this.list.append(item);
    this.#mark();
  }

  drop(id) {
    this.#item(id)?.remove();
    this.#mark();
  }

  #item(id) {
    return [...this.list.children].find((item) => item.dataset.id === id);
  }

  // The first entry cannot go up, nor the last one down.
  #mark() {
    const { firstElementChild: first, lastElementChild: last } = this.list;
    for (const item of this.list.children) {
      item.querySelector("[data-move='-1']").disabled = item === first;
      item.querySelector("[data-move='1']").disabled = item === last;
    }
  }

  #pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("li");
    const step = Number(button.dataset.move);
    if (step === 0) {
      this.told.remove(item.dataset.id);
      return;
    }
    if (step < 0) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    this.#mark();
    // At an end the button cannot be pressed again, and the other one takes the focus.
    if (button.disabled) item.querySelector(`[data-move='${-step}']`).focus();
    else button.focus();
    this.told.change();
  }

  #grabbed(event) {
    const item = event.target.closest("li");
    if (!item || event.button !== 0 || event.target.closest("button")) return;
    if (event.pointerType === "touch" && !event.target.closest(".grip")) return; // it scrolls
    event.preventDefault();
    const before = this.ids.join();
    const move = (moved) => {
      const over = [...this.list.children].find((other) => {
        const box = other.getBoundingClientRect();
        return other !== item && moved.clientY > box.top && moved.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      const isBelow = item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isBelow && moved.clientY > box.top + box.height / 2) over.after(item);
      else if (!isBelow && moved.clientY < box.top + box.height / 2) over.before(item);
    };
    const end = () => {
      item.classList.remove("dragged");
      this.dragging = false;
      this.list.removeEventListener("pointermove", move);
      this.#mark();
      if (this.ids.join() !== before) this.told.change();
    };
    // Not the entry itself takes the pointer: it would lose it where it is moved.
    this.list.setPointerCapture(event.pointerId);
    item.classList.add("dragged");
    this.dragging = true;
    this.list.addEventListener("pointermove", move);
    this.list.addEventListener("lostpointercapture", end, { once: true });
  }
}
