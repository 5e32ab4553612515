import type { Chat } from "./chat";
import type { GuestKind, IncidentLine, Participant, ShownLink, Signal, Snapshot, VisitState } from "./contract";
import { Delivery } from "./delivery";
import type { Devices } from "./devices";
import { IncidentReports } from "./incident-reports";
import { MediaLoss } from "./media-loss";
import { Peer, share, type PeerSurroundings } from "./peers";
import { Display } from "./display";
import type { Local, Place } from "./peer-link";
import { QualityWatch, type PeerConnection } from "./quality-watch";
import { RelaySupply } from "./relay-supply";
import { canNegotiate, presenter, type Apart, type Room, type RoomEvent } from "./room";
import { Loudness, type Heard } from "./voice";
import { Wire } from "./wire";

/** How long whoever dropped is expected back at any moment, ms; afterwards they are simply not there. */
const expected = 30_000;

/** How often a call that should flow and does not is looked at, ms. */
const watchEvery = 3000;

/**
 * Our presence in one room: the socket, a peer connection to each of the others, and what ties them. Knows nothing of the screen; tells
 * what happens through `tell`, and reads the state that came of it through `room`.
 */
export class Session {
  readonly #wire: Wire;
  readonly #expected = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #incidents: IncidentReports;
  readonly #loss: MediaLoss;
  readonly quality: QualityWatch;
  readonly delivery: Delivery;
  readonly #peers = new Map<string, Peer>();
  readonly #relay: RelaySupply;
  #watch: ReturnType<typeof setInterval> | undefined;
  readonly #loudness = new Loudness();
  readonly #display = new Display(() => this.unshare());

  constructor(
    private readonly visit: VisitState, private readonly devices: Devices, private readonly chat: Chat,
    private readonly room: () => Room, private readonly tell: (event: RoomEvent) => void, private readonly play: () => void) {
    this.#wire = new Wire(visit.participantId, {
      snapshot: snapshot => this.#joined(snapshot),
      arrived: participant => this.#arrived(participant),
      left: (id, dropped) => this.#left(id, dropped),
      removed: id => this.#removed(id),
      changed: participant => { tell({ type: "changed", participant }); this.quality.follow(); },
      quality: (id, level) => tell({ type: "level", id, level }),
      signal: (from, signal) => this.#signal(from, signal),
      said: line => chat.receive(line),
      reached: ({ lines, seen }) => chat.reach(lines, seen),
      started: startedAt => this.#started(startedAt),
      ended: ended => { tell({ type: "ended", ended }); this.close(); },
      calledOff: () => { tell({ type: "called-off" }); this.close(); },
      paused: at => tell({ type: "paused", at }),
      resumed: () => tell({ type: "paused", at: null }),
      endingSoon: endsAt => tell({ type: "notice", notice: { kind: "ending-soon", at: endsAt } }),
      nobodyCame: () => tell({ type: "notice", notice: { kind: "nobody-came" } }),
      turnChanged: () => tell({ type: "turn-changed" }),
      takenOver: () => this.#apart("taken-over"),
      line: state => tell({ type: "line", state }),
      lives: () => this.#peers.forEach(peer => peer.lineLives()),
      moved: () => this.#peers.forEach(peer => peer.move()),
      refused: code => this.#apart(code === "taken-over" ? "taken-over" : "refused"),
    }, () => this.#flags());
    this.delivery = new Delivery(this.#wire, chat, () => room().line === "connected");
    this.#relay = new RelaySupply(visit, () => this.#wire.relay());
    this.#incidents = new IncidentReports(report => this.#wire.reportIncident(report));
    this.#loss = new MediaLoss(room, (over, lasted) => this.#incidents.tell("mediaLost", "wayLost", over, lasted));
    this.quality = this.#watchQuality();
  }

  open(): void {
    this.#wire.open();
    this.#peer(this.visit.otherId, this.visit.role === "practitioner" ? 1 : 0); // prepared while the socket opens
    this.quality.expect();
    this.#watch = setInterval(() => this.#heal(), watchEvery);
    this.#loss.watch();
  }

  /** Our camera or microphone changed: sends the new track, and says what is on. */
  async retrack(kind: "audio" | "video"): Promise<void> {
    this.#incidents.track(kind, this.devices[kind], this.room().media === "connected");
    await this.#resend(kind);
    this.quality.pictured();
  }

