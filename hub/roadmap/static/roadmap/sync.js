// A sync for a room: one item at a time, a clock against its share, and notes that survive a closed tab.
const root = document.querySelector("[data-sync]");
const bar = document.querySelector("[data-presenter]");
const part = (name) => bar.querySelector(`[data-${name}]`);
const points = () => [...root.querySelectorAll("[data-point]")];
const key = `sync:${root.dataset.sync}`;
const spoken = load(key) ?? {}; // seconds spoken about each item
let current = 0;
let timer = 0;

function load(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? "null");
  } catch {
    return null; // storage refused or filled by somebody else: go without
  }
}

function store(where, name, value) {
  try {
    if (value === null) where.removeItem(name);
    else where.setItem(name, JSON.stringify(value));
  } catch {
    // storage full or refused
  }
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const presenting = () => document.documentElement.classList.contains("presenting");

function draw() {
  const all = points();
  const point = all[current];
  if (!point) return;
  const share = Number(point.dataset.seconds);
  const used = spoken[point.id] ?? 0;
  const left = all.slice(current).reduce((sum, row) => sum + Math.max(0, row.dataset.seconds - (spoken[row.id] ?? 0)), 0);
  part("position").textContent = `${current + 1} of ${all.length}`;
  part("clock").textContent = `${clock(used)} of ${clock(share)}`;
  part("clock").classList.toggle("late", used > share);
  part("left").textContent = `${clock(left)} left for the rest`;
  if (used === share) part("announce").textContent = "The time of this item is over.";
}

function tick() {
  const point = points()[current];
  if (!point) return;
  spoken[point.id] = (spoken[point.id] ?? 0) + 1;
  store(sessionStorage, key, spoken);
  draw();
}

function show(at, focus = true) {
  const all = points();
  current = Math.min(Math.max(at, 0), all.length - 1);
  all.forEach((point, place) => point.classList.toggle("here", place === current));
  part("previous").disabled = current === 0;
  part("next").disabled = current === all.length - 1;
  history.replaceState(null, "", `#${all[current].id}`);
  scrollTo(0, 0);
  if (focus) all[current].focus({ preventScroll: true });
  draw();
}

function present(at) {
  document.documentElement.classList.add("presenting");
  bar.hidden = false;
  store(sessionStorage, `${key}:on`, true);
  clearInterval(timer);
  timer = setInterval(tick, 1000);
  show(at);
}

function leave() {
  document.documentElement.classList.remove("presenting");
  bar.hidden = true;
  clearInterval(timer);
  store(sessionStorage, `${key}:on`, null);
  points()[current]?.scrollIntoView();
  document.querySelector("[data-present]").focus({ preventScroll: true });
}

const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
document.addEventListener("keydown", (event) => {
  if (!presenting() || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.("input, textarea, select");
  if (event.key === "Escape") typing ? event.target.blur() : leave();
  else if (!typing && STEPS[event.key]) {
    event.preventDefault();
    show(current + STEPS[event.key]);
  }
});
part("previous").addEventListener("click", () => show(current - 1));
part("next").addEventListener("click", () => show(current + 1));
part("leave").addEventListener("click", leave);

// What is typed is kept until the server has it.
const keepOf = (form) => `${key}:${form.dataset.keep}`;
const textOf = (form) => form.querySelector("textarea");

function restore() {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const kept = load(keepOf(form));
    if (kept && !textOf(form).value.trim()) textOf(form).value = kept;
  }
}

root.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) store(localStorage, keepOf(form), textOf(form).value || null);
});
root.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form && !form.hasAttribute("hx-post")) store(sessionStorage, `${key}:sent`, form.dataset.keep);
});
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt?.closest?.("form[data-keep]"); // the swap takes it away
  if (form && !event.detail.isError) store(localStorage, keepOf(form), null);
});
document.body.addEventListener("htmx:afterSettle", () => {
  restore();
  if (presenting()) show(current);
});

const sent = load(`${key}:sent`);
if (sent && !document.querySelector(".field-error")) store(localStorage, `${key}:${sent}`, null);
store(sessionStorage, `${key}:sent`, null);
restore();
const start = document.querySelector("[data-present]");
const at = () => Math.max(0, points().findIndex((point) => `#${point.id}` === location.hash));
start.hidden = false;
start.addEventListener("click", () => present(at()));
if (load(`${key}:on`) || new URLSearchParams(location.search).has("present")) present(at());
