import type { Signal } from "./contract";
import { PeerLink, type LinkState, type Local } from "./peer-link";
import { Loudness, type Heard } from "./voice";

/** How long the polite side waits for the other's first offer when both have just met, ms. */
const courtesy = 700;

/** How long nothing may come from a peer whose page is gone before the picture is taken for a still, ms. */
const silence = 1200;

/** Looks of `Peer.heal` that a way is given which both have agreed to try. Over a relay far away it takes seconds; that none works, ICE says itself. */
const trying = 5;

/**
 * What we send in all when there is more than one to send to, bits per second: 360p to each of three (450 kbit/s) and their sound, which
 * a home's upstream carries. To one alone the browser finds out by itself what fits.
 */
export const upstream = 1_500_000;

/** What a picture to each may take; undefined: whatever fits. */
export function share(links: number): number | undefined {
  return links > 1 ? Math.floor(upstream / links) : undefined;
}

/** What a peer needs from its surroundings. */
export interface PeerSurroundings {
  iceServers(): RTCIceServer[];
  /** Servers to look for a way with, when others than at hand are needed; see `LinkSurroundings.relay`. */
  relay(anew: boolean): Promise<RTCIceServer[] | undefined>;
  send(to: string, signal: Signal): void;
  local(): Local;
  /** A track came: the pictures are to be looked at. */
  play(): void;
  changed(id: string, state: LinkState | "silent"): void;
  /** Picture and sound stopped with the page that sent them. */
  fellSilent(id: string): void;
  isPresent(id: string): boolean;
  /** See `LinkSurroundings.flows`. */
  flows(): boolean;
  /** Nothing comes any more from a page that is said to be there. */
  still(): void;
  /** See `LinkSurroundings.reaches`. */
  reaches(): boolean;
}

/** One other person in the room: the connection to their page, what comes over it, and the care it needs. */
export class Peer {
  readonly remote = new MediaStream();
  /** Their screen's picture, while they show it. */
  readonly screen = new MediaStream();
  readonly #loudness = new Loudness();
  readonly link: PeerLink;
  /** Our network changed since we last met: how much had come by then. */
  #before: Promise<number> | undefined;
  /** Picture and sound stopped, and their page has said nothing since; and our own line has shown that it lives. */
  #stopped = false;
  #silent = false;
  #courtesy: ReturnType<typeof setTimeout> | undefined;
  #stuck = 0;
  #renewals = 0;

  /** @param polite We give way when our offers cross. */
  constructor(readonly id: string, private readonly polite: boolean, private readonly around: PeerSurroundings) {
    this.link = new PeerLink({
      polite,
      connect: () => new RTCPeerConnection({ iceServers: around.iceServers(), bundlePolicy: "max-bundle" }),
      relay: anew => around.relay(anew),
      send: signal => around.send(id, signal),
      local: () => around.local(),
      remote: (track, place) => this.#receive(track, place === "screen" ? this.screen : this.remote),
      changed: state => this.#changed(state),
      flows: () => around.flows(),
      reaches: () => around.reaches(),
      still: () => {
        this.#stopped = true;
        around.still();
      },
    });
  }

