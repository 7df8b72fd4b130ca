// Shows moments in the viewer's zone: when a vote closes, and what a typed UTC time means here.
const exact = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
});

for (const time of document.querySelectorAll("time[data-local]")) {
  time.title = time.textContent.trim();
  time.textContent = exact.format(new Date(time.dateTime));
}

for (const field of document.querySelectorAll("input[type=datetime-local][data-utc]")) {
  const note = document.createElement("p");
  note.className = "help";
  note.setAttribute("role", "status");
  field.after(note);
  const show = () => {
    const moment = new Date(`${field.value}Z`);
    note.textContent = Number.isNaN(moment.valueOf()) ? "" : `For you: ${exact.format(moment)}.`;
  };
  field.addEventListener("input", show);
  show();
}
