// Chapters jump in our own player: #t=65 in the address, or a link to it, moves the video to that second.
const video = document.querySelector("[data-player]");

function jump() {
  const found = /^#t=(\d+)/.exec(location.hash);
  if (!video || !found) return;
  const go = () => { video.currentTime = Number(found[1]); };
  if (video.readyState > 0) go();
  else video.addEventListener("loadedmetadata", go, { once: true });
}

addEventListener("hashchange", () => {
  jump();
  if (/^#t=/.test(location.hash)) video?.play().catch(() => {}); // the browser may ask for a click first
});
jump();
