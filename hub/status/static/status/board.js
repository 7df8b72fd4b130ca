// The status page's own part: the fields of the grid, the prober's sign of life, and "as of".
document.addEventListener("hub:status", ({ detail: { summary, lostAt, read, clock, now } }) => {
  const cells = new Map((summary?.grid ?? []).map((part) => [`${part.service}/${part.cluster ?? ""}`, part]));
  for (const element of document.querySelectorAll("[data-cell]")) {
    const shown = read(cells.get(element.dataset.cell));
    element.dataset.status = shown.status;
    element.querySelector(".live-status-word").textContent = shown.word;
    element.title = shown.title;
  }
  const asOf = document.querySelector("[data-status-asof]");
  if (asOf && summary) {
    asOf.dataset.statusAsof = summary.generated_at; // paper shows the day too
    asOf.textContent = `As of ${new Date(summary.generated_at).toLocaleTimeString("en-GB")}${lostAt ? " (hub unreachable)" : ""}`;
  }
  const fresh = lostAt === null && summary && now() - Date.parse(summary.generated_at) < 60_000;
  for (const element of document.querySelectorAll("[data-prober]")) {
    const alive = fresh && summary.probers.some((prober) => prober.alive && prober.name === element.dataset.prober);
    element.dataset.status = alive ? "ok" : "unknown";
    element.querySelector(".live-status-word").textContent = alive ? "Prober at work" : "Prober silent";
  }
});
