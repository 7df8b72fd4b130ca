// Choosing a kind of need gives words to begin with, as long as nobody wrote words of their own.
const need = document.querySelector("#id_need");
const kinds = [...document.querySelectorAll("[data-skeleton]")];
const plain = (text) => text.trim().replace(/\r\n/g, "\n");
const untouched = () => {
  const typed = plain(need.value);
  return !typed || kinds.some((kind) => plain(kind.dataset.skeleton) === typed);
};

for (const kind of need ? kinds : []) {
  kind.querySelector("input").addEventListener("change", () => {
    if (untouched()) {
      need.value = kind.dataset.skeleton;
      need.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
