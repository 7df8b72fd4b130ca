// The editor of captions: the player follows the caption one is in, and the keys do what the buttons do.
const form = document.querySelector("[data-words]");
const video = document.querySelector("[data-words-player]");
const cues = [...form.querySelectorAll(".cue[data-ms]")];
const textOf = (cue) => cue.querySelector("[data-words-text]");
let changed = false;

const cueOf = (element) => element?.closest(".cue");

function rememberCursor(text) {
  form.elements.at.value = String(text.selectionStart);
  form.elements.at_cue.value = text.dataset.wordsText;
}

function play(cue) {
  if (!video) return;
  if (video.paused) {
    video.currentTime = Number(cue.dataset.ms) / 1000;
    video.play().catch(() => {}); // the browser may ask for a click first
  } else video.pause();
}

function go(cue, step) {
  textOf(cues[cues.indexOf(cue) + step] ?? cue).focus();
}

const press = (cue, name) => cue.querySelector(`button[name="${name}"]`).click();
const KEYS = {
  ArrowDown: (cue) => go(cue, 1),
  ArrowUp: (cue) => go(cue, -1),
  KeyP: play,
  KeyS: (cue) => press(cue, "split"),
  KeyJ: (cue) => press(cue, "join"),
};

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const cue = cueOf(event.target);
  const act = event.altKey && !event.ctrlKey && cue ? KEYS[event.code] : undefined;
  if (!act) return;
  event.preventDefault();
  act(cue);
});

for (const name of ["keyup", "click", "input"]) {
  form.addEventListener(name, (event) => {
    if (event.target.matches?.("[data-words-text]")) rememberCursor(event.target);
  });
}

form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-play]");
  if (!link || !video) return;
  event.preventDefault();
  video.pause();
  play(cueOf(link));
});

form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault(); // the browser asks whether to leave what was typed
});

video?.addEventListener("timeupdate", () => {
  const now = video.currentTime * 1000;
  const here = cues.findLast((cue) => Number(cue.dataset.ms) <= now);
  for (const cue of cues) cue.classList.toggle("is-playing", cue === here && !video.paused);
});
