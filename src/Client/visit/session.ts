import type { Chat } from "./chat";
import type { Participant, Signal, Snapshot, VisitState } from "./contract";
import type { Devices } from "./devices";
import { PeerLink } from "./peer-link";
import { canNegotiate, type Room, type RoomEvent } from "./room";
import { Wire } from "./wire";

/** How long the polite side waits for the other's first offer when both have just met, ms. */
const courtesy = 700;

/** How long nothing may come from a peer whose page is gone before the picture is taken for a still, ms. */
const silence = 1200;

/** How often a call that should flow and does not is looked at, ms. */
const watchEvery = 3000;

/**
 * Our presence in one room: the socket, the one peer connection, and what ties them. Knows nothing of the screen; tells what happens
 * through `tell`, and reads the state that came of it through `room`.
 */
export class Session {
  readonly remote = new MediaStream();
  readonly #wire: Wire;
  #link: PeerLink | undefined;
  #iceServers: RTCIceServer[];
  #courtesy: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #stuck = 0;

  constructor(
    private readonly visit: VisitState, private readonly devices: Devices, private readonly chat: Chat,
    private readonly room: () => Room, private readonly tell: (event: RoomEvent) => void, private readonly play: () => void) {
    this.#iceServers = visit.iceServers;
    this.#wire = new Wire(visit.participantId, {
      snapshot: snapshot => this.#joined(snapshot),
      arrived: participant => this.#arrived(participant),
      left: id => { tell({ type: "left", id }); void this.#listen(); },
      changed: participant => tell({ type: "changed", participant }),
      signal: (_, signal) => this.#signal(signal),
      said: line => chat.receive(line),
      started: startedAt => this.#started(startedAt),
      ended: ended => { tell({ type: "ended", ended }); this.close(); },
      calledOff: () => { tell({ type: "called-off" }); this.close(); },
      endingSoon: endsAt => tell({ type: "notice", notice: { kind: "ending-soon", at: endsAt } }),
      nobodyCame: () => tell({ type: "notice", notice: { kind: "nobody-came" } }),
      takenOver: () => this.#apart("taken-over"),
      line: state => tell({ type: "line", state }),
      refused: code => this.#apart(code === "taken-over" ? "taken-over" : "refused"),
    }, () => this.#flags());
  }

  open(): void {
    this.#link = this.#connect(); // prepared while the other is waited for
    this.#wire.open();
    this.#watch = setInterval(() => this.#heal(), watchEvery);
  }

  /** Our camera or microphone changed: sends the new track, and says what is on. */
  async retrack(kind: "audio" | "video", track: MediaStreamTrack | null): Promise<void> {
    await this.#link?.replace(kind, track);
  }

  announceMedia(): void {
    this.#wire.setMedia();
  }

  say(text: string): void {
    const line = this.chat.write(text, crypto.randomUUID(), new Date());
    void this.#deliver(line.clientId, line.text);
  }

  repeat(clientId: string, text: string): void {
    this.chat.retry(clientId);
    void this.#deliver(clientId, text);
  }

  admit(): Promise<void> {
    const other = this.room().other;
    return other ? this.#wire.admit(other.id) : Promise.resolve();
  }

  holdOther(): Promise<void> {
    return this.#wire.holdOther();
  }

  end(): Promise<void> {
    return this.#wire.end("byPractitioner");
  }

  async leave(): Promise<void> {
    await this.#wire.leave().catch(() => undefined); // without a line the server notices by itself
    this.#apart("left");
  }

