// What every page of the docs does, again after each instant navigation.
import { listenForSearchKey } from "./search.js";
import { refreshSession } from "./session.js";
import { refreshTimes } from "./times.js";

// The contents open with a label, which a keyboard cannot press: make it a button.
function contentsByKeyboard(event) {
  const label = event.target.closest?.("label[for='__drawer'][role=button]");
  if (!label || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  label.click();
}

function refresh() {
  refreshTimes();
  refreshSession();
}

document.addEventListener("keydown", contentsByKeyboard, true);
listenForSearchKey();
setInterval(refreshTimes, 30_000);
if (window.document$) window.document$.subscribe(refresh);
else refresh();
