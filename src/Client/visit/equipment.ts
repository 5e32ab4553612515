import { all, find } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { DeviceNotice, DeviceSheet, WaitingChecks } from "./checks/index";
import type { VisitState } from "./contract";
import type { DeviceEvent, Devices } from "./devices";
import { loadChecks } from "./later";
import type { Room } from "./room";

/** When in the call what may be needed later is fetched, ms: a camera may be unplugged while the network is away. */
const fetchAfter = 5000;

/** How long somebody has waited before the network is tried, ms: whoever is let in at once is not kept busy with it. */
const networkAfter = 2000;

/** Equipment and network from Join on: what is said about them, the settings in the call, the network's check while waiting. */
export class Equipment {
  #notice: DeviceNotice | undefined;
  #sheet: DeviceSheet | undefined;
  #waiting: WaitingChecks | undefined;
  #view: string | undefined;
  #connected = false;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement, private readonly devices: Devices, private readonly texts: Texts, private readonly checksUrl: string,
    private readonly room: () => Room, private readonly changed: () => void) {
    devices.listen(event => this.#happened(event));
  }

  /** What can be pressed, by its `data-do`. */
  readonly actions: Record<string, () => unknown> = {
    "microphone": async () => { await this.devices.setMicrophone(!this.devices.microphoneOn); this.changed(); },
    "camera": async () => { await this.devices.setCamera(!this.devices.cameraOn); this.changed(); },
    "devices": () => this.#openSheet(),
    "regain": () => this.devices.regain(),
    "use-device": () => this.#notice?.use(),
    "hide-notice": () => this.#notice?.hide(),
  };

  /** Another screen is shown: nothing of the network's check goes on when the call begins. */
  follow({ view, visit, line }: Room): void {
    this.#route();
    const back = line === "connected" && !this.#connected;
    this.#connected = line === "connected";
    if (view === this.#view) {
      if (back) {
        this.#waiting?.tell();
      }
      return;
    }
    this.#view = view;
    clearTimeout(this.#soon);
    this.#waiting?.stop();
    this.#waiting = undefined;
    if (view === "waiting" && visit) {
      this.#soon = setTimeout(() => void this.#check(visit), networkAfter);
    } else if (view === "call") {
      this.#soon = setTimeout(() => void loadChecks(this.checksUrl).catch(() => undefined), fetchAfter);
    }
  }

  /** Every player comes out where it was chosen to, those of guests who came later too. */
  #route(): void {
    all<HTMLVideoElement>(this.root, "video").forEach(video => this.devices.route(video));
  }

  async #check(visit: VisitState): Promise<void> {
    const checks = await loadChecks(this.checksUrl).catch(() => undefined);
    if (checks && this.#view === "waiting") {
      this.#waiting = new checks.WaitingChecks(find(this.root, "[data-view=waiting]"), this.texts, visit, this.devices);
      this.#waiting.start();
    }
  }

  async #openSheet(): Promise<void> {
    const { DeviceSheet } = await loadChecks(this.checksUrl);
    this.#sheet ??= new DeviceSheet(this.root, this.devices, this.texts);
    await this.#sheet.open();
  }

  #happened(event: DeviceEvent): void {
    this.#route();
    this.changed();
    this.#waiting?.follow();
    if (event.what !== "choices" && this.room().visit) {
      void loadChecks(this.checksUrl).then(({ DeviceNotice }) => {
        (this.#notice ??= new DeviceNotice(this.root, this.devices, this.texts)).happened(event);
      }, () => undefined);
    }
  }
}
