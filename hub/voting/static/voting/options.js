// The list of options while it is written: add, remove, move up. The numbers in the names follow.
for (const root of document.querySelectorAll("[data-options]")) {
  const list = root.querySelector("[data-option-list]");
  const template = root.querySelector("[data-option-template]");
  const total = root.querySelector("[name$=TOTAL_FORMS]");

  const renumber = () => {
    [...list.children].forEach((row, index) => {
      for (const part of row.querySelectorAll("[name], [for], [id]"))
        for (const name of ["name", "for", "id"])
          if (part.hasAttribute(name))
            part.setAttribute(name, part.getAttribute(name).replace(/-(\d+|__prefix__)-/, `-${index}-`));
      row.querySelector("[data-option-up]").disabled = index === 0;
    });
    total.value = list.children.length;
  };

  const equip = (row) => {
    const [up, drop] = ["up", "drop"].map((what) => row.querySelector(`[data-option-${what}]`));
    up.hidden = drop.hidden = false;
    up.addEventListener("click", () => {
      row.previousElementSibling?.before(row);
      renumber();
      (up.disabled ? drop : up).focus();
    });
    drop.addEventListener("click", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      renumber();
      (next?.querySelector("input") ?? add).focus();
    });
    row.querySelector("[type=checkbox]").addEventListener("change", (event) => {
      for (const box of event.target.checked ? list.querySelectorAll("[type=checkbox]") : [])
        if (box !== event.target) box.checked = false; // only one option leaves everything as it is
    });
  };

  const add = root.querySelector("[data-option-add]");
  add.hidden = false;
  root.querySelector("[data-option-more]").hidden = true;
  add.addEventListener("click", () => {
    list.append(template.content.cloneNode(true));
    equip(list.lastElementChild);
    renumber();
    list.lastElementChild.querySelector("input").focus();
  });
  [...list.children].forEach(equip);
  renumber();
}
