import { find } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { RecordUploads } from "../lib/record-uploads";
import { Texts } from "../lib/texts";

/** Adds a newer version of the document of this page; then the page of the newer one opens. */
export class DocumentVersion extends HTMLElement {
  connectedCallback(): void {
    const { patient = "", replaces = "", texts, largest } = this.dataset;
    const uploads = new RecordUploads<{ id: string }>({
      root: this, texts: new Texts(texts), largest: Number(largest),
      filed: document => location.assign(`/documents/${document.id}/view`),
      changed: () => { find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0; },
    }, { endpoint: "/api/uploads", patient, replaces });
    onFiles(this, files => uploads.take([...(files ?? [])].slice(0, 1)));
    this.hidden = false;
  }
}