  receive(signal: Signal): void {
    clearTimeout(this.#courtesy);
    if (signal.kind !== "candidate") {
      this.#stuck = 0;
    }
    this.#stopped = false;
    if (this.#silent) {
      this.#silent = false;
      this.#changed(this.link.state);
    }
    this.link.receive(signal);
  }

  /**
   * Begins, or goes on. Whoever comes back to a running call offers at once; when both have just met, the polite side waits a moment,
   * and for a guest who comes in everybody does.
   */
  meet(both: boolean, newcomer = false): void {
    const before = this.#before;
    this.#before = undefined;
    if (before && this.link.met) {
      // Only now: before the line was back, neither credentials for the relay nor an offer would have gone over it.
      void this.#moveOn(before);
    } else if (this.link.met || this.link.asks) {
      if (this.link.state !== "connected" || this.link.asks || this.#stopped) {
        this.link.restart();
      } else {
        this.#changed(this.link.state); // their line alone broke: what was said of picture and sound meanwhile is over
      }
    } else if (both && (this.polite || newcomer)) {
      clearTimeout(this.#courtesy);
      this.#courtesy = setTimeout(() => this.link.offer(), courtesy);
    } else {
      this.link.offer();
    }
  }

  /** Our network is another, or is one again: once the line is back, a way is looked for that suits it. */
  move(): void {
    this.#before = this.link.packets();
  }

  /** Our own line to the server lives: were theirs too, a page from which nothing comes would have begun to look for a way by now. */
  lineLives(): void {
    if (this.#stopped) {
      this.#silent = true;
      // ICE may not have noticed yet: that it calls the way a good one proves nothing.
      if (this.link.state !== "connected") {
        this.#changed(this.link.state);
      }
    }
  }

  /** Looked at now and then: what neither ICE nor signaling mended by itself, for instance because a message was lost, begins anew. */
  heal(shouldFlow: boolean): void {
    const flows = this.link.state === "connected";
    this.#stuck = shouldFlow && !flows ? this.#stuck + 1 : 0;
    this.#renewals = flows ? 0 : this.#renewals;
    // The polite side leaves the first move to the other, so that the two do not begin anew in turns. Each new beginning gets twice as
    // long as the one before, up to a bound.
    const unanswered = (this.polite ? 4 : 2) * 2 ** Math.min(this.#renewals, 2);
    if (this.#stuck >= (this.link.met && !this.link.asks ? trying : unanswered)) {
      this.#stuck = 0;
      this.#renewals++;
      this.link.renew();
    }
  }

  /** The other's page is gone from the server: were it only its socket, packets would still come. */
  async listen(): Promise<void> {
    if (this.link.state !== "connected") {
      return;
    }
    const before = await received(this.link);
    await new Promise(resolve => setTimeout(resolve, silence));
    if (this.around.isPresent(this.id) || this.link.state !== "connected") {
      return;
    }
    if (await received(this.link) === before) {
      this.around.fellSilent(this.id);
    } else {
      void this.listen();
    }
  }

  close(): void {
    clearTimeout(this.#courtesy);
    this.link.close();
    for (const stream of [this.remote, this.screen]) {
      stream.getTracks().forEach(track => stream.removeTrack(track));
    }
  }

  /** How loud their voice came in since it was last asked, 0 to 1. */
  async level(): Promise<number> {
    const receiver = this.link.connection.getReceivers().find(each => each.track.kind === "audio");
    let level = 0;
    (await receiver?.getStats())?.forEach((entry: Heard) => {
      level = entry.type === "inbound-rtp" ? this.#loudness.since(entry) : level;
    });
    return level;
  }

  /**
   * The ways of the network before are mostly dead. A connection that restarts keeps trying them beside the new ones, in turns that can take
   * seconds; a new one has none of them. One over which something still comes is kept, and restarts.
   */
  async #moveOn(before: Promise<number>): Promise<void> {
    const { connection } = this.link;
    const dead = this.around.flows() && await before === await this.link.packets();
    if (connection !== this.link.connection) {
      return; // the other was quicker
    }
    if (dead) {
      this.link.renew();
    } else {
      this.link.restart();
    }
  }

  #changed(state: LinkState): void {
    // ICE says that it lost the way before the connection as a whole does.
    if (state === "connected" && this.link.connection.iceConnectionState !== "disconnected") {
      this.#stopped = this.#silent = false;
    }
    this.around.changed(this.id, this.#silent && state !== "connected" ? "silent" : state);
  }

  #receive(track: MediaStreamTrack, stream: MediaStream): void {
    stream.getTracks().filter(old => old.kind === track.kind).forEach(old => stream.removeTrack(old));
    stream.addTrack(track);
    this.around.play();
  }
}

/** Bytes that came over the link so far, of whatever kind. Not every browser counts them by transport; by way they all do. */
async function received(link: PeerLink): Promise<number> {
  let bytes = 0;
  (await link.connection.getStats()).forEach((entry: { type: string; bytesReceived?: number }) => {
    bytes += entry.type === "transport" || entry.type === "candidate-pair" ? entry.bytesReceived ?? 0 : 0;
  });
  return bytes;
}