  close(): void {
    clearTimeout(this.#courtesy);
    clearInterval(this.#watch);
    this.#link?.close();
    this.#link = undefined;
    this.remote.getTracks().forEach(track => this.remote.removeTrack(track));
    void this.#wire.close();
  }

  /** For the tests in a browser: what the connection itself counts. */
  stats(): Promise<RTCStatsReport> | undefined {
    return this.#link?.connection.getStats();
  }

  #connect(): PeerLink {
    return new PeerLink({
      polite: this.visit.polite,
      connect: () => new RTCPeerConnection({ iceServers: this.#iceServers, bundlePolicy: "max-bundle" }),
      send: signal => this.#send(signal),
      local: () => ({ stream: this.devices.stream, audio: this.devices.audio, video: this.devices.video }),
      remote: track => this.#receive(track),
      changed: state => this.tell({ type: "media", state: state === "new" ? "none" : state }),
    });
  }

  #receive(track: MediaStreamTrack): void {
    this.remote.getTracks().filter(old => old.kind === track.kind).forEach(old => this.remote.removeTrack(old));
    this.remote.addTrack(track);
    this.play();
  }

  #send(signal: Signal): void {
    const other = this.room().other;
    if (other) {
      this.#wire.send(other.id, signal);
    }
  }

  #signal(signal: Signal): void {
    clearTimeout(this.#courtesy);
    this.#link?.receive(signal);
  }

  #joined(snapshot: Snapshot): void {
    const wasWaiting = this.room().visit?.status === "waiting";
    this.#iceServers = snapshot.iceServers.length > 0 ? snapshot.iceServers : this.#iceServers;
    this.chat.load(snapshot.chat);
    this.chat.unsent.forEach(line => void this.#deliver(line.clientId, line.text));
    this.tell({ type: "snapshot", snapshot });
    if (snapshot.status === "ended") {
      this.close();
    } else if (canNegotiate(this.room())) {
      this.#meet(wasWaiting);
    }
  }

  #arrived(participant: Participant): void {
    this.tell({ type: "arrived", participant });
    if (canNegotiate(this.room())) {
      this.#meet(true);
    }
  }

  #started(startedAt: string): void {
    this.tell({ type: "started", startedAt });
    this.#meet(true);
  }

  /** Begins, or goes on. Whoever comes back to a running call offers at once; when both have just met, the polite side waits a moment. */
  #meet(both: boolean): void {
    const link = this.#link;
    if (!link) {
      return;
    }
    if (link.met) {
      if (link.state !== "connected") {
        link.restart();
      }
    } else if (both && this.visit.polite) {
      clearTimeout(this.#courtesy);
      this.#courtesy = setTimeout(() => link.offer(), courtesy);
    } else {
      link.offer();
    }
  }

  /** What neither ICE nor signaling mended by itself, for instance because a message was lost, begins anew. */
  #heal(): void {
    const room = this.room();
    const stuck = canNegotiate(room) && room.line === "connected" && this.#link && this.#link.state !== "connected";
    this.#stuck = stuck ? this.#stuck + 1 : 0;
    // The polite side leaves the first move to the other, so that the two do not begin anew in turns.
    if (this.#stuck >= (this.visit.polite ? 4 : 2)) {
      this.#stuck = 0;
      this.#link?.renew();
    }
  }

  /** The other's page is gone from the server: were it only its socket, packets would still come. */
  async #listen(): Promise<void> {
    const link = this.#link;
    if (link?.state !== "connected") {
      return;
    }
    const before = await received(link);
    await new Promise(resolve => setTimeout(resolve, silence));
    if (link !== this.#link || this.room().other?.present !== false) {
      return;
    }
    if (await received(link) === before) {
      this.tell({ type: "media", state: "interrupted" });
    } else {
      void this.#listen();
    }
  }

  async #deliver(clientId: string, text: string): Promise<void> {
    try {
      const { at } = await this.#wire.say(clientId, text);
      this.chat.acknowledge(clientId, at);
    } catch (error) {
      // Refused by the server: failed, and the person decides. The line was away: it goes out again on rejoining.
      if (String(error).includes("HubException")) {
        this.chat.fail(clientId);
      }
    }
  }

  #flags() {
    return { microphone: this.devices.microphoneOn, camera: this.devices.cameraOn, screen: false };
  }

  #apart(why: "left" | "taken-over" | "refused"): void {
    this.tell({ type: "apart", why });
    this.close();
  }
}

/** Bytes that came over the link's transports so far, of whatever kind. */
async function received(link: PeerLink): Promise<number> {
  let bytes = 0;
  (await link.connection.getStats()).forEach((entry: { type: string; bytesReceived?: number }) => {
    bytes += entry.type === "transport" ? entry.bytesReceived ?? 0 : 0;
  });
  return bytes;
}
