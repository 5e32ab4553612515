import type { Signal } from "./contract";

export type LinkState = "new" | "connecting" | "connected" | "interrupted";

/** What a link needs from its surroundings; a test gives fakes. */
export interface LinkSurroundings {
  /** "Polite" gives way when two offers cross; the server says who is. */
  polite: boolean;
  connect(): RTCPeerConnection;
  send(signal: Signal): void;
  /** Our tracks; either may be missing, and may come later through `replace`. */
  local(): { stream: MediaStream; audio: MediaStreamTrack | null; video: MediaStreamTrack | null };
  remote(track: MediaStreamTrack): void;
  changed(state: LinkState): void;
}

/** How long a broken connection may heal by itself before ICE is restarted, ms. */
export const patience = 2000;

/**
 * Perfect negotiation (https://www.w3.org/TR/webrtc/#perfect-negotiation-example) with one peer, plus what a visit needs: the peer may
 * come back with a new page. A description whose session id (RFC 8866, `o=`) is not the one we talked to comes from a new peer
 * connection, and is met with a new one. Both directions of picture and sound are negotiated once; muting and changing the camera
 * never negotiate.
 */
export class PeerLink {
  #connection: RTCPeerConnection;
  #senders: { audio?: RTCRtpSender; video?: RTCRtpSender } = {};
  #makingOffer = false;
  #ignoreOffer = false;
  #started = false;
  #early: RTCIceCandidateInit[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #queue: Promise<void> = Promise.resolve();

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
  async replace(kind: "audio" | "video", track: MediaStreamTrack | null): Promise<void> {
    await this.#senders[kind]?.replaceTrack(track);
  }

  /** What the peer sent; handled strictly in the order of arrival. */
  receive(signal: Signal): void {
    this.#enqueue(() => this.#handle(signal));
  }

  /** Resolves when everything received or asked so far was handled. */
  settled(): Promise<void> {
    return this.#queue;
  }

  close(): void {
    clearTimeout(this.#timer);
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
    connection.ontrack = ({ track }) => this.around.remote(track);
    connection.onnegotiationneeded = () => {
      // Before the first offer there is nobody to negotiate with; afterwards only an ICE restart needs it.
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

  async #negotiate(): Promise<void> {
    const connection = this.#connection;
    try {
      this.#makingOffer = true;
      await connection.setLocalDescription();
      if (connection === this.#connection && connection.localDescription?.type === "offer") {
        this.around.send({ kind: "offer", sdp: connection.localDescription.sdp });
      }
    } finally {
      this.#makingOffer = false;
    }
  }

  async #handle(signal: Signal): Promise<void> {
    if (signal.kind === "offer" && signal.sdp) {
      await this.#offered(signal.sdp);
    } else if (signal.kind === "answer" && signal.sdp) {
      await this.#answered(signal.sdp);
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
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: "offer", sdp });
    await this.#adopt();
    await connection.setLocalDescription();
    this.around.send({ kind: "answer", sdp: connection.localDescription?.sdp ?? "" });
    await this.#addEarly();
  }

  async #answered(sdp: string): Promise<void> {
    if (this.#connection.signalingState !== "have-local-offer") {
      return;
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
    const { stream, audio, video } = this.around.local();
    for (const transceiver of this.#connection.getTransceivers()) {
      const kind = transceiver.receiver.track.kind as "audio" | "video";
      if (this.#senders[kind]) {
        continue;
      }
      this.#senders[kind] = transceiver.sender;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(stream);
      await transceiver.sender.replaceTrack(kind === "audio" ? audio : video);
    }
  }

  #isStranger(sdp: string): boolean {
    const known = this.#connection.remoteDescription?.sdp;
    return known !== undefined && sessionOf(known) !== sessionOf(sdp);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.around.changed(this.state);
    const { iceConnectionState } = this.#connection;
    if (iceConnectionState === "failed") {
      this.restart();
    } else if (iceConnectionState === "disconnected") {
      this.#timer = setTimeout(() => this.restart(), patience);
    }
  }

  #enqueue(work: () => Promise<void>): void {
    // A description that the browser refuses must not stop those after it.
    this.#queue = this.#queue.then(work).catch(error => console.warn("Negotiation:", error));
  }
}

/** The session id of a description: one per peer connection. */
export function sessionOf(sdp: string): string {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? "";
}
