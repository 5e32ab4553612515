import { find } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { pageAt } from "../lib/page-at";
import { offerPhone } from "../lib/phone-dialog";
import type { Target } from "../lib/record-upload";
import { RecordUploads } from "../lib/record-uploads";
import { Texts } from "../lib/texts";

/** Adds documents to a patient's page, or to the patient's own: several at once, each with its progress; the page's lists then show them. */
export class DocumentPage extends HTMLElement {
  connectedCallback(): void {
    const request = this.dataset["request"];
    const target: Target = { endpoint: "/api/uploads", patient: this.dataset["patient"] ?? "", ...(request ? { request } : {}) };
    const texts = new Texts(this.dataset["texts"]);
    const uploads = new RecordUploads<unknown>({
      root: this, texts, largest: Number(this.dataset["largest"]),
      filed: () => void this.#refill(),
      changed: () => { find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0; },
    }, target);
    onFiles(this, files => uploads.take(files ?? []));
    this.hidden = false;
    void uploads.remember();
    // A patient has no dialog: whose phone it would be is theirs already.
    if (this.querySelector("[data-phone-dialog]")) {
      offerPhone<unknown>(this, texts, target, () => void this.#refill(), this.dataset["timeZone"] ?? "");
    }
  }

  /** Each list as the server makes it now in place of the old one; who is writing elsewhere on the page goes on. */
  async #refill(): Promise<void> {
    const fresh = await pageAt(location.href);
    for (const old of document.querySelectorAll<HTMLElement>("[data-documents]")) {
      const next = [...fresh?.querySelectorAll<HTMLElement>("[data-documents]") ?? []].find(list => list.dataset["documents"] === old.dataset["documents"]);
      if (next) {
        old.replaceWith(document.adoptNode(next));
      }
    }
  }
}
