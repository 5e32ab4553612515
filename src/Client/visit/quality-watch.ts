import type { Participant, QualitySample } from "./contract";
import { again, encodingOf, soundAlone, stall, step, top, type Ladder } from "./ladder";
import type { IncidentReports } from "./incident-reports";
import { levelOf, measure, read, score, type Counters, type Level, type Measure } from "./quality";

/** Why there is sound alone. */
export type SoundOnly = "byChoice" | "network";

/** How the call is, as the screen shows it. */
export interface Quality {
  /** 0 to 100 */
  score: number;
  level: Level;
  soundOnly: SoundOnly | null;
  /** Sound alone would be better now; only said, never done by itself. */
  suggest: boolean;
}

export interface PeerConnection {
  id: string;
  connection: RTCPeerConnection;
}

export interface WatchSurroundings {
  /** The connections over which picture and sound flow. */
  links(): PeerConnection[];
  /** What a picture to each may take, bits per second; undefined: whatever fits. */
  share(links: number): number | undefined;
  other(id: string): Participant | undefined;
  camera: { readonly on: boolean; readonly track: MediaStreamTrack | null; set(on: boolean): Promise<void> };
  incidents: IncidentReports;
  report(sample: QualitySample): void;
  changed(quality: Quality): void;
  /** What we send changed: the others are told. */
  announce(): void;
}

/** How often the connections are looked at, ms. */
export const lookEvery = 2000;

/** Poor looks in a row after which sound alone is suggested. */
const poorToSuggest = 3;

/** Longest time that is a measurement, ms: a page that slept, or waited for somebody who was away, measured nothing. */
const longest = 60_000;

interface Seen {
  counters: Counters;
  /** Of the last look that had a report. */
  reported: Counters;
  ladder: Ladder;
  lossOut: number;
}

/**
 * Looks at the connections of a call every two seconds, from when picture and sound flow and not before; says how good it is, and sends
 * less picture where packets are lost. Sound is sent first, and never less of it.
 */
export class QualityWatch {
  #timer: ReturnType<typeof setInterval> | undefined;
  #seen = new Map<RTCPeerConnection, Seen>();
  /** Where each of the others' ladders stood last. */
  readonly #stood = new Map<string, Ladder>();
  #soundOnly: SoundOnly | null = null;
  #cameraWas = false;
  #points = 100;
  #poor = 0;
  #since = performance.now();
  #join: number | undefined;
  #joinTold = false;

  constructor(private readonly around: WatchSurroundings) {}

  get soundOnly(): SoundOnly | null {
    return this.#soundOnly;
  }

  /** From here on the other's picture is waited for: the page came in, or the call started. */
  expect(): void {
    if (this.#join === undefined) {
      this.#since = performance.now();
    }
  }

  /** The other's first picture or sound is there. */
  arrived(): void {
    this.#join ??= Math.round(performance.now() - this.#since);
  }

