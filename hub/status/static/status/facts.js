// What is true now, of what the hub said last.
const WORDS = {
  ok: "Operational", degraded: "Degraded", down: "Outage", maintenance: "Maintenance", unknown: "Unknown",
};

export const state = { summary: null, etag: null, skew: 0, failures: 0, lostAt: null, timer: 0, asking: false, told: null };
export const now = () => Date.now() + state.skew;
export const moment = (iso) => (iso ? Date.parse(iso) : Number.NaN);
export const isStale = (item) => moment(item.stale_at) <= now();

export function clock(time) {
  const date = new Date(time);
  const words = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date().toDateString()) return words;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${words}`;
}

// What to show of several services a page needs: the worst of them, by name.
const WORST_FIRST = ["down", "degraded", "unknown", "maintenance", "ok"];

export function readAll(slugs) {
  if (state.lostAt !== null) return read(null);
  const items = slugs.split(/\s+/).map((slug) => state.summary.services[slug]).filter(Boolean);
  const shown = items.map((item) => ({ ...read(item), name: item.name }));
  const status = WORST_FIRST.find((one) => shown.some((part) => part.status === one));
  if (!status) return { status: "unknown", word: "Not probed", time: "", title: "", silent: true };
  if (status === "ok") return { status, word: "Everything it needs works", time: "", title: "" };
  const bad = shown.filter((part) => part.status === status);
  return { status, word: `${WORDS[status]}: ${bad.map((part) => part.name).join(", ")}`, time: "", title: "" };
}

// What to show of one entry of the summary: never its colour on old facts.
export function read(item) {
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
