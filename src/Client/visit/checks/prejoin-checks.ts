import { fill, find } from "../../lib/dom";
import type { Texts } from "../../lib/texts";
import type { Devices } from "../devices";
import { LevelMeter } from "./level";
import { Loudspeaker } from "./loudspeaker";
import { showTrouble } from "./trouble-words";
import { watchNetwork, type NetworkPaths } from "./network";
import { isTrouble } from "./verdict";

/** How long the network waits for the picture, ms: a camera that never answers must not keep it. */
const pictureWait = 3000;

/** The checks while the settings are looked at: is one heard, does one hear, does the network let a call through. */
export class PreJoinChecks {
  readonly #level: LevelMeter;
  readonly #loudspeaker: Loudspeaker;
  #network: AbortController | undefined;

  constructor(private readonly root: HTMLElement, private readonly devices: Devices, private readonly texts: Texts) {
    this.#level = new LevelMeter(root, texts);
    this.#loudspeaker = new Loudspeaker(root, devices);
  }

  /** Begins, or goes on after another device was chosen; the network is tried once. */
  start(paths: NetworkPaths): void {
    this.#level.watch(this.devices.audio);
    if (!this.#network) {
      const stop = this.#network = new AbortController();
      void this.#picture().then(() => stop.signal.aborted ? undefined : this.#try(paths, stop.signal));
    }
  }

  stop(): void {
    this.#level.stop();
    this.#loudspeaker.stop();
    this.#network?.abort();
    this.#network = undefined;
  }

  /** Why there is no picture or no sound, and what to do. */
  trouble(): void {
    showTrouble(find(this.root, "[data-trouble]"), this.devices, this.texts);
  }

  testSound(): Promise<void> {
    return this.#loudspeaker.test();
  }

  /** Our own picture is what people look for first. */
  #picture(): Promise<unknown> {
    const video = find<HTMLVideoElement>(this.root, "video[data-self]");
    if (!this.devices.video || video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      return Promise.resolve();
    }
    return new Promise(resolve => {
      video.addEventListener("loadeddata", resolve, { once: true });
      setTimeout(resolve, pictureWait);
    });
  }

  #try(paths: NetworkPaths, stop: AbortSignal): void {
    const row = find(this.root, "[data-network]");
    const hint = find(this.root, "[data-network-hint]");
    watchNetwork(paths, stop, verdict => {
      row.dataset["network"] = isTrouble(verdict) ? "trouble" : verdict === "checking" ? "checking" : "well";
      fill(row, "network", this.texts.say(`network-${verdict}`));
      fill(row, "network-note", row.dataset["network"] === "well" ? this.texts.say(`network-${verdict}-note`) : "");
      fill(hint, "network-hint", isTrouble(verdict) ? this.texts.say(`network-${verdict}-hint`) : "");
      hint.hidden = !isTrouble(verdict);
    });
  }
}
