import { all, fill, showOnly } from "../../lib/dom";
import type { Texts } from "../../lib/texts";
import type { DeviceEvent, Devices } from "../devices";
import { showCure, troubleWords } from "./trouble-words";

/** How long a word stays that asks for nothing, ms. */
const passing = 8000;

/** What happened to camera, microphone or loudspeaker while waiting or in the call, with the one press that mends it. */
export class DeviceNotice {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #plugged: MediaDeviceInfo | undefined;

  constructor(private readonly root: HTMLElement, private readonly devices: Devices, private readonly texts: Texts) {}

  happened(event: DeviceEvent): void {
    const { texts, devices } = this;
    switch (event.what) {
      case "choices": return;
      case "chosen": return this.#after();
      case "regained": return this.#after(texts.say(`device-regained-${event.kind}`));
      case "replaced": return this.#after(texts.say(event.label ? `device-replaced-${event.kind}` : "device-replaced", { name: event.label }));
      case "plugged":
        this.#plugged = event.device;
        return this.#show(texts.say("device-plugged", { name: event.device.label }), false);
      case "paused": return this.#show(texts.say(`device-paused-${event.kind}`), false);
      default: return this.#show(devices.trouble ? this.#lost(event.what) : "", true);
    }
  }

  async use(): Promise<void> {
    const device = this.#plugged;
    this.hide();
    if (device) {
      await this.devices.use(device);
    }
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#plugged = undefined;
    this.#show("", false);
  }

  #lost(what: string): string {
    const trouble = this.devices.trouble!;
    const said = what === "lost" ? this.texts.say(`device-lost-${trouble.kind}`)
      : what === "revoked" ? this.texts.say(`device-revoked-${trouble.kind}`) : `${troubleWords(trouble, this.texts)}.`;
    return `${said} ${this.texts.say("device-goes-on")}`;
  }

  /** Something is right again: a word for a while, unless something else is still wrong. */
  #after(sentence = ""): void {
    this.#plugged = undefined;
    if (this.devices.trouble) {
      this.#show(`${troubleWords(this.devices.trouble, this.texts)}.`, true);
      return;
    }
    this.#show(sentence, false);
    this.#timer = setTimeout(() => this.hide(), passing);
  }

  #show(sentence: string, wrong: boolean): void {
    clearTimeout(this.#timer);
    for (const notice of all(this.root, "[data-device-notice]")) {
      fill(notice, "device-notice", sentence);
      showCure(notice, wrong ? this.devices.trouble?.trouble : undefined, this.texts);
      showOnly(all(notice, "[data-do=regain]"), () => wrong);
      showOnly(all(notice, "[data-do=use-device]"), () => this.#plugged !== undefined);
      notice.hidden = sentence === "";
    }
  }
}
