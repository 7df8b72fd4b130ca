// Keeps relative times true while a page stays open, and puts the exact time of the viewer's zone on hover.
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const FAR = 30 * DAY;

const exact = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", timeZoneName: "short",
});
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "); // the server's; browsers say "Sept"
const day = (moment) => `${moment.getDate()} ${MONTHS[moment.getMonth()]} ${moment.getFullYear()}`;

const phrase = (count, word) => {
  const words = `${Math.abs(count)} ${word}${Math.abs(count) === 1 ? "" : "s"}`;
  return count > 0 ? `in ${words}` : `${words} ago`;
};

// The same words as times.py.
export function relative(moment, now = new Date()) {
  const seconds = Math.round((moment - now) / 1000);
  const sign = seconds > 0 ? 1 : -1;
  const size = Math.abs(seconds);
  if (size < 45) return seconds <= 0 ? "just now" : "in a moment";
  if (size >= FAR) return day(moment);
  for (const [unit, word] of [[DAY, "day"], [HOUR, "hour"], [MINUTE, "minute"]])
    if (size >= unit - Math.floor(unit / 24))
      return phrase(Math.round(size / unit) * sign || sign, word);
  return phrase(sign, "minute");
}

export function refreshTimes(scope = document) {
  for (const element of scope.querySelectorAll("time[data-when]")) {
    if (!element.dateTime.includes("T")) continue; // a date has no zone: the server's words stay
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    const words = relative(moment);
    if (element.textContent !== words) element.textContent = words;
    element.title = exact.format(moment);
  }
}
