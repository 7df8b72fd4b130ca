// A bar of our own below the player: chapters and notes on it, and a picture of the second under the pointer.
import { clock, length, player, seek } from "./moments.js";

const bar = document.querySelector("[data-seek]");
const range = bar?.querySelector("input");
const card = bar?.querySelector("[data-seek-card]");
const picture = bar?.querySelector("[data-seek-picture]");
const marks = (name) =>
  [...document.querySelectorAll(`[data-${name}]`)].map((row) => ({ at: Number(row.dataset[name]), title: row.dataset.title }));

function place(kind) {
  for (const { at, title } of marks(kind)) {
    const tick = document.createElement("i");
    tick.className = `seek-${kind}`;
    tick.title = title;
    tick.style.insetInlineStart = `${(100 * at) / length()}%`;
    bar.append(tick);
  }
}

function drawPicture(second) {
  const { src, seconds, columns, rows, width, height } = bar.dataset;
  if (!src) return;
  const [wide, high] = [Number(width), Number(height)];
  const tile = Math.min(Math.floor(second / Number(seconds)), columns * rows - 1);
  Object.assign(picture.style, {
    width: `${wide}px`,
    height: `${high}px`,
    backgroundImage: `url("${src}")`,
    backgroundSize: `${wide * columns}px ${high * rows}px`,
    backgroundPosition: `-${(tile % columns) * wide}px -${Math.floor(tile / columns) * high}px`,
  });
}

function look(event) {
  const box = range.getBoundingClientRect();
  const share = Math.min(Math.max(0, (event.clientX - box.left) / box.width), 1);
  const second = share * length();
  const chapter = marks("chapter").findLast(({ at }) => at <= second);
  card.hidden = false;
  card.querySelector("p").textContent = [clock(second), chapter?.title].filter(Boolean).join(" · ");
  drawPicture(second);
  const half = card.offsetWidth / 2;
  card.style.insetInlineStart = `${Math.min(Math.max(half, share * box.width), box.width - half)}px`;
}

function tell() {
  range.value = String(Math.floor(player.currentTime));
  range.setAttribute("aria-valuetext", `${clock(player.currentTime)} of ${clock(length())}`);
}

function begin() {
  range.max = String(Math.floor(length()));
  bar.hidden = false;
  place("chapter");
  place("note");
  tell();
}

export function startSeekbar() {
  if (!bar) return;
  if (length()) begin();
  else player.addEventListener("loadedmetadata", begin, { once: true });
  range.addEventListener("input", () => seek(Number(range.value)));
  player.addEventListener("timeupdate", tell);
  bar.addEventListener("pointermove", look);
  bar.addEventListener("pointerleave", () => { card.hidden = true; });
}
