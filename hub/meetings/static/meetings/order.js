// Points are put in another order by dragging, and without a new page. Without this script, and by keyboard,
// the arrows of each point do the same through the form they are in.
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
const said = document.querySelector("[data-order-said]");
const list = document.querySelector("[data-order]");
const points = () => [...list.querySelectorAll("[data-point]")];
const movable = (point) => point?.querySelector("[data-up]") != null;
let held = null;

async function send(focus) {
  const body = new URLSearchParams({ on: list.dataset.on, order: points().map((point) => point.dataset.point).join(",") });
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  try {
    const answer = await fetch(list.dataset.order, { method: "POST", body, headers });
    const words = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(words.said || "The order was not changed.");
    said.textContent = "The order is saved.";
    focus?.focus();
  } catch (error) {
    said.classList.remove("visually-hidden");
    said.textContent = `${error.message} The page shows it as it was after a reload.`;
  }
}

function step(event) {
  const button = event.target.closest("[data-up], [data-down]");
  if (!button) return;
  event.preventDefault();
  const point = button.closest("[data-point]");
  const up = "up" in button.dataset;
  const other = up ? point.previousElementSibling : point.nextElementSibling;
  if (!other || !movable(other)) return;
  if (up) other.before(point);
  else other.after(point);
  send(button);
}

function mark(target, after) {
  for (const point of points()) point.classList.remove("drop-before", "drop-after");
  target?.classList.add(after ? "drop-after" : "drop-before");
}

function over(event) {
  const target = held && event.target.closest?.("[data-point]");
  if (!target || !movable(target)) return;
  event.preventDefault(); // it may be dropped here
  const box = target.getBoundingClientRect();
  mark(target === held ? null : target, event.clientY > box.top + box.height / 2);
}

function drop(event) {
  const target = list.querySelector(".drop-before, .drop-after");
  if (!held || !target) return;
  event.preventDefault();
  if (target.classList.contains("drop-after")) target.after(held);
  else target.before(held);
  send();
}

function letGo() {
  held?.classList.remove("held");
  held = null;
  mark(null);
}

if (list) {
  for (const point of points().filter(movable)) {
    point.draggable = true;
    for (const link of point.querySelectorAll("a")) link.draggable = false; // the point is dragged, not its address
  }
  list.addEventListener("click", step);
  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-point]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.point);
    held.classList.add("held");
  });
  list.addEventListener("dragover", over);
  list.addEventListener("drop", drop);
  list.addEventListener("dragend", letGo);
}
