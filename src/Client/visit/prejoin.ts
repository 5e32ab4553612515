import { all, fill, find, make } from "../lib/dom";
import type { Texts } from "../lib/texts";
import { browserFamily, type Devices } from "./devices";
import { LevelMeter } from "./level";

/** The settings before joining: what is chosen, how loud the microphone is, what to do when there is nothing. */
export class PreJoin {
  readonly #level: LevelMeter;

  constructor(private readonly root: HTMLElement, private readonly devices: Devices, private readonly texts: Texts) {
    const meter = find(root, "[data-level]");
    this.#level = new LevelMeter(level => {
      if (meter.dataset["value"] !== String(level)) {
        meter.dataset["value"] = String(level);
        meter.setAttribute("aria-valuenow", String(level));
      }
    });
    for (const select of all<HTMLSelectElement>(root, "select[data-choose]")) {
      const kind = select.dataset["choose"] as "audio" | "video";
      select.addEventListener("change", () => void this.#choose(kind, select.value));
    }
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.refresh());
  }

  async refresh(): Promise<void> {
    const found = await this.devices.list();
    this.#options("video", found.filter(device => device.kind === "videoinput"));
    this.#options("audio", found.filter(device => device.kind === "audioinput"));
    this.#level.watch(this.devices.audio);
    this.#trouble();
    fill(this.root, "preview", this.texts.say(this.devices.video ? "preview" : "preview-none"));
  }

  get place(): string | null {
    const select = this.root.querySelector<HTMLSelectElement>("#place");
    return select && !select.closest("[hidden] [data-only], [data-only][hidden]") ? select.value : null;
  }

  testSound(): void {
    void this.#level.tone();
  }

  stop(): void {
    this.#level.stop();
  }

  async #choose(kind: "audio" | "video", id: string): Promise<void> {
    await this.devices.choose(kind, id || null);
    await this.refresh();
  }

  #options(kind: "audio" | "video", found: MediaDeviceInfo[]): void {
    const select = find<HTMLSelectElement>(this.root, `select[data-choose=${kind}]`);
    const none = select.options[select.options.length - 1] ?? make("option");
    const named = found.filter(device => device.deviceId !== "").map((device, index) => {
      const option = make("option", "", device.label || this.texts.say(`${kind}-number`, { number: index + 1 }));
      option.value = device.deviceId;
      return option;
    });
    select.replaceChildren(...named, none);
    const track = kind === "audio" ? this.devices.audio : this.devices.video;
    select.value = track?.getSettings().deviceId ?? "";
  }

  #trouble(): void {
    const trouble = this.devices.trouble;
    const alert = find(this.root, "[data-trouble]");
    alert.hidden = trouble === undefined;
    if (trouble) {
      const cure = trouble === "refused" ? `cure-refused-${browserFamily(navigator.userAgent)}` : `cure-${trouble}`;
      fill(alert, "trouble", this.texts.say(`trouble-${trouble}`));
      fill(alert, "trouble-cure", this.texts.say(cure));
    }
  }
}
