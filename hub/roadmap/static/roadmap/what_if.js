// What if there were more capacity: the slider and the number say the same; letting go of the slider asks.
for (const form of document.querySelectorAll("[data-what-if]")) {
  const slider = form.querySelector("[data-slider]");
  const number = form.querySelector("input[type=number]");
  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = slider.value;
  });
  slider.addEventListener("change", () => form.requestSubmit());
  number.addEventListener("input", () => {
    slider.value = number.value;
  });
}
