import { all, find } from "./dom";

/** What the buttons over a document do to it. */
export interface Viewed {
  /** At which it is as wide as its place. */
  fit(): number;
  /** Draws it at this scale, turned by so many degrees. */
  draw(scale: number, turn: number): void;
  /** To the page before or after; without pages nothing. */
  step?(by: 1 | -1): void;
}

const [smallest, largest, step] = [0.1, 8, 1.25];
const keys: Record<string, string> = { "+": "larger", "=": "larger", "-": "smaller", "0": "fit", r: "turn", R: "turn", PageUp: "previous", PageDown: "next" };

/** Larger, smaller, as wide as its place, turned: by button and by key. */
export class ViewerTools {
  #scale: number | null = null;
  #turn = 0;

  constructor(root: HTMLElement, private readonly viewed: Viewed) {
    const tools = find(root, "[data-tools]");
    tools.hidden = false;
    all<HTMLButtonElement>(tools, "[data-act]").forEach(button => button.addEventListener("click", () => this.#do(button.dataset["act"] ?? "")));
    root.addEventListener("keydown", event => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (act && (viewed.step ?? !(act === "previous" || act === "next"))) {
        event.preventDefault();
        this.#do(act);
      }
    });
    new ResizeObserver(() => {
      if (this.#scale === null) {
        this.draw();
      }
    }).observe(find(root, "[data-stage]"));
  }

  draw(): void {
    this.viewed.draw(this.#scale ?? this.viewed.fit(), this.#turn);
  }

  /** A quarter or three quarters: its width is its height. */
  get isAcross(): boolean { return this.#turn % 180 !== 0; }

  #do(act: string): void {
    if (act === "previous" || act === "next") {
      this.viewed.step?.(act === "next" ? 1 : -1);
      return;
    }
    const now = this.#scale ?? this.viewed.fit();
    if (act === "turn") {
      this.#turn = (this.#turn + 90) % 360;
    } else {
      this.#scale = act === "fit" ? null : Math.min(largest, Math.max(smallest, act === "larger" ? now * step : now / step));
    }
    this.draw();
  }
}
