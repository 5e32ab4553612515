import { all, find } from "../lib/dom";
import type { Texts } from "../lib/texts";
import { sendFile, type UploadPlace } from "../lib/upload-row";
import type { Line } from "./contract";

/** Files sent in the chat: chosen, dropped or photographed, several at once, each with its progress above the line that one types. */
export class ChatFiles {
  readonly #parts: HTMLElement[];

  constructor(root: HTMLElement, private readonly texts: Texts, private readonly participantId: string, private readonly sent: (line: Line) => void) {
    this.#parts = all(root, "[data-chat-files]");
    this.#parts.forEach(part => this.#bind(part));
    // Dropped beside the place for it, a file would be opened by the browser instead of the call.
    for (const type of ["dragover", "drop"]) {
      addEventListener(type, event => event.preventDefault());
    }
  }

  /** Whether one may send: the patient always, the practitioner with the own account. */
  allow(may: boolean): void {
    for (const part of this.#parts) {
      part.toggleAttribute("data-may-send", may);
      all(part, "[data-chat-attach], [data-chat-camera]").forEach(button => { button.hidden = !may; });
    }
  }

  /** The line is back: what only the network kept goes out again, under the ids that it had. */
  resume(): void {
    this.#parts.flatMap(part => all<HTMLButtonElement>(part, "[data-lost] [data-again]")).forEach(button => button.click());
  }

  #bind(part: HTMLElement): void {
    for (const [button, input] of [["attach", "file"], ["camera", "photo"]]) {
      const chosen = find<HTMLInputElement>(part, `[data-chat-${input}]`);
      find(part, `[data-chat-${button}]`).addEventListener("click", () => chosen.click());
      chosen.addEventListener("change", () => {
        this.#take(part, chosen.files);
        chosen.value = "";
      });
    }
    for (const type of ["dragenter", "dragover"]) {
      part.addEventListener(type, () => part.toggleAttribute("data-over", part.hasAttribute("data-may-send")));
    }
    for (const type of ["dragleave", "drop"]) {
      part.addEventListener(type, () => part.removeAttribute("data-over"));
    }
    part.addEventListener("drop", event => {
      if (part.hasAttribute("data-may-send")) {
        this.#take(part, event.dataTransfer?.files ?? null);
      }
    });
  }

  #take(part: HTMLElement, files: FileList | null): void {
    const list = find(part, "[data-chat-uploads]");
    const place: UploadPlace = { list, texts: this.texts, largest: Number(part.dataset["largest"]), changed: () => { list.hidden = list.childElementCount === 0; } };
    for (const file of files ?? []) {
      const address = `/visit/${this.participantId}/files?id=${crypto.randomUUID()}&name=${encodeURIComponent(file.name)}`;
      void sendFile<Line>(place, file, address, line => this.sent(line));
    }
  }
}
