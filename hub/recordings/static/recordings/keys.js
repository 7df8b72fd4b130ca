// The player by keyboard, wherever the focus is, but in a field.
import { length, moved, player, seek } from "./moments.js";

const KEPT = "recordings:keys";
const help = document.querySelector("[data-keys]");
const wanted = help?.querySelector("[data-keys-on]");

function toggleCaptions() {
  const tracks = [...player.textTracks].filter((track) => track.kind === "captions" || track.kind === "subtitles");
  const on = tracks.find((track) => track.mode === "showing");
  if (on) on.mode = "disabled";
  else if (tracks[0]) tracks[0].mode = "showing";
}

function toggleScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else player.requestFullscreen?.().catch(() => {});
}

function showHelp() {
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
}

const toggle = () => { if (player.paused) player.play().catch(() => {}); else player.pause(); };
const KEYS = {
  " ": toggle,
  k: toggle,
  j: () => moved(-10),
  l: () => moved(10),
  ArrowLeft: () => moved(-5),
  ArrowRight: () => moved(5),
  c: toggleCaptions,
  f: toggleScreen,
  m: () => { player.muted = !player.muted; },
  "?": showHelp,
};

function press(event) {
  if (!wanted.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const own = event.target.closest("input:not([type=range]), select, textarea, [contenteditable]");
  const pressed = event.key === " " && event.target.closest("a, button, summary");
  if (own || pressed) return;
  const act = /^\d$/.test(event.key) ? () => seek((length() * Number(event.key)) / 10) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// Whoever speaks to their computer, or has keys of their own, takes ours off; it stays so on this machine.
function startChoice() {
  try {
    wanted.checked = localStorage.getItem(KEPT) !== "off";
  } catch {
    // storage refused: the keys are on
  }
  wanted.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, wanted.checked ? "on" : "off");
    } catch {
      // not remembered then
    }
  });
}

export function startKeys() {
  help.hidden = false;
  startChoice();
  document.addEventListener("keydown", press, { capture: true }); // before the browser's own controls act too
}
