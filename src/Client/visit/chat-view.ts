import { all, fill, icon, make } from "../lib/dom";
import { typeOf } from "../lib/file-type";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import { sizeInWords } from "../lib/upload-row";
import type { Chat, Delivery, Said } from "./chat";
import { longestLine, type SentFile } from "./contract";

interface Drawn {
  line: Said;
  bubble: HTMLElement;
}

const symbols: Record<Delivery, string> = { sending: "clock", sent: "check", delivered: "check-check", seen: "eye", failed: "circle-alert" };

/** Draws the conversation into every `[data-chat-log]`, and the number of unread lines. */
export class ChatView {
  #drawn = new Map<Element, Map<string, Drawn>>();

  /**
   * @param closed The text that says why the document of a line does not open for this reader; null: it does.
   * @param repeat Sends a failed line again; undefined once nothing goes out any more.
   */
  constructor(
    private readonly root: HTMLElement, private readonly texts: Texts, private readonly times: Times, private readonly nameOf: (id: string) => string,
    private readonly closed: (line: Said) => string | null, private readonly repeat: () => ((line: Said) => void) | undefined) {}

  /** Sends what is typed in a `[data-form=say]`, and empties it. */
  bind(say: (text: string) => void): void {
    for (const form of all<HTMLFormElement>(this.root, "form[data-form=say]")) {
      form.addEventListener("submit", event => {
        event.preventDefault();
        const input = form.querySelector<HTMLInputElement>("input[type=text]");
        const text = input?.value.trim().slice(0, longestLine);
        if (input && text) {
          say(text);
          input.value = "";
        }
      });
    }
  }

  draw(chat: Chat): void {
    for (const log of all(this.root, "[data-chat-log]")) {
      this.#drawLog(log, chat);
    }
    for (const empty of all(this.root, "[data-chat-empty]")) {
      empty.hidden = chat.lines.length > 0;
    }
    for (const badge of all(this.root, "[data-unread]")) {
      badge.hidden = chat.unread === 0;
      fill(badge, "unread", String(chat.unread));
    }
  }

  /** All anew: what the reader may open has changed. */
  redraw(chat: Chat): void {
    this.#drawn.forEach((_, log) => log.replaceChildren());
    this.#drawn.clear();
    this.draw(chat);
  }

  #drawLog(log: HTMLElement, chat: Chat): void {
    const known = this.#drawn.get(log) ?? new Map<string, Drawn>();
    this.#drawn.set(log, known);
    let grown = false;
    chat.lines.forEach((line, index) => {
      const key = `${line.from} ${line.clientId}`;
      const drawn = known.get(key) ?? { line: undefined, bubble: this.#bubble(line, line.from === chat.me) };
      if (drawn.line !== line) {
        this.#standing(drawn.bubble, line, line.from === chat.me);
      }
      this.#named(drawn.bubble, line, line.from === chat.me);
      if (log.children[index] !== drawn.bubble) {
        log.insertBefore(drawn.bubble, log.children[index] ?? null);
      }
      grown ||= !known.has(key);
      known.set(key, { line, bubble: drawn.bubble });
    });
    if (grown) {
      const scroller = log.closest("[data-chat-scroll]");
      scroller?.scrollTo({ top: scroller.scrollHeight });
    }
  }

  #bubble(line: Said, mine: boolean): HTMLElement {
    const head = make("p", "note", make("span", "by"), `, ${this.texts.say("at")} `, make("time"));
    const body = line.file ? this.#file(line, line.file) : make("p", "bubble-text", line.text);
    const foot = make("div", "bubble-foot");
    foot.setAttribute("aria-live", "off"); // the log speaks each line once, not again with each step of its way
    return make("div", mine ? "bubble mine" : "bubble", head, body, foot);
  }

  /** Who said it; of a guest the page may hear only later. */
  #named(bubble: HTMLElement, line: Said, mine: boolean): void {
    const by = bubble.querySelector(".by")!;
    const who = mine ? this.texts.say("you") : this.nameOf(line.from);
    if (by.textContent !== who) {
      by.textContent = who;
    }
  }

  /** What changes of a line that stands: its time, and how far it came. */
  #standing(bubble: HTMLElement, line: Said, mine: boolean): void {
    const time = bubble.querySelector("time")!;
    time.dateTime = line.at;
    time.textContent = this.times.clock(line.at);
    bubble.dataset["delivery"] = line.delivery;
    if (!mine) {
      return;
    }
    const foot = [make("span", "delivery", icon(symbols[line.delivery]), this.texts.say(`delivery-${line.delivery}`))];
    const repeat = this.repeat();
    if (line.delivery === "failed" && repeat) {
      const again = make("button", "button quiet", this.texts.say("send-again"));
      again.type = "button";
      again.addEventListener("click", () => repeat(line));
      foot.push(again);
    }
    bubble.querySelector(".bubble-foot")!.replaceChildren(...foot);
  }

  #file(line: Said, file: SentFile): HTMLElement {
    const closed = this.closed(line);
    const name = closed === null ? make("a", "file-name", line.text) : make("span", "file-name", line.text);
    if (name instanceof HTMLAnchorElement) {
      name.href = `/documents/${file.documentId}`;
      name.download = ""; // the call's page stays
    }
    const type = make("span", "note", `${this.texts.say(`file-${typeOf(file.contentType)}`)}, ${sizeInWords(file.length)}`);
    const told = closed === null ? [] : [make("span", "note", this.texts.say(closed))];
    return make("div", "bubble-file", icon(file.contentType.startsWith("image/") ? "image" : "file-text"), make("div", "", name, type, ...told));
  }
}
