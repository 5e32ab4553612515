import { nextItem, proseOf, toggleBold, toggleList } from "./prose";

/** Text areas in which notes are written: bold by Ctrl+B or its button, lists by theirs, and what is pasted cleaned to that. */
export class ProseFields extends HTMLElement {
  #last: HTMLTextAreaElement | null = null;

  connectedCallback(): void {
    this.addEventListener("focusin", event => {
      if (event.target instanceof HTMLTextAreaElement) {
        this.#last = event.target;
      }
    });
    this.addEventListener("paste", event => this.#paste(event));
    this.addEventListener("keydown", event => this.#key(event));
    this.addEventListener("click", event => {
      const tool = (event.target as Element).closest<HTMLElement>("[data-prose]")?.dataset["prose"];
      if (tool) {
        this.#use(tool === "bold" ? toggleBold : toggleList);
      }
    });
  }

  #paste(event: ClipboardEvent): void {
    const html = event.clipboardData?.getData("text/html");
    const area = event.target;
    if (html && area instanceof HTMLTextAreaElement && !area.readOnly) {
      event.preventDefault();
      insert(area, proseOf(html));
    }
  }

  #key(event: KeyboardEvent): void {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || area.readOnly) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "b") {
      event.preventDefault();
      this.#use(toggleBold);
    } else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.isComposing && area.selectionStart === area.selectionEnd) {
      const next = nextItem(area.value, area.selectionStart);
      if (next) {
        event.preventDefault();
        write(area, next.text, next.at, next.at);
      }
    }
  }

  #use(tool: typeof toggleBold): void {
    const area = this.#last ?? this.querySelector("textarea");
    if (area && !area.readOnly) {
      const changed = tool(area.value, area.selectionStart, area.selectionEnd);
      write(area, changed.text, changed.from, changed.to);
    }
  }
}

/** As if typed: the browser's undo knows it. */
function insert(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  if (!document.execCommand?.("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function write(area: HTMLTextAreaElement, text: string, from: number, to: number): void {
  if (area.maxLength < 0 || text.length <= area.maxLength) {
    area.focus();
    area.select();
    insert(area, text);
    area.setSelectionRange(from, to);
  }
}
