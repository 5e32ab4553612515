import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import { Pause, retryDelay } from "../lib/retry";
import type { Ended, Participant, Signal, Snapshot } from "./contract";

/** What the server says, and what the line itself says. */
export interface WireEvents {
  snapshot(snapshot: Snapshot): void;
  arrived(participant: Participant): void;
  left(id: string): void;
  changed(participant: Participant): void;
  signal(from: string, signal: Signal): void;
  said(line: { id: string; clientId: string; from: string; text: string; at: string }): void;
  started(startedAt: string): void;
  ended(ended: Ended): void;
  calledOff(): void;
  takenOver(): void;
  endingSoon(endsAt: string): void;
  nobodyCame(): void;
  line(state: "connecting" | "connected" | "reconnecting" | "closed"): void;
  /** The server does not let us in: its code word. */
  refused(code: string): void;
}

export interface MediaFlags {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

/** The socket of one participant in one room: keeps itself open for ever, and joins again whenever it is. */
export class Wire {
  readonly #hub: HubConnection;
  readonly #pause = new Pause();
  readonly #tab = crypto.randomUUID();
  #wanted = false;
  #told: MediaFlags | undefined;
  #running = false;
  #awake = () => this.#pause.wake();
  #online = () => {
    // The network changed: a socket that looks open is most likely dead, and would say so only after a long while.
    this.#pause.wake();
    void this.#hub.stop();
  };

  constructor(participantId: string, private readonly events: WireEvents, private readonly media: () => MediaFlags) {
    this.#hub = new HubConnectionBuilder()
      .withUrl(`/hubs/consultation?participant=${participantId}`, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build();
    this.#listen();
  }

  /** Opens the line and joins the room; returns at once. */
  open(): void {
    this.#wanted = true;
    addEventListener("online", this.#online);
    document.addEventListener("visibilitychange", this.#awake);
    void this.#run();
  }

  async close(): Promise<void> {
    this.#wanted = false;
    removeEventListener("online", this.#online);
    document.removeEventListener("visibilitychange", this.#awake);
    this.#pause.wake();
    await this.#hub.stop();
  }

  send(to: string, signal: Signal): void {
    void this.#call("Signal", { to, ...signal }).catch(() => undefined); // lost with the line; rejoining negotiates again
  }

  say(clientId: string, text: string): Promise<{ id: string; at: string }> {
    return this.#call("Say", { clientId, text });
  }

  /** Says what is on now; before joining there is nobody to say it to, and joining says it. */
  setMedia(): void {
    const media = this.media();
    if (this.#told && (this.#told.microphone !== media.microphone || this.#told.camera !== media.camera)) {
      this.#told = media;
      void this.#call("SetMedia", media).catch(() => undefined);
    }
  }

  leave(): Promise<void> {
    return this.#call("Leave");
  }

  admit(participantId: string): Promise<void> {
    return this.#call("Admit", participantId);
  }

  holdOther(): Promise<void> {
    return this.#call("HoldOther");
  }

  end(reason: string): Promise<void> {
    return this.#call("End", reason);
  }

  #call<T>(method: string, ...values: unknown[]): Promise<T> {
    return this.#hub.invoke<T>(method, ...values);
  }

  #listen(): void {
    const { events } = this;
    this.#hub.on("Snapshot", (snapshot: Snapshot) => events.snapshot(snapshot));
    this.#hub.on("ParticipantArrived", (participant: Participant) => events.arrived(participant));
    this.#hub.on("ParticipantLeft", ({ id }: { id: string }) => events.left(id));
    this.#hub.on("ParticipantChanged", (participant: Participant) => events.changed(participant));
    this.#hub.on("Signal", ({ from, ...signal }: Signal & { from: string }) => events.signal(from, signal));
    this.#hub.on("Said", line => events.said(line));
    this.#hub.on("Started", ({ startedAt }: { startedAt: string }) => events.started(startedAt));
    this.#hub.on("Ended", (ended: Ended) => events.ended(ended));
    this.#hub.on("CalledOff", () => events.calledOff());
    this.#hub.on("TakenOver", () => events.takenOver());
    this.#hub.on("EndingSoon", ({ endsAt }: { endsAt: string }) => events.endingSoon(endsAt));
    this.#hub.on("NobodyCame", () => events.nobodyCame());
    this.#hub.onclose(() => {
      this.#told = undefined;
      if (this.#wanted) {
        this.events.line("reconnecting");
        void this.#run();
      }
    });
  }

  /** Tries until the room is joined; one loop at a time. */
  async #run(): Promise<void> {
    if (this.#running) {
      return;
    }
    this.#running = true;
    try {
      for (let attempt = 0; this.#wanted; attempt++) {
        if (attempt > 0) {
          await this.#pause.wait(retryDelay(attempt));
        }
        if (this.#wanted && await this.#join()) {
          return;
        }
      }
    } finally {
      this.#running = false;
    }
  }

  async #join(): Promise<boolean> {
    try {
      if (this.#hub.state === HubConnectionState.Disconnected) {
        await this.#hub.start();
      }
      const media = this.media();
      await this.#call("Join", { tab: this.#tab, microphone: media.microphone, camera: media.camera });
      this.#told = media;
      this.setMedia(); // the camera may have come while we joined
      this.events.line("connected");
      return true;
    } catch (error) {
      const code = /HubException: ([a-z-]+)/.exec(String(error))?.[1];
      if (code && code !== "too-fast") {
        this.#wanted = false;
        this.events.refused(code);
        return true;
      }
      this.events.line("reconnecting");
      return false;
    }
  }
}
