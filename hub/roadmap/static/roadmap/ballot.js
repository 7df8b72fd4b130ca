// A ballot of a round: how many points are left, a button for one point more or less, and finding an item.
for (const form of document.querySelectorAll("[data-round-ballot]")) {
  const credits = Number(form.dataset.credits || 0);
  const numbers = [...form.querySelectorAll(".candidate input[type=number]")];
  const ticks = [...form.querySelectorAll(".candidate input[type=checkbox]")];
  const points = (input) => Math.max(0, Math.trunc(Number(input.value)) || 0);
  const left = () => credits - numbers.reduce((sum, input) => sum + points(input), 0);

  const show = () => {
    const rest = credits ? left() : ticks.filter((tick) => tick.checked).length;
    form.querySelector("[data-left]").textContent = Math.abs(rest);
    const words = form.querySelector("[data-left-words]");
    if (credits) words.textContent = rest < 0 ? "points too many" : "points left";
    form.classList.toggle("overspent", credits > 0 && rest < 0);
    for (const input of numbers) {
      const [less, more] = input.parentNode.querySelectorAll("[data-step]");
      less.disabled = points(input) === 0;
      more.disabled = rest <= 0;
      input.closest(".candidate").classList.toggle("marked", points(input) > 0);
    }
    for (const tick of ticks) tick.closest(".candidate").classList.toggle("marked", tick.checked);
  };

  for (const button of form.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = button.parentNode.querySelector("input");
      input.value = Math.max(0, points(input) + Number(button.dataset.step));
      show();
    });
  }

  const box = form.querySelector("[data-find]");
  const rows = [...form.querySelectorAll(".candidate")];
  if (box && rows.length > 8) {
    box.hidden = false;
    const search = box.querySelector("input");
    const find = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/);
      for (const row of rows) row.hidden = !words.every((word) => row.dataset.name.includes(word));
      box.querySelector("[data-find-none]").hidden = rows.some((row) => !row.hidden);
    };
    search.addEventListener("input", find);
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // finding is not casting
    });
  }

  form.addEventListener("input", show);
  show();
}
