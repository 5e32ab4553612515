import type { Signal } from "./contract";
import { Stillness } from "./stillness";

export type LinkState = "new" | "connecting" | "connected" | "interrupted";

/** What a peer sends: sound, the camera's picture, and a screen, whose place is made when the first is shown. */
export type Place = "audio" | "video" | "screen";

/** Our tracks; any may be missing, and may come later through `replace`. */
export type Local = { stream: MediaStream } & Record<Place, MediaStreamTrack | null>;

/** What a link needs from its surroundings; a test gives fakes. */
export interface LinkSurroundings {
  /** "Polite" gives way when two offers cross; the server says who is. */
  polite: boolean;
  connect(): RTCPeerConnection;
  /** Servers to look for a way with, when others than at `connect` are needed. `anew`: a way was lost, and another is looked for. */
  relay(anew: boolean): Promise<RTCIceServer[] | undefined>;
  send(signal: Signal): void;
  local(): Local;
  remote(track: MediaStreamTrack, place: Place): void;
  changed(state: LinkState): void;
  /** Picture and sound are meant to come: before the call starts, and while it is paused, none do. */
  flows(): boolean;
  /** What came from the peer stopped: a new way is looked for. */
  still(): void;
  /** An offer would reach the peer's page now. */
  reaches(): boolean;
}

/** How long a broken connection may heal by itself before ICE is restarted, ms. */
export const patience = 2000;

/**
 * Perfect negotiation (https://www.w3.org/TR/webrtc/#perfect-negotiation-example) with one peer, plus what a visit needs: the peer may
 * come back with a new page. A description whose session id (RFC 8866, `o=`) is not the one we talked to comes from a new peer
 * connection, and is met with a new one. Both directions of picture and sound are negotiated once; muting and changing the camera
 * never negotiate. The first screen does, once for both directions (docs/decisions/0013-a-screen-beside-the-camera.md).
 */
export class PeerLink {
  #connection: RTCPeerConnection;
  #senders: Partial<Record<Place, RTCRtpSender>> = {};
  #makingOffer = false;
  #ignoreOffer = false;
  #started = false;
  #early: RTCIceCandidateInit[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stillness: Stillness | undefined;
  #queue: Promise<void> = Promise.resolve();
  #newest: Signal | undefined;

  constructor(private readonly around: LinkSurroundings) {
    this.#connection = this.#open();
  }

  get connection(): RTCPeerConnection {
    return this.#connection;
  }

  get state(): LinkState {
    switch (this.#connection.connectionState) {
      case "connected": return "connected";
      case "new": return "new";
      case "connecting": return this.#connection.iceConnectionState === "disconnected" ? "interrupted" : "connecting";
      default: return "interrupted";
    }
  }

  /** True once a description of the peer was applied: the peer's page knows this connection. */
  get met(): boolean {
    return this.#connection.remoteDescription !== null;
  }

  /** True while an offer of ours is unanswered: it may have been lost with the line. */
  get asks(): boolean {
    return this.#connection.signalingState === "have-local-offer";
  }