  /** The call began, was paused, or goes on: everything is sent, or nothing; no negotiation. */
  async resend(): Promise<void> {
    await Promise.all((["audio", "video", "screen"] as const).map(place => this.#resend(place)));
  }

  pause(): Promise<void> {
    return this.#wire.pause();
  }

  resume(): Promise<void> {
    return this.#wire.resume();
  }

  /** Asks the person for their screen, and the room whether it may be shown; the room's word decides. */
  async share(): Promise<"shown" | "nothing" | "taken" | "unreachable"> {
    if (!await this.#display.choose()) {
      return "nothing";
    }
    try {
      await this.#wire.showScreen();
    } catch (error) {
      this.#display.drop();
      return String(error).includes("screen-taken") ? "taken" : "unreachable";
    }
    this.tell({ type: "sharing", on: this.#display.track !== null });
    await this.#resend("screen");
    return "shown";
  }

  unshare(): void {
    this.#display.drop();
    this.tell({ type: "sharing", on: false });
    void this.#resend("screen");
    this.#wire.setMedia();
  }

  announceMedia(): void {
    if (this.room().line === "connected") {
      this.#incidents.devices(this.devices, this.visit.modality);
    }
    this.#wire.setMedia();
  }

  admit(): Promise<void> {
    const other = this.room().other;
    return other ? this.#wire.admit(other.id) : Promise.resolve();
  }

  holdOther(): Promise<void> {
    return this.#wire.holdOther();
  }

  /** For the practitioner: the visit's technical incidents so far. */
  incidents(): Promise<IncidentLine[]> {
    return this.#wire.incidents();
  }

  /** Invites somebody more. The link, when it is to be handed over, is known this once. */
  async invite(name: string, kind: GuestKind, email: string | null): Promise<ShownLink | null> {
    const { guest, link } = await this.#wire.invite({ name, kind, email });
    this.tell({ type: "invited", participant: guest });
    return link ?? null;
  }

  guestLink(id: string): Promise<ShownLink> {
    return this.#wire.guestLink(id);
  }

  remove(id: string): Promise<void> {
    return this.#wire.remove(id);
  }

  end(): Promise<void> {
    return this.#wire.end("byPractitioner");
  }

  async leave(): Promise<void> {
    await this.#wire.leave().catch(() => undefined); // without a line the server notices by itself
    this.#apart("left");
  }

  close(): void {
    clearInterval(this.#watch);
    this.#loss.close();
    this.#display.drop();
    this.quality.stop();
    this.#peers.forEach(peer => peer.close());
    this.#peers.clear();
    void this.#wire.close();
  }

  /** What comes from one of the others; without an id, from the one whom the visit is with. */
  remote(id = this.visit.otherId): MediaStream | undefined {
    return this.#peers.get(id)?.remote;
  }

  /** The screen that one of the others shows just now. */
  get screen(): MediaStream | undefined {
    return this.#peers.get(presenter(this.room())?.id ?? "")?.screen;
  }

  /** How loud each of the others was since it was last asked, 0 to 1. */
  async levels(): Promise<Map<string, number>> {
    return new Map(await Promise.all([...this.#peers].map(async ([id, peer]) => [id, await peer.level()] as const)));
  }

  /** How loud our own voice was as it is sent, since it was last asked, 0 to 1. */
  async ownLevel(): Promise<number> {
    const link = [...this.#peers.values()].find(peer => peer.link.state === "connected")?.link;
    const sender = link?.connection.getSenders().find(each => each.track?.kind === "audio");
    let level = 0;
    (await sender?.getStats())?.forEach((entry: Heard) => {
      level = entry.type === "media-source" ? this.#loudness.since(entry) : level;
    });
    return level;
  }

  /** For the tests in a browser: what the connection to one of the others itself counts. */
  stats(id = this.visit.otherId): Promise<RTCStatsReport> | undefined {
    return this.#peers.get(id)?.link.connection.getStats();
  }

  /** The one who has that id: their connection, new if there is none yet. */
  #peer(id: string, seat: number): Peer {
    let peer = this.#peers.get(id);
    if (!peer) {
      peer = new Peer(id, this.visit.seat > seat, this.#surroundings);
      this.#peers.set(id, peer);
    }
    return peer;
  }

  readonly #surroundings: PeerSurroundings = {
    iceServers: () => this.#relay.servers,
    relay: anew => this.#relay.supply(anew),
    send: (to, signal) => this.#wire.send(to, signal),
    local: () => this.#local(),
    play: () => this.play(),
    changed: (id, state) => {
      this.tell({ type: "media", id, state: state === "new" ? "none" : state });
      this.#flowing();
    },
    fellSilent: id => this.tell({ type: "media", id, state: "interrupted" }),
    flows: () => this.#flows,
    still: () => this.#wire.suspect(),
    reaches: () => this.room().line === "connected",
    isPresent: id => this.room().others.some(other => other.id === id && other.present),
  };

  /** What flows is looked at; the upstream is shared among those to whom it goes. */
  #flowing(): void {
    if (this.#links().length > 0) {
      this.quality.start();
      this.quality.follow();
    }
  }

  /** Picture and sound go both ways: not before the call starts, and not while it is paused. */
  get #flows(): boolean {
    const { visit, pausedAt } = this.room();
    return visit?.status === "active" && pausedAt === null;
  }

  /** None while nothing flows: that tells nothing of the network. */
  #links(): PeerConnection[] {
    return !this.#flows ? [] : [...this.#peers.values()].filter(peer => peer.link.state === "connected").map(peer => ({ id: peer.id, connection: peer.link.connection }));
  }

  #watchQuality(): QualityWatch {
    const { devices } = this;
    return new QualityWatch({
      links: () => this.#links(),
      share,
      other: id => this.room().others.find(other => other.id === id),
      camera: { get on() { return devices.cameraOn; }, get track() { return devices.video; }, set: on => devices.setCamera(on) },
      incidents: this.#incidents,
      report: sample => this.#wire.reportQuality(sample),
      changed: quality => this.tell({ type: "quality", quality }),
      announce: () => this.#wire.setMedia(),
    });
  }

  #signal(from: string, signal: Signal): void {
    const sender = this.room().others.find(other => other.id === from);
    if (sender) {
      this.#peer(sender.id, sender.seat).receive(signal);
    }
  }

  #joined(snapshot: Snapshot): void {
    const wasWaiting = this.room().visit?.status === "waiting";
    this.delivery.renew();
    this.chat.load(snapshot.chat);
    this.tell({ type: "snapshot", snapshot });
    if (this.#display.track && snapshot.participants.some(one => one.id === this.visit.participantId && !one.screen)) {
      this.unshare(); // while our line was away somebody else began to show theirs
    }
    this.#incidents.devices(this.devices, this.visit.modality);
    void this.#incidents.flush();
    this.delivery.deliverUnsent();
    this.#meetAll(wasWaiting && this.visit.role !== "guest"); // whoever is there already waits for a guest's offer
  }

  #arrived(participant: Participant): void {
    this.#loss.forget(participant.id);
    this.tell({ type: "arrived", participant });
    this.quality.expect();
    if (canNegotiate(this.room(), participant.id)) {
      this.#peer(participant.id, participant.seat).meet(true, participant.role === "guest");
    }
  }

  #started(startedAt: string): void {
    this.tell({ type: "started", startedAt });
    this.quality.expect();
    void this.resend(); // the connection was prepared while the patient waited to be let in
    this.#meetAll(true);
  }

