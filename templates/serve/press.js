// Orders: sent, asked about until they are done, and shown.

const ASK = 300; // ms between questions
const AGAIN = 2000; // ms before a busy server is asked once more
const at = (id) => document.getElementById(id);

let turn = 0; // each new order ends the one before
let shown = ""; // the version of the sheets that are shown

// Sends JSON to this server, with the token of the page. Raises TypeError if nobody answers.
export async function send(path, data) {
  const answer = await fetch(path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Commcards-Token": document.body.dataset.token,
    },
    body: JSON.stringify(data),
  });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const told = isJson ? await answer.json() : { reason: await answer.text() };
  return { ok: answer.ok, status: answer.status, data: told };
}

// Has an order built and shows what becomes of it; without one, says what is missing.
export async function follow(order, words, lack = "") {
  const mine = ++turn;
  const current = () => mine === turn;
  if (!order) {
    clear();
    at("status").textContent = lack;
    return;
  }
  try {
    let answer = await send("/orders", order);
    while (current() && answer.status === 503) {
      work(words.busy);
      await pause(AGAIN);
      if (current()) answer = await send("/orders", order);
    }
    while (current() && ["waiting", "working"].includes(answer.data.state)) {
      const { state, before, seconds } = answer.data;
      if (state === "waiting") work(`${words.waiting} ${before}`);
      else work(`${words.working} ${Math.round(seconds)}`);
      await pause(ASK);
      if (!current()) return;
      const found = await fetch(`/orders/${answer.data.id}`);
      if (found.status === 404) answer = await send("/orders", order);
      else answer = { ok: found.ok, status: found.status, data: await found.json() };
    }
    if (current()) show(answer, words);
  } catch {
    if (current()) {
      clear();
      at("status").textContent = words.lost;
    }
  }
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

function work(text) {
  at("progress").hidden = false;
  at("get").hidden = true;
  at("pages").classList.add("old");
  at("status").textContent = text;
}

function clear() {
  shown = "";
  at("progress").hidden = true;
  at("get").hidden = true;
  at("drafts").hidden = true;
  at("faults").hidden = true;
  at("notes").hidden = true;
  at("pages").replaceChildren();
}

function show({ ok, data }, words) {
  at("progress").hidden = true;
  at("pages").classList.remove("old");
  if (!ok || data.state === "failed") {
    clear();
    at("status").textContent = data.bug ? words.bug : data.faults ? words.faults : data.reason;
    list("faults", data.faults ?? []);
    return;
  }
  at("status").textContent = `${words.ready} ${data.pages}`;
  at("faults").hidden = true;
  list("notes", data.notes);
  at("drafts").hidden = !data.drafts.length;
  at("drafts").lastElementChild.textContent = data.drafts.join(", ");
  at("download").href = `/orders/${data.id}/${data.name}`;
  at("get").hidden = false;
  if (data.version !== shown) {
    shown = data.version;
    at("pages").replaceChildren(...pictures(data, words));
  }
}

function pictures({ id, version, pages }, words) {
  return Array.from({ length: pages }, (_, index) => {
    const picture = document.createElement("img");
    picture.loading = "lazy";
    picture.alt = `${words.page} ${index + 1}`;
    picture.src = `/orders/${id}/${index + 1}.png?${version}`;
    return picture;
  });
}

function list(id, faults) {
  const place = at(id);
  place.hidden = !faults.length;
  const count = place.querySelector("summary > span:last-child");
  if (count) count.textContent = `(${faults.length})`;
  place.querySelector("ul").replaceChildren(...faults.map(entry));
}

function entry(fault) {
  const item = document.createElement("li");
  const parts = [["b", fault.where], ["span", ` ${fault.message}`], ["span", fault.hint, "hint"]];
  for (const [name, text, kind] of parts) {
    if (!text) continue;
    const part = document.createElement(name);
    part.textContent = kind === "hint" ? `→ ${text}` : text;
    if (kind) part.className = kind;
    item.append(part);
  }
  return item;
}
