// Light, dark, or as the system says: one choice for the app and the docs. Runs before the first paint.
// The choice is kept where the docs theme keeps its own (localStorage, "<docs root>.__palette", same shape).
(() => {
  const root = document.documentElement;
  const docs = window.__md_scope ? window.__md_scope.pathname : "/docs/";
  const key = `${docs}.__palette`;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const choices = ["system", "light", "dark"];
  const media = {
    system: "(prefers-color-scheme)",
    light: "(prefers-color-scheme: light)",
    dark: "(prefers-color-scheme: dark)",
  };

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return choices.find((choice) => media[choice] === kept?.color?.media) ?? "system";
    } catch {
      return "system"; // no storage, or something else wrote to it
    }
  };

  const isDark = (choice) => choice === "dark" || (choice === "system" && night.matches);

  const keep = (choice) => {
    const scheme = isDark(choice) ? "slate" : "default";
    const color = { media: media[choice], scheme, primary: "custom", accent: "custom" };
    try {
      localStorage.setItem(key, JSON.stringify({ index: choices.indexOf(choice), color }));
    } catch {
      // private windows may refuse: the choice then lasts until the next page
    }
  };

  const show = (choice) => {
    root.dataset.palette = choice;
    if (document.body?.hasAttribute("data-md-color-scheme"))
      document.body.dataset.mdColorScheme = isDark(choice) ? "slate" : "default";
    const next = choices[(choices.indexOf(choice) + 1) % choices.length];
    for (const name of document.querySelectorAll("[data-palette-name]"))
      name.textContent = `Palette: ${choice}. Switch to ${next}`;
    for (const button of document.querySelectorAll("[data-palette-switch]"))
      button.title = `Palette: ${choice}`;
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-palette-switch]")) return;
    const choice = choices[(choices.indexOf(root.dataset.palette) + 1) % choices.length];
    keep(choice);
    show(choice);
  });
  document.addEventListener("DOMContentLoaded", () => show(read()));
  night.addEventListener("change", () => show(read()));
  addEventListener("storage", (event) => event.key === key && show(read()));
  addEventListener("pageshow", () => show(read()));
  show(read());
})();
