// Keeps badges, banners and the platform line true while a page is open: one small request for all of them.
// docs/reference/live-status.md is the contract. Works alone, in the app and in the docs site.
const EVERY = 20_000;
const DEADLINE = 3_000;
const RETRY = [3_000, 5_000, 10_000, 20_000];
const WORDS = {
  ok: "Operational", degraded: "Degraded", down: "Outage", maintenance: "Maintenance", unknown: "Unknown",
};
const PLACES = "[data-service-status], [data-service-banner], [data-platform-status], [data-status-board]";

const state = { summary: null, etag: null, skew: 0, failures: 0, lostAt: null, timer: 0, asking: false, told: null };

// --- what is true now ---------------------------------------------------------------------------------
const now = () => Date.now() + state.skew;
const moment = (iso) => (iso ? Date.parse(iso) : Number.NaN);
const isStale = (item) => moment(item.stale_at) <= now();

function clock(time) {
  const date = new Date(time);
  const words = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date().toDateString()) return words;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${words}`;
}

// What to show of one entry of the summary: never its colour on old facts.
function read(item) {
  const last = item ? `last known ${item.word ?? WORDS[item.status]}, ${clock(moment(item.observed_at) || now())}` : "";
  if (state.lostAt !== null)
    return { status: "unknown", word: "Unknown", time: `since ${clock(state.lostAt)} (hub unreachable)`, title: last };
  if (!item) return { status: "unknown", word: "Not probed", time: "", title: "", silent: true };
  if (isStale(item))
    return { status: "unknown", word: "Unknown", time: `since ${clock(moment(item.stale_at))}`, title: last };
  const since = item.since ? `since ${clock(moment(item.since))}` : "";
  const measured = item.observed_at ? `Measured at ${clock(moment(item.observed_at))}. ` : "";
  const time = item.status === "ok" ? "" : since;
  return { status: item.status, word: item.word ?? WORDS[item.status], time, title: measured + (item.detail ?? "") };
}

// --- drawing ------------------------------------------------------------------------------------------
function part(parent, name, tag = "span") {
  const found = parent.querySelector(`:scope > .live-status-${name}`);
  if (found) return found;
  const made = document.createElement(tag);
  made.className = `live-status-${name}`;
  if (name === "shape") made.setAttribute("aria-hidden", "true");
  parent.append(name === "shape" ? "" : " ", made);
  return made;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function draw(element, shown) {
  element.dataset.status = shown.status;
  part(element, "shape");
  write(part(element, "word"), shown.word);
  const time = element.querySelector(":scope > .live-status-time");
  if (time || shown.time) write(time ?? part(element, "time"), shown.time);
  if (shown.title) element.title = shown.title;
  else element.removeAttribute("title");
}

function line(status, text, item) {
  const row = document.createElement("p");
  row.className = "live-banner-line";
  row.dataset.status = status;
  const mark = document.createElement("span");
  mark.className = "live-status-shape";
  mark.setAttribute("aria-hidden", "true");
  row.append(mark, " ");
  if (item) {
    const link = document.createElement("a");
    if (item.url?.startsWith("/") && !item.url.startsWith("//")) link.href = item.url;
    link.textContent = item.name;
    row.append(link, ": ");
  }
  row.append(text);
  return row;
}

function drawBanner(element) {
  const lines = [];
  if (state.lostAt !== null)
    lines.push(line("unknown", `Whether this works is unknown since ${clock(state.lostAt)}: the hub cannot be reached.`));
  else
    for (const slug of element.dataset.serviceBanner.split(/\s+/).filter(Boolean)) {
      const item = state.summary.services[slug];
      const shown = read(item);
      if (shown.silent || shown.status === "ok") continue;
      lines.push(line(shown.status, `${shown.word.toLowerCase()} ${shown.time}`.trim() + ".", item));
    }
  const text = lines.map((row) => row.dataset.status + row.textContent).join("\n");
  if (element.dataset.drawn === text) return;
  element.dataset.drawn = text;
  element.replaceChildren(...lines);
}

function drawPlatform(element) {
  const services = Object.values(state.summary?.services ?? {}).filter((item) => item.probed);
  const stale = services.filter(isStale);
  const platform = state.summary?.platform;
  const mend = stale.length && platform?.status !== "down" && platform?.status !== "degraded";
  const lost = { status: "unknown", word: "Status unknown", time: `since ${clock(state.lostAt)} (hub unreachable)` };
  if (state.lostAt !== null) draw(element, lost);
  else if (mend) draw(element, { status: "unknown", word: `Status unknown: ${stale.map((s) => s.name).join(", ")}`, time: "" });
  else draw(element, { status: platform.status, word: platform.text, time: "" });
}

function render() {
  if (!state.summary && state.lostAt === null) return;
  const services = state.summary?.services ?? {};
  for (const element of document.querySelectorAll("[data-service-status]"))
    draw(element, read(services[element.dataset.serviceStatus]));
  for (const element of document.querySelectorAll("[data-service-banner]")) drawBanner(element);
  for (const element of document.querySelectorAll("[data-platform-status]")) drawPlatform(element);
  announce(services);
  document.dispatchEvent(
    new CustomEvent("hub:status", { detail: { summary: state.summary, lostAt: state.lostAt, read, clock, now } }),
  );
}

// Says aloud what changed on this page, and nothing the first time.
function announce(services) {
  const slugs = [...document.querySelectorAll("[data-service-status]")].map((e) => e.dataset.serviceStatus);
  const told = new Map([...new Set(slugs)].map((slug) => [slug, read(services[slug])]));
  const news = [];
  if (state.told)
    for (const [slug, shown] of told)
      if (state.told.has(slug) && state.told.get(slug).status !== shown.status)
        news.push(`${services[slug]?.name ?? slug}: ${shown.word.toLowerCase()} ${shown.time}`.trim());
  state.told = told;
  const region = newsRegion();
  if (news.length)
    region.textContent = state.lostAt === null ? news.join(". ") : "Live status unknown: the hub cannot be reached.";
}

function newsRegion() {
  let region = document.querySelector(".live-status-news");
  if (region) return region;
  region = document.createElement("div");
  region.className = "live-status-news";
  region.setAttribute("aria-live", "polite");
  document.body.append(region); // empty at first: screen readers follow a region that was there before its news
  return region;
}

// --- asking -------------------------------------------------------------------------------------------
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
