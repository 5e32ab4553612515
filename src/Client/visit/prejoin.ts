import { all, fill } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { NetworkPaths, PreJoinChecks } from "./checks/index";
import { chose, listDevices } from "./device-lists";
import type { Devices } from "./devices";
import { loadChecks } from "./later";

/** How long the settings are looked at before the checks are: whoever presses Join at once needs none, and opening the sound takes its time, ms. */
const checksAfter = 400;

/** The settings before joining: what is chosen, and what to do when there is nothing. What takes longer is in `checks`, fetched afterwards. */
export class PreJoin {
  #checks: PreJoinChecks | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the network is tried; none while the settings are not looked at. */
  #paths: NetworkPaths | undefined;

  constructor(private readonly root: HTMLElement, private readonly devices: Devices, private readonly texts: Texts, private readonly checksUrl: string) {
    for (const select of all<HTMLSelectElement>(root, "select[data-choose]")) {
      select.addEventListener("change", () => void chose(select, devices).then(() => this.refresh()));
    }
    devices.listen(() => this.#paths ? void this.refresh() : undefined);
  }

  async refresh(): Promise<void> {
    await listDevices(this.root, this.devices, this.texts);
    fill(this.root, "preview", this.texts.say(this.devices.video ? "preview" : "preview-none"));
    this.#checkSoon();
  }

  get place(): string | null {
    const select = this.root.querySelector<HTMLSelectElement>("#place");
    return select && !select.closest("[hidden] [data-only], [data-only][hidden]") ? select.value : null;
  }

  async testSound(): Promise<void> {
    await this.#loaded();
    await this.#checks?.testSound();
  }

  /** The settings are shown (again). */
  start(paths: NetworkPaths): void {
    this.#paths = paths;
    this.#checkSoon();
  }

  /** Joined, or refused: nobody looks at the checks any more, whatever the camera still answers. */
  stop(): void {
    this.#paths = undefined;
    clearTimeout(this.#timer);
    this.#checks?.stop();
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    if (this.#paths) {
      this.#timer = setTimeout(() => void this.#check(), this.devices.trouble ? 0 : checksAfter);
    }
  }

  async #check(): Promise<void> {
    await this.#loaded();
    if (this.#paths) {
      this.#checks?.trouble();
      this.#checks?.start(this.#paths);
    }
  }

  async #loaded(): Promise<void> {
    const loaded = await loadChecks(this.checksUrl).catch(() => undefined); // without them one joins all the same
    if (loaded) {
      this.#checks ??= new loaded.PreJoinChecks(this.root, this.devices, this.texts);
    } else {
      fill(this.root, "network", this.texts.say("network-unknown"));
    }
  }

}