  #left(id: string, dropped: boolean): void {
    this.tell({ type: "left", id, dropped });
    void this.#peers.get(id)?.listen();
    if (dropped) {
      clearTimeout(this.#expected.get(id));
      this.#expected.set(id, setTimeout(() => {
        if (this.#peers.size > 0 && this.room().others.some(other => other.id === id && !other.present)) {
          this.tell({ type: "left", id });
        }
      }, expected));
    }
  }

  #removed(id: string): void {
    if (id === this.visit.participantId) {
      this.#apart("removed");
      return;
    }
    this.tell({ type: "removed", id });
    this.#peers.get(id)?.close();
    this.#peers.delete(id);
    this.#flowing();
  }

  #meetAll(both: boolean): void {
    for (const { id, seat } of this.room().others.filter(other => canNegotiate(this.room(), other.id))) {
      this.#peer(id, seat).meet(both);
    }
  }

  #heal(): void {
    const room = this.room();
    this.#peers.forEach((peer, id) => peer.heal(room.line === "connected" && canNegotiate(room, id)));
  }

  #flags() {
    return { microphone: this.devices.microphoneOn, camera: this.devices.cameraOn && this.quality.soundOnly === null, screen: this.#display.track !== null };
  }

  /** What goes out; nothing while nothing flows. */
  #local(): Local {
    const { stream, audio, video } = this.devices;
    return this.#flows ? { stream, audio, video, screen: this.#display.track } : { stream, audio: null, video: null, screen: null };
  }

  async #resend(place: Place): Promise<void> {
    await Promise.all([...this.#peers.values()].map(peer => peer.link.replace(place, this.#local()[place])));
  }

  #apart(why: Apart): void {
    this.tell({ type: "apart", why });
    this.close();
  }
}
