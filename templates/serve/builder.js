// The deck builder: what is ticked, in which order, and what becomes of it. The address of the page
// says what is chosen, so that it can be loaded again, kept and sent.
import { follow, send } from "./press.js";
import { Ordered } from "./ordered.js";

const QUIET = 400; // ms without a change before sheets are made
const LOOK = 700; // ms between looks at the files
const words = JSON.parse(document.getElementById("words").textContent);
const form = document.getElementById("builder");
const at = (id) => document.getElementById(id);
const boxes = (name) => [...form.querySelectorAll(`input[name=${name}]`)];
const ticked = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);

// --- what is chosen -------------------------------------------------------------------------

const ordered = new Ordered(at("order"), at("ordered"), words, {
  change: () => changed(),
  remove: (id) => {
    const box = boxes("cards").find((each) => each.value === id);
    box.checked = false;
    tick(box);
    box.focus();
  },
});
const byHand = new Set(); // tool cards that somebody ticked though no card asks for them
const refused = new Set(); // tool cards that somebody unticked though a card asks for them

function order() {
  const layout = form.elements.layout.value;
  return {
    title: at("title").value.trim() || words.unnamed,
    language: document.body.dataset.language,
    cards: ordered.ids,
    tools: ticked("tools"),
    languages: ticked("languages"),
    staff: at("staff").value,
    layout,
    paper: at("paper").value,
    edition: at("edition").value,
    flip: at("flip").value,
    sensitive: at("sensitive").checked,
    neutral: at("neutral").value,
  };
}

// Returns what is missing: the ids of the sentences that say so.
function missing(chosen) {
  const found = [];
  if (!chosen.cards.length) found.push("no-cards");
  const many = chosen.languages.length;
  if (many < 1 || many > 3) found.push("no-languages");
  else if (chosen.languages.includes(chosen.staff)) found.push("same-language");
  return found;
}

function tick(box) {
  if (box.checked) ordered.add(box.value, entry(box));
  else ordered.drop(box.value);
  tickTools();
  changed();
}

function entry(box) {
  const tile = box.closest("label");
  const title = tile.querySelector(".title");
  return { title: title.cloneNode(true), picture: tile.querySelector("img").src };
}

// The tool cards that ticked cards ask for are ticked, but for those that somebody unticked.
function tickTools() {
  const asked = askedTools();
  for (const box of boxes("tools")) {
    box.checked = byHand.has(box.value) || (asked.has(box.value) && !refused.has(box.value));
  }
}

function askedTools() {
  const chosen = boxes("cards").filter((box) => box.checked);
  return new Set(chosen.flatMap((box) => box.dataset.tools.split(" ")));
}

// Layouts that have no such paper, or no ticked card to print, cannot be chosen.
function fitLayouts() {
  const paper = at("paper").value;
  const cards = new Set(ordered.ids);
  let chosen = null;
  for (const radio of boxes("layout")) {
    const only = radio.dataset.only.split(" ").filter(Boolean);
    const fits = radio.dataset.papers.split(" ").includes(paper);
    radio.disabled = !fits || (only.length > 0 && !only.some((id) => cards.has(id)));
    if (fits) {
      const picture = radio.closest("label").querySelector("img");
      const source = `/sketch/${radio.value}/${paper}.svg`;
      if (picture.getAttribute("src") !== source) picture.setAttribute("src", source);
    }
    if (radio.checked && !radio.disabled) chosen = radio;
  }
  if (!chosen) {
    chosen = boxes("layout").find((radio) => !radio.disabled);
    if (chosen) chosen.checked = true;
  }
  at("flip").disabled = Boolean(chosen) && chosen.dataset.flip === "none";
}

// --- the address of the page ----------------------------------------------------------------

function address(screen) {
  const chosen = order();
  const query = new URLSearchParams({ screen });
  for (const [name, value] of Object.entries(chosen)) {
    if (Array.isArray(value)) query.set(name, value.join(","));
    else if (name === "language") continue; // it is that of the page
    else if (name === "sensitive") query.set(name, value ? "1" : "0");
    else query.set(name, value);
  }
  return `/builder?${query}`;
}

const screen = document.querySelector("[data-screen][aria-current]")?.dataset.screen
  ?? new URLSearchParams(location.search).get("screen") ?? "en";

