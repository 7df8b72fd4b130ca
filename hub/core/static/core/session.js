// The docs are the same files for everybody: this fills their sign-in corner with who is signed in.
const PAUSE = 30_000; // between two questions, however quickly somebody clicks through the pages
let asked = 0;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const item = (href, text, note = "") =>
  make("li", {}, make("a", { href }, text, ...(note ? [make("span", {}, note)] : [])));

// Django checks that the form comes from our own pages: its cookie, sent back as a field.
const csrfToken = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

function signOut() {
  const token = make("input", { type: "hidden", name: "csrfmiddlewaretoken" });
  const form = make("form", { action: "/sign-out/", method: "post" }, token,
    make("button", { type: "submit" }, "Sign out"));
  form.addEventListener("submit", () => { token.value = csrfToken(); });
  return make("li", {}, form);
}

function me({ name, initials, unread }) {
  const button = make("button", { className: "corner-me", type: "button" },
    make("span", { className: "initials", ariaHidden: "true" }, initials));
  button.setAttribute("popovertarget", "corner-menu");
  button.ariaLabel = unread ? `${name}, ${unread} unread` : name;
  if (unread)
    button.append(make("span", { className: "corner-unread", ariaHidden: "true" }, unread > 99 ? "99+" : unread));
  return button;
}

function menu({ name, unread }) {
  const list = make("ul", {},
    item("/profile/", "Profile"),
    item("/notifications/", "Notifications", unread ? `${unread} unread` : ""),
    signOut());
  const panel = make("div", { className: "corner-menu", id: "corner-menu" },
    make("p", {}, "Signed in as ", make("strong", {}, name)), list);
  panel.setAttribute("popover", "");
  return panel;
}

export function fill(corner, session) {
  if (corner.querySelector(":popover-open")) return; // do not take away what somebody is using
  if (session?.signed_in) corner.replaceChildren(me(session), menu(session));
  else {
    const here = location.pathname + location.search + location.hash;
    const href = `/sign-in/?next=${encodeURIComponent(here)}`;
    corner.replaceChildren(make("a", { className: "corner-sign-in", href }, "Sign in"));
  }
}

export async function refreshSession() {
  const corner = document.querySelector("[data-session]");
  if (!corner || Date.now() - asked < PAUSE) return;
  asked = Date.now();
  let session = null;
  try {
    const answer = await fetch("/session.json", { headers: { Accept: "application/json" } });
    if (answer.ok) session = await answer.json();
  } catch {
    // the hub is away, or the docs are read without it: "Sign in" stays
  }
  fill(corner, session);
}
