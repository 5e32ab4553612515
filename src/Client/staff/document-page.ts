import { find } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { Texts } from "../lib/texts";
import { sendFile, type UploadPlace } from "../lib/upload-row";

/** Adds documents to a patient's page: several at once, each with its progress; the page then shows them itself. */
export class DocumentPage extends HTMLElement {
  #filed = false;

  connectedCallback(): void {
    const place = { list: find(this, "[data-uploads]"), texts: new Texts(this.dataset["texts"]), changed: () => this.#settle() };
    onFiles(this, files => [...files ?? []].forEach(file => void this.#send(place, file)));
    this.hidden = false;
  }

  #send(place: UploadPlace, file: File): Promise<void> {
    const address = `/api/patients/${this.dataset["patient"]}/documents?name=${encodeURIComponent(file.name)}&kind=other`;
    return sendFile(place, file, address, () => {
      this.#filed = true;
      this.#settle();
    });
  }

  /** Nothing on its way and no refusal left to read: the page is asked anew, and lists what was filed. */
  #settle(): void {
    const left = find(this, "[data-uploads]").childElementCount;
    find(this, "[data-uploads]").hidden = left === 0;
    if (this.#filed && left === 0) {
      location.reload();
    }
  }
}
