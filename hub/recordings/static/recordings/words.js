// The transcript: the line that is said is marked and kept in view, words are found in it, arrows walk through it.
import { player } from "./moments.js";

const box = document.querySelector("[data-words]");
const lines = box ? [...box.querySelectorAll("a[data-at]")] : [];
const times = lines.map((line) => Number(line.dataset.at));
const follows = document.querySelector("[data-words-follow]");
let current = -1;
let stop = lines[0]; // the one line at which the tab key stops

function stopAt(line) {
  stop.tabIndex = -1;
  line.tabIndex = 0;
  stop = line;
}

// The last of the ascending numbers that is not above this one.
function lastUpTo(numbers, number) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// Moves the text inside its box, never the page.
function show(line) {
  const inside = line.getBoundingClientRect();
  const outside = box.getBoundingClientRect();
  if (inside.top >= outside.top + 40 && inside.bottom <= outside.bottom - 40) return;
  box.scrollTop += inside.top - outside.top - outside.height / 3;
}

function mark() {
  const now = lastUpTo(times, player.currentTime + 0.05);
  if (now === current) return;
  lines[current]?.removeAttribute("aria-current");
  current = now;
  lines[current]?.setAttribute("aria-current", "true");
  if (!lines[current] || box.querySelector(":focus-visible")) return; // who walks by keyboard is left alone
  stopAt(lines[current]);
  if (follows.checked) show(lines[current]);
}

// One stop for the tab key, arrows from line to line: five thousand stops would be a wall.
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = lines.indexOf(document.activeElement);
  if (!step || here < 0) return;
  event.preventDefault();
  event.stopPropagation();
  const next = lines[Math.min(Math.max(0, here + step), lines.length - 1)];
  stopAt(next);
  next.focus();
}

function startSearch(form) {
  const [field, said] = [form.querySelector("input"), form.querySelector("output")];
  const starts = [];
  let text = "";
  for (const line of lines) {
    starts.push(text.length);
    text += `${line.textContent.toLowerCase()} `; // one text: a phrase may go from line to line
  }
  let [found, at] = [[], -1];

  function look() {
    for (const line of found) line.classList.remove("words-found", "words-here");
    const words = field.value.trim().toLowerCase().replace(/\s+/g, " ");
    const hits = new Set();
    for (let from = words ? text.indexOf(words) : -1; from >= 0; from = text.indexOf(words, from + 1))
      hits.add(lines[lastUpTo(starts, from)]);
    [found, at] = [[...hits], -1];
    for (const line of found) line.classList.add("words-found");
    said.textContent = words ? `${found.length || "Not"} found` : "";
  }

  function next(step) {
    if (!found.length) return;
    found[at]?.classList.remove("words-here");
    at = (at + step + found.length) % found.length;
    follows.checked = false;
    found[at].classList.add("words-here");
    show(found[at]);
    said.textContent = `${at + 1} of ${found.length}`;
  }

  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => { event.preventDefault(); next(event.submitter?.value === "back" ? -1 : 1); });
}

export function startWords() {
  if (!box || !lines.length) return;
  for (const line of lines) line.tabIndex = -1;
  stopAt(stop);
  for (const head of box.querySelectorAll(".words-head a")) head.tabIndex = -1; // the line below leads there too
  for (const part of document.querySelectorAll("[data-words-tools]")) part.hidden = false;
  for (const kind of ["wheel", "touchmove"])
    box.addEventListener(kind, () => { follows.checked = false; }, { passive: true });
  box.addEventListener("keydown", walk);
  follows.addEventListener("change", () => { if (follows.checked && lines[current]) show(lines[current]); });
  player.addEventListener("timeupdate", mark);
  player.addEventListener("seeking", mark);
  startSearch(document.querySelector("[data-words-search]"));
  const asked = box.querySelector("[aria-current]"); // the server marked the line of ?t=
  if (asked) { current = lines.indexOf(asked); stopAt(asked); show(asked); }
}
