import { all, find } from "../../lib/dom";
import type { Texts } from "../../lib/texts";
import { chose, listDevices } from "../device-lists";
import type { Devices } from "../devices";
import { showTrouble } from "./trouble-words";
import { LevelMeter } from "./level";
import { Loudspeaker } from "./loudspeaker";

/** Camera, microphone and loudspeaker during the call, changed in place: what is chosen is used at once. */
export class DeviceSheet {
  readonly #sheet: HTMLDialogElement;
  readonly #level: LevelMeter;
  readonly #loudspeaker: Loudspeaker;

  constructor(root: HTMLElement, private readonly devices: Devices, private readonly texts: Texts) {
    this.#sheet = find<HTMLDialogElement>(root, "[data-device-sheet]");
    this.#level = new LevelMeter(this.#sheet, texts);
    this.#loudspeaker = new Loudspeaker(this.#sheet, devices);
    this.#sheet.addEventListener("close", () => { this.#level.stop(); this.#loudspeaker.stop(); });
    for (const select of all<HTMLSelectElement>(this.#sheet, "select[data-choose]")) {
      select.addEventListener("change", () => void chose(select, devices).then(() => this.#refresh()));
    }
    devices.listen(() => this.#sheet.open ? void this.#refresh() : undefined);
  }

  async open(): Promise<void> {
    if (!this.#sheet.open) {
      this.#sheet.showModal();
      await this.#refresh();
    }
  }

  async #refresh(): Promise<void> {
    await listDevices(this.#sheet, this.devices, this.texts);
    showTrouble(find(this.#sheet, "[data-trouble]"), this.devices, this.texts);
    if (this.#sheet.open) {
      this.#level.watch(this.devices.audio);
    }
  }
}
