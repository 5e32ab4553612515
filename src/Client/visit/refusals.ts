import { all, fill, find } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Link } from "./link";

/** What the pages of a refused link offer: a code for this browser, a fresh link by mail, the address for a better browser. */
export class Refusals {
  constructor(private readonly room: HTMLElement, private readonly texts: Texts, private readonly link: () => Link | undefined) {}

  async sendCode(): Promise<void> {
    await this.link()?.sendCode().catch(() => undefined);
    const form = find(this.room, "form[data-form=code]");
    form.hidden = false;
    all(this.room, "[data-view=other-device] > .visit-side > [data-do=send-code]").forEach(button => { button.hidden = true; });
    form.querySelector("input")?.focus();
  }

  async renew(): Promise<void> {
    await this.link()?.renew().catch(() => undefined);
    fill(this.room, "renewed", this.texts.say("renewed"));
  }

  async copyLink(): Promise<void> {
    const address = this.link()?.address ?? location.href;
    try {
      await navigator.clipboard.writeText(address);
      fill(this.room, "copied", this.texts.say("copied"));
    } catch {
      fill(this.room, "copied", address); // to be copied by hand
    }
  }
}
