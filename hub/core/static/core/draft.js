// Keeps what somebody types until it is sent: a closed tab or a lost connection costs nothing.
// <form data-draft="NAME"> is kept; [data-draft-done="NAME"][data-draft-title] on a later page ends it, and with
// [data-draft-saved] it ends whatever was in it. With data-draft-over it comes back over what the server sent.
const AGE = 14 * 24 * 3600 * 1000;
const SKIP = new Set(["hidden", "password", "file", "submit"]);
const key = (name) => `draft:${name}`;

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !SKIP.has(field.type) && field.tagName !== "BUTTON");

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : [field.value];
}

function put(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
  else field.value = values[0] ?? "";
}

function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(key(name)) ?? "null");
    return draft && Date.now() - draft.at < AGE ? draft : null;
  } catch {
    return null; // storage refused or filled by somebody else: go without
  }
}

function write(form) {
  const values = {};
  for (const field of fieldsOf(form)) values[field.name] = [...(values[field.name] ?? []), ...valueOf(field)];
  try {
    localStorage.setItem(key(form.dataset.draft), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // storage full or refused
  }
}

function forget(name) {
  try {
    localStorage.removeItem(key(name));
  } catch {
    // nothing to forget
  }
}

function restore(form) {
  const draft = read(form.dataset.draft);
  const written = "textarea, input:not([type=checkbox], [type=radio], [hidden])";
  const texts = fieldsOf(form).filter((field) => field.matches(written));
  const typed = texts.some((field) => field.value.trim());
  const same = texts.every((field) => field.value === draft?.values[field.name]?.[0]);
  if (!draft || same || (typed && !("draftOver" in form.dataset))) return; // what the server sent back is newer
  for (const field of fieldsOf(form)) if (draft.values[field.name]) put(field, draft.values[field.name]);
  const note = form.querySelector("[data-draft-note]");
  if (note) note.hidden = false;
  fieldsOf(form)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  restore(form);
  form.addEventListener("input", () => write(form));
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    forget(form.dataset.draft);
    form.reset();
    form.querySelector("[data-draft-note]").hidden = true;
  });
}

for (const done of document.querySelectorAll("[data-draft-done]")) {
  if ("draftSaved" in done.dataset) forget(done.dataset.draftDone);
  const draft = read(done.dataset.draftDone);
  const title = (draft?.values.title?.[0] ?? "").trim().replace(/\s+/g, " ");
  if (title && title === done.dataset.draftTitle) forget(done.dataset.draftDone);
}
