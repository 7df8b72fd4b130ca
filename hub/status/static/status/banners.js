// What is wrong with what a page needs, in words: which step needs it, where it still works, what is known of it.
import { clock, read, state } from "./facts.js";

// In-house addresses only: what the hub says must not lead a reader elsewhere.
function link(text, url) {
  if (!url?.startsWith("/") || url.startsWith("//")) return text;
  const made = document.createElement("a");
  made.href = url;
  made.textContent = text;
  return made;
}

function listed(parts) {
  return parts.flatMap((part, number) => [number === 0 ? "" : number === parts.length - 1 ? " and " : ", ", part]);
}

function line(status, ...words) {
  const row = document.createElement("p");
  row.className = "live-banner-line";
  row.dataset.status = status;
  const mark = document.createElement("span");
  mark.className = "live-status-shape";
  mark.setAttribute("aria-hidden", "true");
  row.append(mark, " ", ...words.filter(Boolean));
  return row;
}

function told(element, name) {
  try {
    return JSON.parse(element.dataset[name] ?? "{}");
  } catch {
    return {};
  }
}

// "Step 4 needs", each number a link to its step.
function needing(steps) {
  if (!steps?.length) return [];
  const numbers = steps.map((step) => {
    const made = document.createElement("a");
    made.href = `#step-${step}`;
    made.textContent = String(step);
    return made;
  });
  return [steps.length > 1 ? "Steps " : "Step ", ...listed(numbers), steps.length > 1 ? " need " : " needs "];
}

// On which clusters, by the names the page knows, unless it is in trouble where no cluster has a name.
function places(slug, clusters) {
  const cells = state.summary.grid.filter((cell) => cell.service === slug);
  const named = (works) => cells.filter((cell) => (read(cell).status === "ok") === works).map((cell) => clusters[cell.cluster]);
  const [bad, good] = [named(false), named(true).filter(Boolean)];
  if (!bad.length || !bad.every(Boolean)) return [];
  return [" on ", ...listed(bad), ...(good.length ? ["; it works on ", ...listed(good)] : [])];
}

function rows(element) {
  if (state.lostAt !== null)
    return [line("unknown", `Whether this works is unknown since ${clock(state.lostAt)}: the hub cannot be reached.`)];
  const [steps, clusters, found] = [told(element, "steps"), told(element, "clusters"), []];
  for (const slug of element.dataset.serviceBanner.split(/\s+/).filter(Boolean)) {
    const item = state.summary.services[slug];
    const shown = read(item);
    if (shown.silent || shown.status === "ok") continue;
    const words = `: ${shown.word.toLowerCase()} ${shown.time}`.trimEnd();
    const known = item.incident ? [" Known: ", link(item.incident.title, item.incident.url), "."] : [];
    found.push(line(shown.status, ...needing(steps[slug]), link(item.name, item.url), words, ...places(slug, clusters), ".", ...known));
  }
  return found;
}

export function drawBanner(element) {
  const lines = rows(element);
  const text = lines.map((row) => row.dataset.status + row.textContent).join("\n");
  if (element.dataset.drawn === text) return;
  element.dataset.drawn = text;
  element.replaceChildren(...lines);
}
