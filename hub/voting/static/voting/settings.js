// Hides the settings that do not matter for what was chosen. Without scripts all are there, and those are ignored.
for (const form of document.querySelectorAll("[data-settings]")) {
  const chosen = (name) => form.querySelector(`[name=${name}]:checked`)?.value ?? "";

  const show = () => {
    const [kind, purpose, electorate] = ["kind", "purpose", "electorate"].map(chosen);
    for (const part of form.querySelectorAll("[data-kinds], [data-only-purpose], [data-named]")) {
      const { kinds, onlyPurpose } = part.dataset;
      const wrongKind = kinds && !kinds.split(" ").includes(kind);
      const wrongPurpose = onlyPurpose && onlyPurpose !== purpose;
      part.hidden = Boolean(wrongKind || wrongPurpose || ("named" in part.dataset && electorate !== "named"));
    }
    for (const part of form.querySelectorAll(".draft-part")) {
      const rows = [...part.children].filter((child) => child.tagName !== "H2");
      if (!part.dataset.kinds) part.hidden = rows.length > 0 && rows.every((row) => row.hidden);
    }
    const secret = chosen("secrecy") !== "open";
    const shown = form.querySelector("[name=shown]")?.closest("[data-kinds]");
    if (shown) shown.hidden ||= secret;
  };

  form.addEventListener("change", show);
  show();
}
