// The page of a recording with scripts: without them every moment is a link that loads the page at that second.
import { startKeys } from "./keys.js";
import { addressAt, clock, length, player, startMoments } from "./moments.js";
import { startSeekbar } from "./seekbar.js";
import { startWords } from "./words.js";

const EVERY = 15; // seconds between two notes of where somebody is
const SPEED = "recordings:speed";
let kept = -1;

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

// Where somebody stopped is kept for them on the server: they go on on another machine.
function keepPlace() {
  const address = player.dataset.place;
  const seconds = Math.floor(player.ended ? length() : player.currentTime);
  if (!address || seconds === kept) return;
  kept = seconds;
  const body = new URLSearchParams({ seconds });
  fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token() }, keepalive: true }).catch(() => {});
}

function startPlace() {
  player.addEventListener("timeupdate", () => { if (Math.abs(player.currentTime - kept) >= EVERY) keepPlace(); });
  player.addEventListener("pause", keepPlace);
  addEventListener("pagehide", () => { if (!player.paused) keepPlace(); });
  player.addEventListener("play", () => document.querySelector("[data-resume]")?.remove(), { once: true });
}

function startSpeed(choice) {
  try {
    choice.value = localStorage.getItem(SPEED) ?? "1";
  } catch {
    // storage refused: go at the usual speed
  }
  const set = () => { player.playbackRate = player.defaultPlaybackRate = Number(choice.value) || 1; };
  set();
  choice.addEventListener("change", () => {
    set();
    try {
      localStorage.setItem(SPEED, choice.value);
    } catch {
      // not remembered then
    }
  });
}

function startCopy(button, field, said) {
  button.addEventListener("click", async () => {
    field.value = addressAt(player.currentTime).href;
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = `Copied: the link to ${clock(player.currentTime)}`;
    } catch {
      field.hidden = false; // the browser keeps its clipboard: the address is there to take
      field.select();
    }
  });
}

// A note is about the second one is at when one begins to write it.
function startNotes(form) {
  const at = form.elements.at_s;
  form.elements.text.addEventListener("focus", () => { at.value = clock(player.currentTime); });
}

const one = (name) => document.querySelector(`[data-${name}]`);

if (player) {
  one("tools").hidden = false;
  startMoments();
  startSeekbar();
  startWords();
  startKeys();
  startPlace();
  startSpeed(one("speed"));
  startCopy(one("copy"), one("copy-address"), one("copy-said"));
  if (one("note-form")) startNotes(one("note-form"));
}
