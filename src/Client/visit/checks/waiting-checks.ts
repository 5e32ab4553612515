import { fill, find } from "../../lib/dom";
import { ask } from "../../lib/http";
import { Latest } from "../../lib/latest";
import type { Texts } from "../../lib/texts";
import type { VisitState } from "../contract";
import type { Devices } from "../devices";
import { Ear } from "./ear";
import { watchNetwork } from "./network";
import { isTrouble } from "./verdict";
import { reportOf, type Found, type WaitingReport } from "./waiting-report";

/** How often the report is said again, ms: a room that moved to another node has forgotten it. */
const sayAgain = 60_000;

/**
 * While waiting, as a participant: the ways through the relay too, and whether one is heard. On the page stands only what asks for something
 * to be done; the practitioner's list is told how it is.
 */
export class WaitingChecks {
  #stop: AbortController | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #said = "";
  readonly #report = new Latest<WaitingReport>(report => ask("PUT", `/visit/${this.visit.participantId}/waiting`, report)
    .catch(() => { this.#said = ""; })); // told with the next change, or in a minute
  /** Once somebody was heard on it there is nothing more to listen for. */
  #heardOn: MediaStreamTrack | null = null;
  readonly #found: Found = { verdict: "checking", roundTrip: undefined, hearing: "listening" };
  readonly #ear = new Ear((_, hearing) => this.#heard(hearing));

  constructor(private readonly view: HTMLElement, private readonly texts: Texts, private readonly visit: VisitState, private readonly devices: Devices) {}

  start(): void {
    if (this.#stop) {
      return;
    }
    this.#stop = new AbortController();
    this.#timer = setInterval(() => this.tell(), sayAgain);
    const alert = find(this.view, "[data-network-hint]");
    watchNetwork({ relay: this.visit.iceServers }, this.#stop.signal, (verdict, roundTrip) => {
      alert.hidden = !isTrouble(verdict);
      fill(alert, "network-hint", isTrouble(verdict) ? this.texts.say(`network-${verdict}-hint`) : "");
      Object.assign(this.#found, { verdict, roundTrip });
      this.#look();
    });
    this.follow();
  }

  stop(): void {
    this.#stop?.abort();
    clearInterval(this.#timer);
    this.#ear.stop();
  }

  /** A device came, went or changed. */
  follow(): void {
    this.#ear.listen(this.visit.role === "patient" && this.devices.audio !== this.#heardOn ? this.devices.audio : null);
    this.#look();
  }

  /** Says how it stands, though nothing changed: our line was away, and the room forgot. */
  tell(): void {
    this.#said = "";
    this.#look();
  }

  #heard(hearing: Found["hearing"]): void {
    if (hearing === this.#found.hearing) {
      return;
    }
    this.#found.hearing = hearing;
    this.#look();
    if (hearing === "heard") {
      this.#heardOn = this.devices.audio;
      this.#ear.stop();
    }
  }

  /** A patient's page alone stands in the list. */
  #look(): void {
    const report = reportOf(this.#found, this.devices, this.visit.modality === "video");
    const words = JSON.stringify(report);
    if (this.#stop && !this.#stop.signal.aborted && this.visit.role === "patient" && words !== this.#said) {
      this.#said = words;
      this.#report.say(report);
    }
  }
}
