// Ranking by tapping, by keyboard and by drag. The lists of places in the form stay the truth: they are what is sent.
import { listenForDrag } from "./drag.js";

const words = { grip: "Move", up: "Move up", down: "Move down", out: "Take out of the ranking", add: "Rank next" };

class Ranking {
  constructor(root) {
    this.root = root;
    this.ties = "ties" in root.dataset;
    this.list = root.querySelector("[data-ranked]");
    this.rest = root.querySelector("[data-rest]");
    this.said = root.querySelector("[data-said]");
    this.rows = [...root.querySelectorAll("[data-rank]")];
    this.groups = this.groupsOfForm();
    this.rows.forEach((row) => this.equip(row));
    for (const part of root.querySelectorAll("[data-with]")) part.hidden = false;
    root.querySelector("[data-without]").hidden = true;
    listenForDrag(this);
    this.show();
  }

  groupsOfForm() {
    const groups = new Map();
    for (const row of this.rows) {
      const place = Number(this.choice(row).value);
      if (place) groups.set(place, [...(groups.get(place) ?? []), row]);
    }
    return [...groups.keys()].sort((a, b) => a - b).map((place) => groups.get(place));
  }

  choice = (row) => row.querySelector("select");
  name = (row) => row.dataset.rank;
  at = (row) => this.groups.findIndex((group) => group.includes(row));

  equip(row) {
    const controls = this.root.querySelector("[data-controls]").content.cloneNode(true);
    row.querySelector("[data-choice]").hidden = true;
    row.prepend(controls.querySelector("[data-do=grip]"));
    row.append(controls);
    for (const button of row.querySelectorAll("[data-do]")) {
      const what = button.dataset.do;
      if (words[what]) button.setAttribute("aria-label", `${words[what]}: ${this.name(row)}`);
      if (what !== "grip") button.addEventListener("click", () => this.act(what, row));
      else button.addEventListener("keydown", (event) => this.press(event, row));
    }
  }

  press(event, row) {
    const keys = { ArrowUp: "up", ArrowDown: this.at(row) < 0 ? "add" : "down", Delete: "out", Enter: "add", " ": "add" };
    const what = event.key === "ArrowUp" && this.at(row) < 0 ? "add" : keys[event.key];
    if (!what || (what === "add" && this.at(row) >= 0)) return;
    event.preventDefault();
    this.act(what, row, "grip");
  }

  act(what, row, focus = what) {
    const at = this.at(row);
    if (what === "tie") this.toggleTie(row, at);
    else if (what === "add") this.put(row, this.groups.length);
    else if (what === "out") this.take(row);
    else if (what === "up") this.step(row, at, 0, at - 1);
    else if (what === "down") this.step(row, at, 1, at + 1);
    this.show();
    this.focus(row, focus);
    this.say(row);
  }

  take(row) {
    this.groups = this.groups.map((group) => group.filter((other) => other !== row)).filter((group) => group.length);
  }

  put(row, index) {
    this.take(row);
    this.groups.splice(index, 0, [row]);
  }

  // Out of a tie first; then past the neighbour, tied or not.
  step(row, at, after, beside) {
    const tied = this.groups[at].length > 1;
    if (!tied && !this.groups[beside]) return;
    if (tied) {
      this.groups[at] = this.groups[at].filter((other) => other !== row);
      this.groups.splice(at + after, 0, [row]);
    } else [this.groups[at], this.groups[beside]] = [this.groups[beside], this.groups[at]];
  }

  toggleTie(row, at) {
    const group = this.groups[at];
    const inside = group.indexOf(row);
    if (inside > 0) this.groups.splice(at, 1, group.slice(0, inside), group.slice(inside));
    else if (at > 0) this.groups.splice(at - 1, 2, [...this.groups[at - 1], ...group]);
  }

  // Dropped at the nth row of the ranking: between two tied options it joins them.
  drop(row, index) {
    const others = this.groups.flat().filter((other) => other !== row);
    const [before, after] = [others[index - 1], others[index]];
    this.take(row);
    const at = after ? this.at(after) : this.groups.length;
    if (this.ties && before && after && this.at(before) === at)
      this.groups[at].splice(this.groups[at].indexOf(after), 0, row);
    else this.groups.splice(at, 0, [row]);
    this.show();
    this.say(row);
  }

  show() {
    const ranked = this.groups.flat();
    this.list.append(...ranked);
    this.rest.append(...this.rows.filter((row) => !ranked.includes(row)));
    for (const row of this.rows) this.showRow(row, ranked);
    this.root.querySelector("[data-none]").hidden = ranked.length > 0;
    this.root.querySelector("[data-rest-title]").hidden = ranked.length === this.rows.length;
  }

  showRow(row, ranked) {
    const at = this.at(row);
    const button = (what) => row.querySelector(`[data-do=${what}]`);
    this.choice(row).value = at < 0 ? "" : String(at + 1);
    const place = row.querySelector("[data-place]");
    place.hidden = at < 0;
    place.textContent = at + 1;
    row.classList.toggle("tied", at >= 0 && this.groups[at].indexOf(row) > 0);
    row.classList.toggle("ranked", at >= 0);
    button("add").hidden = at >= 0;
    button("up").parentNode.hidden = at < 0;
    button("up").disabled = ranked[0] === row && this.groups[0].length === 1;
    button("down").disabled = ranked.at(-1) === row && this.groups.at(-1).length === 1;
    button("tie").hidden = !this.ties || at < 0 || ranked[0] === row;
    button("tie").setAttribute("aria-pressed", String(row.classList.contains("tied")));
    button("tie").setAttribute("aria-label", `${this.name(row)}: same place as the one above`);
  }

  focus(row, what) {
    const wanted = row.querySelector(`[data-do=${what}]`);
    const next = what === "add" && !wanted?.offsetParent ? this.rest.querySelector("[data-do=add]") : wanted;
    (next?.offsetParent && !next.disabled ? next : row.querySelector("[data-do=grip]")).focus({ preventScroll: what === "add" });
  }

  say(row) {
    const at = this.at(row);
    const tied = at >= 0 && this.groups[at].length > 1 ? ", tied" : "";
    this.said.textContent = at < 0 ? `${this.name(row)}: not ranked` : `${this.name(row)}: place ${at + 1} of ${this.groups.length}${tied}`;
  }
}

for (const root of document.querySelectorAll("[data-ranking]")) new Ranking(root);
