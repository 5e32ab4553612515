import { find } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { pageAt } from "../lib/page-at";
import { offerPhone } from "../lib/phone-dialog";
import { RecordUploads } from "../lib/record-uploads";
import { Texts } from "../lib/texts";

/** Adds documents to a patient's page: several at once, each with its progress; the page's own list then shows them. */
export class DocumentPage extends HTMLElement {
  connectedCallback(): void {
    const [texts, target] = [new Texts(this.dataset["texts"]), { endpoint: "/api/uploads", patient: this.dataset["patient"] ?? "" }];
    const uploads = new RecordUploads<unknown>({
      root: this, texts, largest: Number(this.dataset["largest"]),
      filed: () => void this.#refill(),
      changed: () => { find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0; },
    }, target);
    onFiles(this, files => uploads.take(files ?? []));
    this.hidden = false;
    void uploads.remember();
    offerPhone<unknown>(this, texts, target, () => void this.#refill(), this.dataset["timeZone"] ?? "");
  }

  /** The list as the server makes it now in place of the old one; who is writing elsewhere on the page goes on. */
  async #refill(): Promise<void> {
    const fresh = (await pageAt(location.href))?.querySelector("[data-documents]");
    const old = document.querySelector("[data-documents]");
    if (fresh && old) {
      old.replaceWith(document.adoptNode(fresh));
    }
  }
}
