import type { IncidentCode, IncidentKind, IncidentReport, VisitState } from "./contract";
import type { Devices } from "./devices";
import type { Trouble } from "./trouble";

/** What a device's trouble is in the record; a question that was put away, or a page that may not ask, is none. */
const reported: Partial<Record<Trouble, "Refused" | "Missing" | "Busy">> = { refused: "Refused", system: "Refused", missing: "Missing", busy: "Busy" };

/** Technical incidents that only this page knows, told in order, each until the server has it: a line that is away loses none. */
export class IncidentReports {
  readonly #untold: IncidentReport[] = [];
  readonly #said = new Set<string>();
  readonly #device: Partial<Record<"audio" | "video", string>> = {};
  #loudspeaker: string | undefined;
  #telling: Promise<void> | undefined;

  /** `send` fails with a HubException where the server refuses, and otherwise where it was not reached. */
  constructor(private readonly send: (report: IncidentReport) => Promise<unknown>) {}

  tell(kind: IncidentKind, code: IncidentCode, over = false, lasted?: number): void {
    this.#untold.push({ clientId: crypto.randomUUID(), kind, code, over, ...(lasted === undefined ? {} : { lasted }) });
    void this.flush();
  }

  /** The same thing again is no news. */
  tellOnce(kind: IncidentKind, code: IncidentCode): void {
    if (!this.#said.has(code)) {
      this.#said.add(code);
      this.tell(kind, code);
    }
  }

  /** A track was put in. In the call, another device than before is an incident. */
  track(kind: "audio" | "video", track: MediaStreamTrack | null, inCall: boolean): void {
    const id = track?.getSettings().deviceId;
    if (!id) {
      return;
    }
    if (inCall && this.#device[kind] !== undefined && this.#device[kind] !== id) {
      this.tell("deviceChanged", kind === "audio" ? "microphone" : "camera");
    }
    this.#device[kind] = id;
  }

  /** Camera or microphone that was wanted and could not be had; and another loudspeaker, which the server takes down in a call alone. */
  devices({ trouble, audio, video, output }: Devices, modality: VisitState["modality"]): void {
    if (this.#loudspeaker !== undefined && this.#loudspeaker !== output) {
      this.tell("deviceChanged", "loudspeaker");
    }
    this.#loudspeaker = output;
    this.#regained("microphone", audio);
    this.#regained("camera", video);
    const what = trouble && reported[trouble.trouble];
    if (!what) {
      return;
    }
    if (!audio && trouble.kind !== "video") {
      this.tellOnce("deviceTrouble", `microphone${what}`);
    }
    if (!video && modality === "video" && trouble.kind !== "audio") {
      this.tellOnce("deviceTrouble", `camera${what}`);
    }
  }

  /** What is there again and goes once more is another incident. */
  #regained(device: "microphone" | "camera", track: MediaStreamTrack | null): void {
    if (track) {
      [...this.#said].filter(code => code.startsWith(device)).forEach(code => this.#said.delete(code));
    }
  }

  /** Tells what is untold; called again whenever the line may be back. */
  flush(): Promise<void> {
    return this.#telling ??= this.#tellAll().finally(() => { this.#telling = undefined; });
  }

  async #tellAll(): Promise<void> {
    try {
      for (let report = this.#untold[0]; report; report = this.#untold[0]) {
        await this.send(report).catch(error => {
          if (!String(error).includes("HubException")) {
            throw error;
          }
        });
        this.#untold.shift();
      }
    } catch {
      // not reached: told with the next flush
    }
  }
}
