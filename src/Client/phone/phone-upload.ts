import { all, find, icon, make } from "../lib/dom";
import { RecordUploads } from "../lib/record-uploads";
import { Texts } from "../lib/texts";
import { pageOf } from "./page-photo";
import { pdfOf, type PagePhoto } from "./pages-pdf";

/** On the phone: photographs pages into one PDF, or sends files as they are. It shows nothing of the record. */
export class PhoneUpload extends HTMLElement {
  #texts!: Texts;
  #uploads!: RecordUploads<unknown>;
  #pages: { photo: PagePhoto; thumb: HTMLCanvasElement }[] = [];

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#uploads = new RecordUploads<unknown>({
      root: this, texts: this.#texts, largest: Number(this.dataset["largest"]), filed: () => undefined,
      changed: () => { find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0; },
    }, { endpoint: "/add/uploads", patient: "" });
    this.#chosen("[data-photo]", files => void this.#photographed(files));
    this.#chosen("[data-files]", files => this.#uploads.take(files));
    find(this, "[data-send-pages]").addEventListener("click", () => this.#send());
    this.hidden = false;
  }

  #chosen(name: string, take: (files: File[]) => void): void {
    const input = find<HTMLInputElement>(this, `${name} input`);
    find(this, `${name} button`).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      take([...input.files ?? []]);
      input.value = "";
    });
  }

  async #photographed(files: File[]): Promise<void> {
    this.#say("");
    for (const file of files) {
      try {
        this.#pages.push(await pageOf(file));
      } catch {
        this.#say(this.#texts.say("photo-unreadable"));
      }
    }
    this.#draw();
  }

  #draw(): void {
    find(this, "[data-pages-part]").hidden = this.#pages.length === 0;
    find(this, "[data-pages]").replaceChildren(...this.#pages.map((page, at) => {
      page.thumb.setAttribute("role", "img");
      page.thumb.setAttribute("aria-label", this.#texts.say("page-number", { number: at + 1 }));
      const away = make("button", "button quiet only-icon", icon("x"), make("span", "visually-hidden", this.#texts.say("page-away", { number: at + 1 })));
      away.type = "button";
      away.addEventListener("click", () => this.#remove(at));
      return make("li", "", page.thumb, away);
    }));
    find(this, "[data-send-pages]").textContent = this.#texts.say(this.#pages.length === 1 ? "send-page" : "send-pages", { pages: this.#pages.length });
    // With pages there, sending them is what comes next.
    all(this, "[data-photo] button").forEach(button => { button.classList.toggle("primary", this.#pages.length === 0); button.lastChild?.replaceWith(` ${this.#texts.say(this.#pages.length ? "photo-next" : "photo-first")}`); });
  }

  #remove(at: number): void {
    this.#pages.splice(at, 1);
    this.#draw();
  }

  #send(): void {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-");
    const pages = this.#pages;
    const bytes = pdfOf(pages.map(page => page.photo));
    void this.#uploads.send(new File([bytes as BlobPart], `${this.#texts.say("pages-name", { day })}.pdf`, { type: "application/pdf" })).then(arrived => {
      if (!arrived) {
        // They are nowhere else.
        this.#pages = [...pages, ...this.#pages];
        this.#draw();
      }
    });
    this.#pages = [];
    this.#draw();
  }

  #say(words: string): void {
    find(this, "[data-say]").textContent = words;
  }
}
