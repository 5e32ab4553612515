import { make } from "../lib/dom";
import { ask } from "../lib/http";
import { Latest } from "../lib/latest";
import { live } from "../lib/live";
import { Texts } from "../lib/texts";

/** The bell: its number follows what arrives and what is read, here or in another tab. */
export class NotificationBell extends HTMLElement {
  #texts!: Texts;
  #off: (() => void) | undefined;
  readonly #latest = new Latest(() => this.#load());

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#show(Number(this.dataset["unread"] ?? 0));
    this.#off = live.on("notifications", () => this.#latest.say());
  }

  disconnectedCallback(): void {
    this.#off?.();
  }

  async #load(): Promise<void> {
    try {
      const { unread } = await ask<{ unread: number }>("GET", "/api/notifications");
      this.#show(unread);
    } catch {
      // The number stays; the line asks again when it is back.
    }
  }

  #show(unread: number): void {
    this.dataset["unread"] = String(unread);
    const link = this.querySelector("a");
    const count = link?.querySelector(".count");
    if (unread === 0) {
      count?.remove();
      return;
    }
    const shown = make("span", "count", unread > 99 ? "99+" : String(unread), make("span", "visually-hidden", ` ${this.#texts.say("bell-unread")}`));
    count ? count.replaceWith(shown) : link?.append(shown);
  }
}
