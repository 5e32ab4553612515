import { HubConnectionState } from "@microsoft/signalr";
import { Pause, retryDelay } from "../lib/retry";
import type { QualitySample } from "./contract";
import { RoomCalls } from "./room-calls";
import { RoomLine, type WireEvents } from "./room-line";

export interface MediaFlags {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

/** https://wicg.github.io/netinfo/: not in every browser. */
const network = (navigator as { connection?: EventTarget & { type?: string } }).connection;

/**
 * How long a socket may take to open, ms. A network that swallows everything says nothing, and a try that it swallowed is repeated by the
 * system after 1, 2, 4, 8 … s: a new one is sooner there when the network is back. Where the last one opened quickly, the next ones get
 * little time; now and then one gets what a slow network takes.
 */
const opening = (attempt: number, took: number) =>
  attempt % 24 === 23 ? 10_000 : attempt < 2 || attempt % 8 === 7 ? 3000 : Math.min(Math.max(4 * took, 1200), 3000);

/** How long joining over an open socket may take, ms; longer, try by try. */
const patience = (attempt: number) => 5000 * Math.min(attempt + 1, 4);

/** The same, when nothing comes from the others either, or the machine has slept, ms. */
const suspicion = 2500;

const silent = new Error("silence");
const givenUp = new Error("given up");

/** The socket of one participant in one room: keeps itself open for ever, and joins again whenever it is. */
export class Wire extends RoomCalls {
  #line: RoomLine;
  /** The line that takes the present one's place as soon as it has joined. */
  #next: RoomLine | undefined;

