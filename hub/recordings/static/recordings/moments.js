// A moment of a recording: read from the address, sought in the player, written back to the address.
export const player = document.querySelector("[data-player]");

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export const moved = (by) => seek(player.currentTime + by);
export const length = () => (Number.isFinite(player.duration) ? player.duration : Number(player.dataset.seconds) || 0);

export function seek(seconds) {
  const go = () => { player.currentTime = Math.min(Math.max(0, seconds), length() || seconds); };
  if (player.readyState > 0) go();
  else player.addEventListener("loadedmetadata", go, { once: true });
}

export function addressAt(seconds) {
  const address = new URL(location.href);
  address.hash = "";
  address.searchParams.delete("t");
  if (seconds >= 1) address.searchParams.set("t", String(Math.floor(seconds)));
  return address;
}

function writeBack() {
  if (player.readyState > 0) history.replaceState(history.state, "", addressAt(player.currentTime));
}

// Addresses of before said #t=65: they are still understood, and become ?t=65.
function readHash() {
  const found = /^#t=(\d+)/.exec(location.hash);
  if (!found) return;
  seek(Number(found[1]));
  history.replaceState(history.state, "", addressAt(Number(found[1])));
}

function follow(event) {
  const link = event.target.closest?.('a[href^="?t="]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  seek(Number(link.dataset.at ?? new URLSearchParams(link.getAttribute("href")).get("t")));
  player.play().catch(() => {}); // the browser may ask for a click on the player first
}

export function startMoments() {
  document.addEventListener("click", follow);
  addEventListener("hashchange", readHash);
  player.addEventListener("pause", writeBack);
  player.addEventListener("seeked", writeBack);
  readHash();
}