// --- sheets ---------------------------------------------------------------------------------

let waiting = 0;

function changed() {
  fitLayouts();
  at("folder").hidden = !at("sensitive").checked;
  history.replaceState(null, "", address(screen));
  for (const link of document.querySelectorAll("[data-screen]")) {
    link.href = address(link.dataset.screen);
  }
  const lacks = missing(order());
  for (const id of ["no-cards", "no-languages", "same-language"]) {
    at(id).hidden = !lacks.includes(id);
  }
  at("save").disabled = lacks.length > 0;
  at("replace").hidden = true;
  clearTimeout(waiting);
  if (lacks.length) follow(null, words, lacks.map((id) => words[id]).join(" "));
  else waiting = setTimeout(() => follow(order(), words), QUIET);
}

// --- saving ---------------------------------------------------------------------------------

let saving = false; // the page must not take its own deck for a change of somebody else

async function save(replace) {
  const place = at("saved");
  let answer;
  saving = true;
  try {
    answer = await send("/decks", { ...order(), replace });
    document.body.dataset.state = answer.data.state ?? document.body.dataset.state;
  } catch {
    place.replaceChildren(line(words.lost));
    return;
  } finally {
    saving = false;
  }
  at("replace").hidden = !(answer.status === 409 && answer.data.file);
  if (answer.status === 409 && answer.data.file) {
    place.replaceChildren(line(words.exists));
    at("replace").focus();
  } else if (answer.status === 409 && answer.data.taken) {
    place.replaceChildren(line(words.taken));
    at("title").focus();
  } else if (answer.ok) {
    const { file, former, command } = answer.data;
    const lines = [line(words.saved, file)];
    if (former) lines.push(line(words.kept, former));
    lines.push(line(words.command, command));
    place.replaceChildren(...lines);
    at("save").focus();
  } else {
    const told = line("", answer.data.reason ?? "");
    place.replaceChildren(told);
  }
}

function line(text, code) {
  const made = document.createElement("p");
  made.append(text);
  if (code) {
    const shown = document.createElement("code");
    shown.dir = "ltr";
    shown.lang = "en";
    shown.textContent = code;
    made.append(" ", shown);
  }
  return made;
}

// --- files that change ----------------------------------------------------------------------

async function look() {
  if (!document.hidden && !ordered.dragging && !saving) {
    const before = document.body.dataset.state;
    try {
      const { state } = await (await fetch("/state")).json();
      const isOwn = saving || before !== document.body.dataset.state;
      if (state && !isOwn && state !== document.body.dataset.state) {
        sessionStorage.setItem("focus", document.activeElement?.id ?? "");
        location.reload();
        return;
      }
    } catch {
      // The next order says that nobody answers.
    }
  }
  setTimeout(look, LOOK);
}

// --- begin ----------------------------------------------------------------------------------

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", (event) => {
  const box = event.target;
  if (box.name === "cards") tick(box);
  else if (box.name === "tools") {
    (box.checked ? byHand : refused).add(box.value);
    (box.checked ? refused : byHand).delete(box.value);
    changed();
  } else if (box.id !== "find") changed();
});
at("find").addEventListener("input", () => {
  const wanted = at("find").value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const tile of at("cards").children) {
    tile.hidden = !tile.dataset.title.includes(wanted);
    shown += !tile.hidden;
  }
  at("none-found").hidden = shown > 0;
});
at("save").addEventListener("click", () => save(false));
at("replace").addEventListener("click", () => save(true));
for (const id of at("order").dataset.order.split(" ").filter(Boolean)) {
  const box = boxes("cards").find((each) => each.value === id);
  if (box?.checked) ordered.add(id, entry(box));
}
if (/[?&](tools|deck)=/.test(location.search)) {
  const asked = askedTools();
  for (const { value, checked } of boxes("tools")) {
    if (checked && !asked.has(value)) byHand.add(value);
    if (!checked && asked.has(value)) refused.add(value);
  }
}
tickTools();
const focused = sessionStorage.getItem("focus");
if (focused) at(focused)?.focus();
sessionStorage.removeItem("focus");
changed();
setTimeout(look, LOOK);