  /** Something flows: looks begin, the first one a while from now. */
  start(): void {
    this.#timer ??= setInterval(() => void this.look(), lookEvery);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Sound alone by choice, or with picture again whatever the reason was. */
  async toggle(): Promise<void> {
    const { camera } = this.around;
    if (this.#soundOnly) {
      const byChoice = this.#soundOnly === "byChoice";
      this.#seen.forEach(seen => { seen.ladder = { ...top, rung: Math.min(seen.ladder.rung, soundAlone - 1) }; });
      this.#become(null);
      if (byChoice && this.#cameraWas) {
        await camera.set(true);
      }
    } else {
      this.#cameraWas = camera.on;
      this.#become("byChoice");
      await camera.set(false);
    }
    this.#apply();
    this.#announce();
  }

  /** The camera was switched on: whoever had chosen sound alone wants the picture. */
  pictured(): void {
    if (this.#soundOnly === "byChoice" && this.around.camera.on) {
      this.#become(null);
      this.#apply();
    }
  }

  /** Somebody came, went or came back, or their wish for sound alone did. With one who is new nothing is done before the first look. */
  follow(): void {
    const links = this.around.links();
    if (this.#seen.size > 0 || links.length > 1 || links.some(({ id }) => this.#stood.has(id))) {
      this.#apply();
    }
  }

  async look(): Promise<void> {
    void this.around.incidents.flush();
    const measures: Measure[] = [];
    const links = this.around.links();
    for (const { id, connection } of links) {
      const counters = read((await connection.getStats()) as unknown as Iterable<[string, unknown]>);
      const seen = this.#seen.get(connection) ?? { counters, reported: counters, ladder: this.#ladderFor(id), lossOut: 0 };
      if (counters.at > seen.counters.at) {
        measures.push(this.#measured(seen, measure(seen.counters, counters, seen.reported)));
      }
      this.#seen.set(connection, { ...seen, counters, reported: counters.reportedAt > seen.reported.reportedAt ? counters : seen.reported });
      this.#stood.set(id, seen.ladder);
    }
    this.#forget(links);
    if (measures.length > 0) {
      this.#judge(measures);
    }
    this.#apply();
  }

  #measured(seen: Seen, found: Measure): Measure {
    seen.lossOut = found.lossOut ?? seen.lossOut; // no report yet: as it was
    seen.ladder = found.silent ? stall(seen.ladder) : step(seen.ladder, seen.lossOut, found.roundTrip);
    return { ...found, lossOut: found.silent ? 1 : seen.lossOut };
  }

  #judge(measures: Measure[]): void {
    const points = (found: Measure) => score(Math.max(found.lossOut ?? 0, found.lossIn), found.roundTrip, found.jitter);
    const worst = measures.reduce((one, other) => points(other) < points(one) ? other : one);
    this.#points = points(worst);
    this.#poor = levelOf(this.#points) === "poor" ? this.#poor + 1 : 0;
    this.around.report(this.#sample(worst, measures));
    measures.forEach(({ relay }) => relay && this.around.incidents.tellOnce("relayed", relay));
    const ladders = [...this.#seen.values()].map(seen => seen.ladder);
    const networkSays = ladders.length > 0 && ladders.every(ladder => ladder.rung === soundAlone);
    if (this.#soundOnly !== "byChoice" && networkSays !== (this.#soundOnly === "network") && (this.around.camera.on || !networkSays)) {
      this.#become(networkSays ? "network" : null);
      this.#announce();
    } else {
      this.#say();
    }
  }

  #sample(worst: Measure, measures: Measure[]): QualitySample {
    const sum = (of: (found: Measure) => number) => measures.reduce((total, found) => total + of(found), 0);
    const first = !this.#joinTold && this.#join !== undefined && this.#join <= longest;
    this.#joinTold ||= first;
    return {
      loss: Math.max(worst.lossOut ?? 0, worst.lossIn), roundTrip: Math.min(worst.roundTrip, longest), jitter: Math.min(worst.jitter, longest), fps: worst.fps,
      sentKbps: sum(found => found.sentKbps), receivedKbps: sum(found => found.receivedKbps), freezes: Math.round(sum(found => found.freezes)),
      relayed: measures.some(found => found.relay !== undefined), ...(first ? { joinMilliseconds: this.#join } : {}),
    };
  }

  #become(why: SoundOnly | null): void {
    if (this.#soundOnly) {
      this.around.incidents.tell("audioOnly", this.#soundOnly, true);
    }
    if (why) {
      this.around.incidents.tell("audioOnly", why);
    }
    this.#soundOnly = why;
    this.#say();
  }

  /** The others hear that the picture goes or comes when the server knows why. */
  #announce(): void {
    void this.around.incidents.flush().then(() => this.around.announce());
  }

  #say(): void {
    this.around.changed({
      score: Math.round(this.#points), level: levelOf(this.#points), soundOnly: this.#soundOnly,
      suggest: this.#poor >= poorToSuggest && !this.#soundOnly && this.around.camera.on,
    });
  }

  #apply(): void {
    const links = this.around.links();
    const { width = 1280, height = 720 } = this.around.camera.track?.getSettings() ?? {};
    for (const { id, connection } of links) {
      const still = this.#soundOnly === "byChoice" || this.around.other(id)?.soundOnly;
      const rung = still ? soundAlone : (this.#seen.get(connection)?.ladder ?? this.#ladderFor(id)).rung;
      void send(connection, "video", encodingOf(rung, Math.min(width, height), this.around.share(links.length)));
      void send(connection, "audio", { priority: "high", networkPriority: "high" });
    }
  }

  /** A connection in place of one that broke: the line under it is the same. */
  #ladderFor(id: string): Ladder {
    return again(this.#stood.get(id) ?? top);
  }

  #forget(links: PeerConnection[]): void {
    for (const connection of this.#seen.keys()) {
      if (!links.some(link => link.connection === connection)) {
        this.#seen.delete(connection);
      }
    }
  }
}

const bounds = ["scaleResolutionDownBy", "maxFramerate", "maxBitrate"] as const;

/** Puts these into the sender's parameters, and takes out the bounds that are not among them; nothing where they are so already. */
async function send(connection: RTCPeerConnection, kind: "audio" | "video", wanted: RTCRtpEncodingParameters): Promise<void> {
  const sender = connection.getTransceivers().find(transceiver => transceiver.receiver.track.kind === kind)?.sender;
  const parameters = sender?.getParameters();
  const encoding = parameters?.encodings?.[0];
  if (!sender || !encoding) {
    return;
  }
  const extra = kind === "video" ? bounds.filter(bound => !(bound in wanted) && encoding[bound] !== undefined && (bound !== "scaleResolutionDownBy" || encoding[bound] !== 1)) : [];
  if (extra.length === 0 && Object.entries(wanted).every(([name, value]) => encoding[name as keyof RTCRtpEncodingParameters] === value)) {
    return;
  }
  extra.forEach(bound => delete encoding[bound]);
  Object.assign(encoding, wanted);
  await sender.setParameters(parameters).catch(() => undefined); // negotiated anew meanwhile: the next look puts it right
}
