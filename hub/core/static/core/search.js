// "/" puts the cursor into the search box, unless somebody is typing.
const TYPING = "input, textarea, select, [contenteditable]";

export function listenForSearchKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(TYPING)) return;
    const box = document.querySelector("[data-search]");
    if (!box?.checkVisibility()) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
