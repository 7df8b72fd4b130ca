// Beside the player the form takes the second one is at: "Begins here", "Ends here".
const stage = document.querySelector("[data-stage]");
const form = document.querySelector("form[data-times]");
const tools = document.querySelector("[data-stage-tools]");

function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

if (stage && form) {
  tools.hidden = false;
  for (const button of tools.querySelectorAll("[data-put]"))
    button.addEventListener("click", () => { form.elements[button.dataset.put].value = clock(stage.currentTime); });
}
