// How many credits are left, and a button for one point more or less.
for (const root of document.querySelectorAll("[data-points]")) {
  const quadratic = "quadratic" in root.dataset;
  const credits = Number(root.dataset.credits);
  const inputs = [...root.querySelectorAll("input[type=number]")];
  const cost = (points) => (quadratic ? points * points : points);
  const points = (input) => Math.max(0, Math.trunc(Number(input.value)) || 0);
  const left = () => credits - inputs.reduce((sum, input) => sum + cost(points(input)), 0);

  const show = () => {
    const rest = left();
    root.querySelector("[data-points-left]").textContent = Math.abs(rest);
    const noun = Math.abs(rest) === 1 ? "credit" : "credits";
    root.querySelector("[data-points-words]").textContent = rest < 0 ? `${noun} too many` : `${noun} left`;
    root.classList.toggle("overspent", rest < 0);
    for (const input of inputs) {
      const [less, more] = input.parentNode.querySelectorAll("[data-step]");
      less.disabled = points(input) === 0;
      more.disabled = cost(points(input) + 1) - cost(points(input)) > rest;
    }
  };

  for (const button of root.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = button.parentNode.querySelector("input");
      input.value = Math.max(0, points(input) + Number(button.dataset.step));
      show();
    });
  }
  root.addEventListener("input", show);
  show();
}
