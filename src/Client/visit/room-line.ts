import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection, type IHttpConnectionOptions } from "@microsoft/signalr";
import type { Ended, Line, Participant, Signal, Snapshot } from "./contract";
import type { Level } from "./quality";

/** What the server says, and what the line itself says. */
export interface WireEvents {
  snapshot(snapshot: Snapshot): void;
  arrived(participant: Participant): void;
  /** `dropped`: their connection broke; else they left. */
  left(id: string, dropped: boolean): void;
  /** The practitioner removed someone for good: another, or us. */
  removed(id: string): void;
  changed(participant: Participant): void;
  signal(from: string, signal: Signal): void;
  quality(id: string, level: Level): void;
  said(line: Line): void;
  /** Our lines have come further: to another page, or before somebody's eyes. */
  reached(reached: { lines: string[]; seen: boolean }): void;
  started(startedAt: string): void;
  ended(ended: Ended): void;
  calledOff(): void;
  takenOver(): void;
  turnChanged(): void;
  /** The practitioner is away for a moment, and back. */
  paused(at: string): void;
  resumed(): void;
  endingSoon(endsAt: string): void;
  nobodyCame(): void;
  line(state: "connecting" | "connected" | "reconnecting" | "closed"): void;
  /** Suspected, and it lives. */
  lives(): void;
  /** Another network, or one again: whatever went over the old one may be dead without anybody having noticed yet. */
  moved(): void;
  /** The server does not let us in: its code word. */
  refused(code: string): void;
}

/** The server says something every 2 s at least; after so long a silence the line is dead, ms. */
const silence = 6000;

/** One socket to the room, from before it opens to its end. */
export class RoomLine {
  readonly hub: HubConnection;
  #socket: WebSocket | undefined;
  #heardAt = 0;
  /** When it had last been heard before a long pause, and when that ended. */
  #pause = { from: 0, to: 0 };

  /** @param counts What an abandoned line still brings is old: is it this one's turn? */
  constructor(participantId: string, private readonly events: WireEvents, private readonly counts: (line: RoomLine) => boolean, lost: (line: RoomLine) => void, leaves: (line: RoomLine) => void) {
    // The library takes it, though its types keep it to itself.
    const options: IHttpConnectionOptions & { WebSocket: typeof WebSocket } = {
      skipNegotiation: true, transport: HttpTransportType.WebSockets, WebSocket: this.#socketOf(),
    };
    this.hub = new HubConnectionBuilder()
      .withUrl(`/hubs/consultation?participant=${participantId}`, options)
      .configureLogging(LogLevel.None)
      .withServerTimeout(silence)
      .withKeepAliveInterval(silence / 2)
      .build();
    this.#listen();
    this.#on("ServerLeaves", () => leaves(this));
    this.hub.onclose(() => lost(this));
  }

  /** When anything came last, ms since the epoch; 0: nothing yet. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Since when nothing comes, ms since the epoch; what lay waiting while the machine slept did not come. Undefined: nothing ever came. */
  get silentSince(): number | undefined {
    return this.#pause.from || this.#heardAt || undefined;
  }

  /** At once, even one that is still opening, which the hub itself cannot close. */
  closeSocket(): void {
    this.#socket?.close();
  }

  #hear(now: number): void {
    if (this.#heardAt && now - this.#heardAt >= silence / 2) {
      this.#pause = { from: this.#heardAt, to: now };
    } else if (now - this.#pause.to >= silence / 2) {
      this.#pause = { from: 0, to: 0 };
    }
    this.#heardAt = now;
  }

  #on<T>(name: string, tell: (news: T) => void): void {
    this.hub.on(name, (news: T) => {
      if (this.counts(this)) {
        tell(news);
      }
    });
  }

  #listen(): void {
    const { events } = this;
    this.#on("Snapshot", (snapshot: Snapshot) => events.snapshot(snapshot));
    this.#on("ParticipantArrived", (participant: Participant) => events.arrived(participant));
    this.#on("ParticipantLeft", ({ id, dropped }: { id: string; dropped: boolean }) => events.left(id, dropped));
    this.#on("ParticipantRemoved", ({ id }: { id: string }) => events.removed(id));
    this.#on("ParticipantChanged", (participant: Participant) => events.changed(participant));
    this.#on("Signal", ({ from, ...signal }: Signal & { from: string }) => events.signal(from, signal));
    this.#on("QualityChanged", ({ id, level }: { id: string; level: Level }) => events.quality(id, level));
    this.#on("Said", (line: Line) => events.said(line));
    this.#on("Reached", (reached: { lines: string[]; seen: boolean }) => events.reached(reached));
    this.#on("Started", ({ startedAt }: { startedAt: string }) => events.started(startedAt));
    this.#on("Ended", (ended: Ended) => events.ended(ended));
    this.#on("CalledOff", () => events.calledOff());
    this.#on("TakenOver", () => events.takenOver());
    this.#on("TurnChanged", () => events.turnChanged());
    this.#on("Paused", ({ pausedAt }: { pausedAt: string }) => events.paused(pausedAt));
    this.#on("Resumed", () => events.resumed());
    this.#on("EndingSoon", ({ endsAt }: { endsAt: string }) => events.endingSoon(endsAt));
    this.#on("NobodyCame", () => events.nobodyCame());
  }

  /** The hub's own socket, in our hands too: the hub does not tell when it heard something. */
  #socketOf(): typeof WebSocket {
    const line = this;
    return class extends WebSocket {
      constructor(...how: ConstructorParameters<typeof WebSocket>) {
        super(...how);
        line.#socket = this;
        this.addEventListener("message", () => {
          if (line.#socket === this) {
            line.#hear(Date.now());
          }
        });
      }
    };
  }
}
