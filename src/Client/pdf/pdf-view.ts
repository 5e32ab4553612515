import { getDocument, GlobalWorkerOptions } from "pdfjs-dist/legacy/build/pdf.mjs";
import { find } from "../lib/dom";
import { ViewerTools } from "../lib/viewer-tools";
import { Arriving } from "./arriving";
import type { EarlyPdf } from "./early";
import { PageBox } from "./page-box";

/** A PDF drawn page by page, as pages come into sight. Nothing in it runs, opens or leads anywhere: only what it shows is drawn. */
export class PdfView extends HTMLElement {
  #pages: PageBox[] = [];
  #tools: ViewerTools | undefined;
  #stage!: HTMLElement;

  connectedCallback(): void {
    this.#stage = find(this, "[data-stage]");
    void this.#open().catch(() => { this.#say(this.dataset["broken"] ?? ""); });
  }

  async #open(): Promise<void> {
    const { worker, answers } = (window as EarlyPdf).telemedPdf!;
    GlobalWorkerOptions.workerPort = worker;
    worker.addEventListener("error", () => { this.#say(this.dataset["broken"] ?? ""); });
    const arriving = Arriving.of(await answers.get(this.dataset["source"]!)!);
    arriving.broken.catch(() => { this.#say(this.dataset["broken"] ?? ""); });
    const opening = getDocument({
      range: arriving,
      disableRange: true,
      isEvalSupported: false,
      useWorkerFetch: false,
      enableXfa: false,
      cMapUrl: "/pdf/cmaps/",
      standardFontDataUrl: "/pdf/fonts/",
    });
    const pdf = await Promise.race([opening.promise, arriving.broken]);
    const first = await pdf.getPage(1);
    this.#pages = Array.from({ length: pdf.numPages }, (_, at) => new PageBox(pdf, at + 1, first, this.dataset["broken"] ?? ""));
    this.#stage.replaceChildren(...this.#pages.map(page => page.box));
    const [width, sight] = [first.getViewport({ scale: 1 }).width, this.#sight()];
    this.#tools = new ViewerTools(this, {
      fit: () => Math.max(0.1, (this.#stage.clientWidth - 2) / (this.#tools?.isAcross ? first.getViewport({ scale: 1 }).height : width)),
      draw: (scale, turn) => this.#pages.forEach(page => page.shape(scale, turn)),
      step: by => this.#pages[this.#now() - 1 + by]?.box.scrollIntoView({ block: "start" }),
    });
    this.#tools.draw();
    this.#pages.forEach(page => sight.observe(page.box));
    this.#say("");
    this.#stage.addEventListener("scroll", () => this.#number(), { passive: true });
    this.#number();
  }

  #sight(): IntersectionObserver {
    return new IntersectionObserver(seen => seen.forEach(entry => {
      this.#pages.find(page => page.box === entry.target)?.inSight(entry.isIntersecting);
    }), { root: this.#stage, rootMargin: "50% 0%" });
  }

  /** The number of the page that fills the place most. */
  #now(): number {
    const middle = this.#stage.scrollTop + this.#stage.clientHeight / 2;
    const at = this.#pages.findIndex(({ box }) => box.offsetTop + box.offsetHeight >= middle);
    return at < 0 ? this.#pages.length : at + 1;
  }

  #number(): void {
    const words = (this.dataset["page"] ?? "").replace("{page}", String(this.#now())).replace("{pages}", String(this.#pages.length));
    const place = find(this, "[data-page-number]");
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  #say(words: string): void {
    const place = find(this, "[data-say]");
    place.textContent = words;
    place.hidden = words === "";
  }
}
