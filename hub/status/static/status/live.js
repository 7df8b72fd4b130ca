// Keeps badges, banners and the platform line true while a page is open: one small request for all of them.
// docs/reference/live-status.md is the contract. Works alone, in the app and in the docs site.
import { render } from "./drawing.js";
import { moment, now, state } from "./facts.js";

const EVERY = 20_000;
const DEADLINE = 3_000;
const RETRY = [3_000, 5_000, 10_000, 20_000];
const PLACES = "[data-service-status], [data-service-banner], [data-path-status], [data-platform-status], [data-status-board]";

function address() {
  return document.querySelector('meta[name="hub-status"]')?.content || "/status/summary.json";
}

async function fetchSummary() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), DEADLINE);
  try {
    const headers = state.etag ? { "If-None-Match": state.etag } : {};
    const response = await fetch(address(), { headers, cache: "no-store", credentials: "omit", signal: stop.signal });
    if (response.status !== 304) {
      if (!response.ok) throw new Error(`answered ${response.status}`);
      const summary = await response.json();
      if (!summary.services || !summary.platform) throw new Error("is not a status");
      state.summary = summary;
      state.etag = response.headers.get("ETag");
    }
    const served = Date.parse(response.headers.get("Date"));
    if (served) state.skew = Math.abs(served - Date.now()) < 2_000 ? 0 : served - Date.now();
  } finally {
    clearTimeout(timer);
  }
}

async function ask() {
  clearTimeout(state.timer);
  if (state.asking || document.hidden || !document.querySelector(PLACES)) return;
  state.asking = true;
  try {
    await fetchSummary();
    state.failures = 0;
    state.lostAt = null;
  } catch {
    state.failures += 1;
    state.lostAt ??= now();
  }
  state.asking = false;
  render();
  plan();
}

// In about 20 seconds, sooner when something is about to go stale, and soon when the hub did not answer.
function plan() {
  let wait = EVERY * (0.9 + 0.2 * Math.random());
  if (state.failures) wait = RETRY[Math.min(state.failures, RETRY.length) - 1];
  else
    for (const item of Object.values(state.summary.services)) {
      const left = moment(item.stale_at) - now();
      if (left > 0 && left < wait) wait = Math.max(left + 50, 1_000);
    }
  clearTimeout(state.timer);
  state.timer = setTimeout(ask, wait);
}

function wake() {
  if (document.hidden) clearTimeout(state.timer);
  else {
    render(); // what went stale while nobody looked is grey before the answer is here
    ask();
  }
}

// A page swapped in by instant navigation has new elements: draw what is known, and ask if it was never asked.
function bind() {
  render();
  if (!state.summary || state.lostAt !== null) ask();
  else if (document.querySelector(PLACES)) plan();
}

if (!window.hubLiveStatus) {
  window.hubLiveStatus = true; // a page may carry the script twice
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.addEventListener("online", ask);
  if (window.document$?.subscribe) window.document$.subscribe(bind);
  else bind();
}
