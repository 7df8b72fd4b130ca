// Puts the facts into badges, the lines about paths and the platform, and says aloud what changed.
import { drawBanner } from "./banners.js";
import { clock, isStale, now, read, readAll, state } from "./facts.js";

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

export function render() {
  if (!state.summary && state.lostAt === null) return;
  const services = state.summary?.services ?? {};
  for (const element of document.querySelectorAll("[data-service-status]"))
    draw(element, read(services[element.dataset.serviceStatus]));
  for (const element of document.querySelectorAll("[data-path-status]")) draw(element, readAll(element.dataset.pathStatus));
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