  /** Packets of picture and sound that came so far. */
  packets(): Promise<number> {
    return packets(this.#connection);
  }

  /** Makes the first offer, unless the peer's has already come. */
  offer(): void {
    this.#enqueue(async () => {
      if (!this.#started && !this.met) {
        this.#prepare();
        this.#started = true;
        await this.#negotiate();
      }
    });
  }

  /** The peer is there but nothing flows: begin anew with a fresh connection. */
  renew(): void {
    this.#enqueue(async () => {
      this.#replace();
      this.#prepare();
      this.#started = true;
      await this.#negotiate();
    });
  }

  /** Finds a new way through the network; asked again while an offer is unanswered, sends that offer again. */
  restart(): void {
    const description = this.#connection.localDescription;
    if (this.#connection.signalingState === "have-local-offer" && description) {
      this.around.send({ kind: "offer", sdp: description.sdp });
    } else if (this.met) {
      this.#connection.restartIce();
    }
  }

  /** Sends another track, or none, in the place of the one being sent. */
  async replace(place: Place, track: MediaStreamTrack | null): Promise<void> {
    await this.#senders[place]?.replaceTrack(track);
    this.#makePlaceForScreen();
  }

  /** What the peer sent; handled strictly in the order of arrival. */
  receive(signal: Signal): void {
    this.#newest = signal.kind === "offer" ? signal : this.#newest;
    this.#enqueue(() => this.#handle(signal));
  }

  /** Resolves when everything received or asked so far was handled. */
  settled(): Promise<void> {
    return this.#queue;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stillness?.close();
    this.#stillness = undefined;
    this.#connection.onconnectionstatechange = this.#connection.oniceconnectionstatechange = null;
    this.#connection.onnegotiationneeded = this.#connection.onicecandidate = this.#connection.ontrack = null;
    this.#connection.close();
  }

  #open(): RTCPeerConnection {
    const connection = this.around.connect();
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) {
        this.around.send({ kind: "candidate", candidate: candidate.toJSON() });
      }
    };
    connection.ontrack = ({ track, transceiver }) => this.around.remote(track, this.#placeOf(transceiver));
    connection.onnegotiationneeded = () => {
      // Before the first offer there is nobody to negotiate with; afterwards only an ICE restart and the first screen need it.
      if (this.#started && this.met) {
        this.#enqueue(() => this.#negotiate());
      }
    };
    connection.onconnectionstatechange = connection.oniceconnectionstatechange = () => this.#watch();
    return connection;
  }

  #replace(): void {
    this.close();
    this.#senders = {};
    this.#early = [];
    this.#started = this.#makingOffer = this.#ignoreOffer = false;
    this.#connection = this.#open();
  }

  #prepare(): void {
    const { stream, audio, video } = this.around.local();
    const options: RTCRtpTransceiverInit = { direction: "sendrecv", streams: [stream] };
    this.#senders.audio ??= this.#connection.addTransceiver(audio ?? "audio", options).sender;
    this.#senders.video ??= this.#connection.addTransceiver(video ?? "video", options).sender;
  }

  /** A screen is shown and has no place yet: makes one, and the connection negotiates. In no stream: it need not wait for the voice. */
  #makePlaceForScreen(): void {
    const { screen } = this.around.local();
    if (screen && !this.#senders.screen && this.met) {
      this.#senders.screen = this.#connection.addTransceiver(screen, { direction: "sendrecv" }).sender;
    }
  }

  /** Both sides have the places in the same order: sound, camera, screen. */
  #placeOf(transceiver: RTCRtpTransceiver): Place {
    if (transceiver.receiver.track.kind === "audio") {
      return "audio";
    }
    return this.#connection.getTransceivers().find(first => first.receiver.track.kind === "video") === transceiver ? "video" : "screen";
  }

  async #negotiate(): Promise<void> {
    const connection = this.#connection;
    try {
      this.#makingOffer = true;
      await this.#supply(this.met);
      await connection.setLocalDescription();
      if (connection === this.#connection && connection.localDescription?.type === "offer") {
        this.around.send({ kind: "offer", sdp: connection.localDescription.sdp });
      }
    } finally {
      this.#makingOffer = false;
    }
  }

  /** What a relay lets in ends after minutes: before ways are gathered, it must still hold. */
  async #supply(anew: boolean): Promise<void> {
    const connection = this.#connection;
    const iceServers = await this.around.relay(anew);
    if (iceServers && connection === this.#connection) {
      connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
    }
  }

  async #handle(signal: Signal): Promise<void> {
    if (signal.kind === "offer" && signal.sdp) {
      // Of several that came while we were away the last alone is meant.
      await (signal === this.#newest ? this.#offered(signal.sdp) : undefined);
    } else if (signal.kind === "answer" && signal.sdp) {
      await this.#answered(signal.sdp, signal.answers);
    } else if (signal.kind === "candidate" && signal.candidate) {
      await this.#candidate(signal.candidate);
    }
  }

  async #offered(sdp: string): Promise<void> {
    const collision = this.#makingOffer || this.#connection.signalingState !== "stable";
    this.#ignoreOffer = collision && !this.around.polite;
    if (this.#ignoreOffer) {
      return;
    }
    if (this.#isStranger(sdp) || (collision && !this.met)) {
      this.#replace();
    }
    this.#started = true;
    await this.#supply(this.met);
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: "offer", sdp });
    await this.#adopt();
    await connection.setLocalDescription();
    this.around.send({ kind: "answer", sdp: connection.localDescription?.sdp ?? "", answers: nameOf(sdp) });
    await this.#addEarly();
    this.#makePlaceForScreen();
  }

  /** @param offer What it answers; a page that was loaded before an update does not say. */
  async #answered(sdp: string, offer: string | null | undefined): Promise<void> {
    const own = this.#connection.localDescription?.sdp ?? "";
    if (this.#connection.signalingState !== "have-local-offer" || (offer && offer !== nameOf(own))) {
      return; // it answers one that was given up meanwhile
    }
    if (this.#isStranger(sdp)) {
      // Our offer was meant for the page before; the new one must be met afresh.
      this.#replace();
      this.#prepare();
      this.#started = true;
      await this.#negotiate();
      return;
    }
    await this.#connection.setRemoteDescription({ type: "answer", sdp });
    await this.#addEarly();
    this.#makePlaceForScreen();
  }

  async #candidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.met) {
      this.#early.push(candidate);
      return;
    }
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch {
      // A candidate of an offer that we ignored, or of a connection that is gone.
    }
  }

  async #addEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const candidate of early) {
      await this.#candidate(candidate);
    }
  }

  /** The answering side sends over the places that the offer made. */
  async #adopt(): Promise<void> {
    for (const transceiver of this.#connection.getTransceivers()) {
      const place = this.#placeOf(transceiver);
      if (this.#senders[place]) {
        continue;
      }
      this.#senders[place] = transceiver.sender;
      transceiver.direction = "sendrecv";
      if (place !== "screen") {
        transceiver.sender.setStreams?.(this.around.local().stream);
      }
      // Asked for each place in its turn: the call may start, or what we send change, between two of them.
      await transceiver.sender.replaceTrack(this.around.local()[place]);
    }
  }

  #isStranger(sdp: string): boolean {
    const known = this.#connection.remoteDescription?.sdp;
    return known !== undefined && sessionOf(known) !== sessionOf(sdp);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.around.changed(this.state);
    const { connectionState, iceConnectionState } = this.#connection;
    if (connectionState === "connected" && !this.#stillness) {
      this.#stillness = new Stillness(() => this.packets(), () => this.around.flows(), () => this.#still());
      this.#stillness.watch();
    }
    if (iceConnectionState === "failed") {
      this.restart();
    } else if (iceConnectionState === "disconnected") {
      this.#timer = setTimeout(() => this.restart(), patience);
    }
  }

  #still(): void {
    // While an offer is out, the way is being looked for already; while our own line is away, whoever comes back with it looks for one.
    if (!this.asks && this.around.reaches()) {
      this.restart();
    }
    this.around.still();
  }

  #enqueue(work: () => Promise<void>): void {
    // A description that the browser refuses must not stop those after it.
    this.#queue = this.#queue.then(work).catch(error => console.warn("Negotiation:", error));
  }
}

async function packets(connection: RTCPeerConnection): Promise<number> {
  let count = 0;
  (await connection.getStats()).forEach((entry: { type: string; packetsReceived?: number }) => {
    count += entry.type === "inbound-rtp" ? entry.packetsReceived ?? 0 : 0;
  });
  return count;
}

/** The session id of a description: one per peer connection. */
export function sessionOf(sdp: string): string {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? "";
}

/** Session and version of a description (RFC 8866, 5.2): no two offers have both. */
export function nameOf(sdp: string): string {
  return /^o=\S+ (\S+ \S+)/m.exec(sdp)?.[1] ?? "";
}
