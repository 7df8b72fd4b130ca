// Shortens a long list of ticks while somebody types; what is ticked stays in sight.
for (const pick of document.querySelectorAll("[data-pick]")) {
  const box = pick.querySelector("[data-pick-words]");
  if (!box) continue;
  const labels = [...pick.querySelectorAll(".pick-list label")];
  box.hidden = false;
  box.addEventListener("input", (event) => {
    event.stopPropagation(); // these letters are no part of the form
    const words = box.value.toLowerCase().trim();
    for (const label of labels)
      label.hidden = !label.textContent.toLowerCase().includes(words) && !label.querySelector("input").checked;
    pick.querySelector("[data-pick-none]").hidden = labels.some((label) => !label.hidden);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
}
