import { all, fill, make } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import type { Chat, Said } from "./chat";
import { longestLine } from "./contract";

/** Draws the conversation into every `[data-chat-log]`, and the number of unread lines. */
export class ChatView {
  #drawn = new Map<Element, Map<string, { line: Said; bubble: HTMLElement }>>();

  constructor(
    private readonly root: HTMLElement, private readonly texts: Texts, private readonly times: Times,
    private readonly other: string, private readonly repeat: (line: Said) => void) {}

  /** Sends what is typed in a `[data-form=say]`, and empties it. */
  bind(say: (text: string) => void): void {
    for (const form of all<HTMLFormElement>(this.root, "form[data-form=say]")) {
      form.addEventListener("submit", event => {
        event.preventDefault();
        const input = form.querySelector("input");
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

  #drawLog(log: HTMLElement, chat: Chat): void {
    const known = this.#drawn.get(log) ?? new Map<string, { line: Said; bubble: HTMLElement }>();
    this.#drawn.set(log, known);
    let grown = false;
    chat.lines.forEach((line, index) => {
      const old = known.get(line.clientId);
      if (old?.line !== line) {
        const bubble = this.#bubble(line, line.from === chat.me);
        old ? old.bubble.replaceWith(bubble) : log.insertBefore(bubble, log.children[index] ?? null);
        grown ||= !old;
        known.set(line.clientId, { line, bubble });
      }
    });
    if (grown) {
      const scroller = log.closest("[data-chat-scroll]");
      scroller?.scrollTo({ top: scroller.scrollHeight });
    }
  }

  #bubble(line: Said, mine: boolean): HTMLElement {
    const time = make("time", "", this.times.clock(line.at));
    time.dateTime = line.at;
    const who = mine ? this.texts.say("you") : this.other;
    const head = make("p", "note", `${who}, ${this.texts.say("at")} `, time);
    const bubble = make("div", mine ? "bubble mine" : "bubble", head, make("p", "bubble-text", line.text));
    if (line.delivery === "sending") {
      bubble.append(make("p", "note", this.texts.say("sending")));
    } else if (line.delivery === "failed") {
      const again = make("button", "button quiet", this.texts.say("send-again"));
      again.type = "button";
      again.addEventListener("click", () => this.repeat(line));
      bubble.append(make("p", "note", this.texts.say("not-sent")), again);
    }
    bubble.dataset["delivery"] = line.delivery;
    return bubble;
  }
}
