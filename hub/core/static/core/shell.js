// What every page of the app does with scripts on; without them nothing is missing but comfort.
import { listenForSearchKey } from "./search.js";
import { refreshTimes } from "./times.js";

listenForSearchKey();
refreshTimes();
setInterval(refreshTimes, 30_000);
document.addEventListener("htmx:afterSwap", (event) => refreshTimes(event.target.parentNode ?? document));
