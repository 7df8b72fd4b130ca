// Dragging a row of a ranking by its grip, with mouse, pen or finger.
const EDGE = 72; // pixels from the rim of the window where it begins to scroll

export function listenForDrag(ranking) {
  for (const row of ranking.rows) {
    const grip = row.querySelector("[data-do=grip]");
    grip.addEventListener("pointerdown", (event) => event.button === 0 && new Drag(ranking, row, grip, event));
  }
}

class Drag {
  constructor(ranking, row, grip, event) {
    Object.assign(this, { ranking, row, grip, from: event.clientY + scrollY, moved: false });
    this.stop = new AbortController();
    const listen = (name, act) => grip.addEventListener(name, act, { signal: this.stop.signal });
    grip.setPointerCapture(event.pointerId);
    listen("pointermove", (move) => this.move(move));
    listen("pointerup", () => this.end(true));
    listen("pointercancel", () => this.end(false));
  }

  move(event) {
    const far = event.clientY + scrollY - this.from;
    if (!this.moved && Math.abs(far) < 4) return; // a tap, not a drag
    this.moved = true;
    this.row.classList.add("dragged");
    if (event.clientY < EDGE + 56) scrollBy(0, -12);
    else if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
    this.row.style.transform = `translateY(${event.clientY + scrollY - this.from}px)`;
    this.target(event.clientY);
  }

  // Where it would land: the nth place of the ranking, or out of it.
  target(y) {
    const others = this.ranking.groups.flat().filter((row) => row !== this.row);
    const boxes = others.map((row) => row.getBoundingClientRect());
    this.index = boxes.filter((box) => y > box.top + box.height / 2).length;
    const list = this.ranking.list.getBoundingClientRect();
    const rest = this.ranking.rest.getBoundingClientRect();
    this.out = y > list.bottom + 24 && y > rest.top - 24 && this.ranking.rest.children.length > 0;
    this.mark(this.out ? null : others[this.index], !this.out && this.index === others.length ? others.at(-1) : null);
  }

  mark(before, after) {
    for (const row of this.ranking.rows) row.classList.remove("drop-before", "drop-after");
    before?.classList.add("drop-before");
    after?.classList.add("drop-after");
  }

  end(done) {
    this.stop.abort();
    this.mark();
    this.row.classList.remove("dragged");
    this.row.style.transform = "";
    if (!this.moved) return done && this.ranking.at(this.row) < 0 && this.ranking.act("add", this.row);
    if (!done) return;
    if (this.out) this.ranking.act("out", this.row, "grip");
    else this.ranking.drop(this.row, this.index);
  }
}