  /** From which the page moved over to the present one. */
  #left: RoomLine | undefined;
  #moving: Promise<void> | undefined;
  readonly #pending = new Set<Promise<unknown>>();
  #starting: Promise<void> | undefined;
  #give: () => void = () => undefined;
  readonly #pause = new Pause();
  readonly #tab = crypto.randomUUID();
  #attempts = 0;
  /** What the last socket took to open, ms; on another network nothing is known. */
  #took = Infinity;
  /** When the line that is lost was last heard, ms since the epoch; of none: undefined. */
  #lastHeard: number | undefined;
  #suspicion: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #told: MediaFlags | undefined;
  #running = false;
  #awake = () => {
    this.#pause.wake();
    this.suspect();
  };
  #network = network?.type;
  #online = (event: Event) => {
    const same = event.type === "change" && network?.type === this.#network; // only its speed is judged anew
    this.#network = network?.type;
    if (same) {
      return;
    }
    this.#took = Infinity;
    // A socket that is open, or about to be, is most likely dead, and would say so only after a long while.
    this.#anew();
  };

  constructor(private readonly participantId: string, private readonly events: WireEvents, private readonly media: () => MediaFlags) {
    super();
    this.#line = this.#build();
  }

  /** Opens the line and joins the room; returns at once. */
  open(): void {
    this.#wanted = true;
    addEventListener("online", this.#online);
    network?.addEventListener("change", this.#online);
    for (const wake of ["visibilitychange", "resume"]) {
      document.addEventListener(wake, this.#awake);
    }
    void this.#run();
  }

  async close(): Promise<void> {
    this.#wanted = false;
    removeEventListener("online", this.#online);
    network?.removeEventListener("change", this.#online);
    for (const wake of ["visibilitychange", "resume"]) {
      document.removeEventListener(wake, this.#awake);
    }
    clearTimeout(this.#suspicion);
    this.#pause.wake();
    void this.#next?.hub.stop();
    await this.#line.hub.stop();
  }

  /** Nothing comes from the others, or the machine has slept: the line is not given as long to show that it lives. */
  suspect(): void {
    clearTimeout(this.#suspicion);
    // What came during the sleep is heard first.
    this.#suspicion = setTimeout(() => {
      if (!this.#wanted || this.#running) {
        return;
      }
      if (Date.now() - this.#line.heardAt >= suspicion) {
        this.#anew();
      } else {
        this.events.lives();
      }
    }, Math.max(300, this.#line.heardAt + suspicion - Date.now()));
  }

  /** Says what is on now; before joining there is nobody to say it to, and joining says it. */
  setMedia(): void {
    const media = this.media();
    if (this.#told && (this.#told.microphone !== media.microphone || this.#told.camera !== media.camera || this.#told.screen !== media.screen)) {
      this.#told = media;
      void this.call("SetMedia", media).catch(() => undefined);
    }
  }

  /** May our screen be shown? Refused with "screen-taken" while somebody else shows theirs. */
  async showScreen(): Promise<void> {
    const media = { ...this.media(), screen: true };
    await this.call("SetMedia", media);
    this.#told = media;
    this.setMedia(); // it may have been stopped again meanwhile
  }

  /** Told, not promised: one that is lost is followed by the next. Asked for an answer: a page that says nothing else hears by it that it is away. */
  reportQuality(sample: QualitySample): void {
    void this.call("ReportQuality", sample).catch(() => undefined);
  }

  /** What a line refuses because the next one is in the room already is said there, also when it refuses late. */
  protected async call<T>(method: string, ...values: unknown[]): Promise<T> {
    const line = this.#line;
    const answer = line.hub.invoke<T>(method, ...values);
    this.#pending.add(answer);
    try {
      return await answer;
    } catch (error) {
      this.#returnIfAway(line, error);
      if ((!this.#moving && line !== this.#left) || !["taken-over", "away"].includes(codeOf(error) ?? "")) {
        throw error;
      }
      await this.#moving;
      return await this.#line.hub.invoke<T>(method, ...values);
    } finally {
      this.#pending.delete(answer);
    }
  }

  #build(): RoomLine {
    return new RoomLine(this.participantId, this.events, line => line === this.#line || line === this.#next,
      line => { if (line === this.#line) { this.#remember(line); this.#line = this.#build(); this.#lost(); } },
      line => { if (line === this.#line && !this.#running) { this.#moving ??= this.#moveOver().finally(() => { this.#moving = undefined; }); } });
  }

  /**
   * The server that holds our line ends in a moment, others go on: the next line is in the room before this one is let go, so that nothing
   * is missed. Should it come to nothing, this one is cut, and we come back as after any other loss.
   */
  async #moveOver(): Promise<void> {
    const old = this.#line;
    const next = this.#next = this.#build();
    try {
      await this.#intime(next.hub.start(), opening(0, this.#took));
      const media = await this.#intime(this.#enter(next, Date.now()), patience(0));
      if (old !== this.#line || !this.#wanted) {
        throw givenUp;
      }
      [this.#left, this.#line] = [old, next];
      this.#told = media;
      this.setMedia();
      void Promise.allSettled([...this.#pending]).then(() => old.hub.stop());
    } catch {
      next.closeSocket();
      void next.hub.stop();
    } finally {
      this.#next = undefined;
    }
  }

  /** The room has taken our page for gone, though the line is open: comes back by another, as after a loss. */
  #returnIfAway(line: RoomLine, error: unknown): void {
    if (codeOf(error) === "away" && line === this.#line && !this.#running && !this.#moving) {
      this.#abandon();
      this.#lost();
    }
  }

  #anew(): void {
    this.events.moved();
    this.#abandon();
    this.#pause.wake();
    this.#lost();
  }

  #lost(): void {
    this.#told = undefined;
    if (this.#wanted) {
      this.events.line("reconnecting");
      void this.#run();
    }
  }

  /**
   * Leaves the present socket and takes a new one. It is closed at once: a browser opens one socket to an address after the other, so
   * that the new one would wait for one that never opens.
   */
  #abandon(): void {
    const [old, starting] = [this.#line, this.#starting];
    old.closeSocket();
    this.#remember(old);
    this.#line = this.#build();
    this.#starting = undefined;
    void Promise.resolve(starting).then(() => old.hub.stop()).catch(() => undefined);
    this.#give();
  }

  /** When the line that is lost was last heard: the room's record names how long we were away. */
  #remember(line: RoomLine): void {
    this.#lastHeard ??= line.silentSince;
  }

  /** Tries until the room is joined; one loop at a time. */
  async #run(): Promise<void> {
    if (this.#running) {
      return;
    }
    this.#running = true;
    try {
      for (let attempt = 0; this.#wanted; attempt++) {
        const answer = this.#wanted ? await this.#join(attempt) : "done";
        if (answer === "done") {
          return;
        }
        // Silence took its time already.
        if (answer === "refused") {
          await this.#pause.wait(retryDelay(attempt + 1));
        }
      }
    } finally {
      this.#running = false;
    }
  }

  async #join(attempt: number): Promise<"done" | "refused" | "silent"> {
    const line = this.#line;
    try {
      await this.#intime(this.#start(line), opening(attempt, this.#took));
      const media = await this.#intime(this.#enter(line, this.#lastHeard), patience(attempt));
      this.#lastHeard = undefined;
      this.#told = media;
      this.setMedia(); // the camera may have come while we joined
      this.events.line("connected");
      return "done";
    } catch (error) {
      const code = codeOf(error);
      if (code && code !== "too-fast" && code !== "away") {
        this.#wanted = false;
        this.events.refused(code);
        return "done";
      }
      if (code !== "too-fast" && line === this.#line) {
        this.#abandon(); // it may be half open, or its server is about to go
      }
      this.events.line("reconnecting");
      return error === silent || error === givenUp ? "silent" : "refused";
    }
  }

  async #start(line: RoomLine): Promise<void> {
    if (line.hub.state === HubConnectionState.Disconnected) { // else a try that came from joining too fast is repeated on the open line
      const began = Date.now();
      await (this.#starting = line.hub.start());
      if (line !== this.#line) {
        throw givenUp;
      }
      this.#took = Date.now() - began;
      this.#starting = undefined;
    }
  }

  /** @param heard When the line before was last heard. */
  async #enter(line: RoomLine, heard: number | undefined): Promise<MediaFlags> {
    const media = this.media();
    const silent = heard === undefined ? undefined : Date.now() - heard;
    // Numbered: one that was long on its way must not take the place of its successor.
    await line.hub.invoke("Join", { tab: this.#tab, attempt: ++this.#attempts, microphone: media.microphone, camera: media.camera, screen: media.screen, silent });
    return media;
  }

  /** Fails when it takes too long, or when the socket is given up meanwhile. */
  #intime<T>(work: Promise<T>, limit: number): Promise<T> {
    return new Promise<T>((done, failed) => {
      const timer = setTimeout(() => failed(silent), limit);
      this.#give = () => failed(givenUp);
      work.then(done, failed).finally(() => clearTimeout(timer));
    });
  }
}

/** The server's word for why it refused. */
function codeOf(error: unknown): string | undefined {
  return /HubException: ([a-z-]+)/.exec(String(error))?.[1];
}
