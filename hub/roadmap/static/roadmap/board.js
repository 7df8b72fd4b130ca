// Cards are dragged to another quarter or step. The server is asked each time: it says no, the card stays.
// Without this script, and by keyboard, the Move link of each card opens a form that does the same.
const said = document.querySelector("[data-board-said]");
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
const board = () => document.querySelector("[data-board]");
let held = null;

function say(text, kind, action) {
  const box = document.createElement("div");
  box.className = `alert ${kind}`;
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (action) box.append(action);
  said.replaceChildren(box);
}

const placeOf = (cell) => ({ quarter: cell.dataset.quarter, step: cell.dataset.step });

async function ask(slug, wanted) {
  const body = new URLSearchParams({ reason: "", ...wanted });
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const answer = await fetch(`/roadmap/${slug}/place/`, { method: "POST", body, headers });
  const words = await answer.json().catch(() => ({}));
  return { ok: answer.ok, said: words.said ?? "", field: words.field ?? "", code: answer.status };
}

async function again(slug) {
  await window.htmx.ajax("GET", location.href, { target: "#board", select: "#board", swap: "outerHTML" });
  ready();
  document.querySelector(`#card-${CSS.escape(slug)} a`)?.focus();
}

function undoButton(slug, before, after) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Undo" });
  button.className = "button";
  button.addEventListener("click", () => move(slug, after, before, "Taken back at once.", false));
  return button;
}

// To the form of the card, with the place filled in: a reason is missing, or only a person can say it.
function explain(slug, wanted, text) {
  const link = Object.assign(document.createElement("a"), { textContent: "Say why" });
  const query = new URLSearchParams(location.search);
  for (const [name, value] of [["move", slug], ["to", wanted.quarter], ["at", wanted.step]]) query.set(name, value);
  link.href = `?${query}#card-${slug}`;
  link.className = "button";
  say(text, "warning", link);
}

async function move(slug, before, wanted, reason = "", undo = true) {
  try {
    const answer = await ask(slug, { ...wanted, seen: before.quarter, reason });
    if (answer.ok) {
      say(undo ? answer.said : `Taken back. ${answer.said}`, "success", undo && undoButton(slug, before, wanted));
      await again(slug);
    } else if (answer.code === 422) explain(slug, wanted, answer.said);
    else say(answer.said || "It was not moved: you may not move this item.", "error");
  } catch {
    say("It was not moved: the hub does not answer. Try again in a moment.", "error");
  }
}

function hold(event) {
  const card = event.target.closest?.("[data-card]");
  if (!card) return;
  held = { card, cell: card.closest("td") };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.card);
  card.classList.add("held");
  document.body.classList.add("holding");
}

function letGo() {
  held?.card.classList.remove("held");
  document.body.classList.remove("holding");
  for (const cell of document.querySelectorAll("td.over")) cell.classList.remove("over");
  held = null;
}

function hover(event) {
  const cell = held && event.target.closest?.("td[data-quarter]");
  for (const other of document.querySelectorAll("td.over")) if (other !== cell) other.classList.remove("over");
  if (!cell || cell === held.cell) return;
  event.preventDefault(); // it may be dropped here
  cell.classList.add("over");
}

function drop(event) {
  const cell = held && event.target.closest?.("td[data-quarter]");
  if (!cell || cell === held.cell) return;
  event.preventDefault();
  const { card, cell: from } = held;
  letGo();
  move(card.dataset.card, placeOf(from), placeOf(cell));
}

function ready() {
  for (const card of document.querySelectorAll("[data-card]")) {
    card.draggable = true;
    for (const link of card.querySelectorAll("a")) link.draggable = false; // the card is dragged, not its address
  }
  const hint = document.querySelector("[data-board-hint]");
  if (hint) hint.hidden = !document.querySelector("[data-card]");
}

document.addEventListener("dragstart", hold);
document.addEventListener("dragover", hover);
document.addEventListener("drop", drop);
document.addEventListener("dragend", letGo);
if (board()) ready();
