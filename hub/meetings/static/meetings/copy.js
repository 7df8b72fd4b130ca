// The button beside an address copies it; without scripts the address is there to be selected.
for (const field of document.querySelectorAll("[data-copy]")) {
  const button = field.parentElement.querySelector("[data-copy-button]");
  if (!button || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
}
