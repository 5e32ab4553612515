import type { PDFDocumentProxy, PDFPageProxy, RenderTask } from "pdfjs-dist/legacy/build/pdf.mjs";
import { make } from "../lib/dom";

/** Pixels of a canvas that every browser can hold. */
const most = 16_000_000;

/** A page's place: as large as the page from the first, drawn when it comes into sight, emptied when it has left it. */
export class PageBox {
  readonly box = make("div", "viewer-page");
  #page: PDFPageProxy | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #task: RenderTask | undefined;
  #seen = false;
  #shape = { scale: 1, turn: 0 };

  constructor(private readonly pdf: PDFDocumentProxy, private readonly number: number, first: PDFPageProxy, private readonly broken: string) {
    this.#page = number === 1 ? first : undefined;
    this.box.dataset["page"] = String(number);
    this.#size(first);
  }

  shape(scale: number, turn: number): void {
    this.#shape = { scale, turn };
    const { width, height } = this.box.dataset;
    const across = turn % 180 !== 0;
    Object.assign(this.box.style, { width: `${Number(across ? height : width) * scale}px`, height: `${Number(across ? width : height) * scale}px` });
    this.#show();
  }

  inSight(seen: boolean): void {
    this.#seen = seen;
    if (seen) {
      this.#show();
    } else {
      this.#task?.cancel();
      this.#canvas?.remove();
      this.#canvas = undefined;
    }
  }

  #show(): void {
    if (this.#seen) {
      this.#draw().catch(() => this.box.replaceChildren(make("p", "note", this.broken)));
    }
  }

  #size(page: PDFPageProxy): void {
    const { width, height } = page.getViewport({ scale: 1 });
    [this.box.dataset["width"], this.box.dataset["height"]] = [String(width), String(height)];
  }

  async #draw(): Promise<void> {
    if (!this.#page) {
      this.#page = await this.pdf.getPage(this.number);
      this.#size(this.#page);
      this.shape(this.#shape.scale, this.#shape.turn);
      return;
    }
    const { scale, turn } = this.#shape;
    this.#task?.cancel();
    const plain = this.#page.getViewport({ scale: 1 });
    const fine = Math.min(scale * devicePixelRatio, Math.sqrt(most / (plain.width * plain.height)));
    const viewport = this.#page.getViewport({ scale: fine, rotation: this.#page.rotate + turn });
    const canvas = make("canvas");
    [canvas.width, canvas.height] = [Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height))];
    const context = canvas.getContext("2d")!;
    const task = this.#task = this.#page.render({ canvasContext: context, viewport });
    try {
      await task.promise;
    } catch {
      return; // another size was asked for meanwhile, or it has left
    }
    if (this.#seen && this.#task === task) {
      this.#canvas?.remove();
      this.#canvas = canvas;
      this.box.prepend(canvas);
      await this.#read();
    }
  }

  /** The page's letters, for who does not see them. */
  async #read(): Promise<void> {
    if (!this.box.querySelector("p")) {
      const { items } = await this.#page!.getTextContent();
      this.box.append(make("p", "visually-hidden", items.map(item => "str" in item ? item.str + (item.hasEOL ? "\n" : " ") : "").join("")));
    }
  }
}
