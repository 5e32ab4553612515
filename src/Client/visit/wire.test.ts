// @vitest-environment jsdom
import { HubConnectionState } from "@microsoft/signalr";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { QualitySample } from "./contract";
import type { WireEvents } from "./room-line";
import type { Wire as TheWire } from "./wire";

/** A hub over a socket that opens, and a server that answers, only when the test says so. */
class FakeHub {
  static all: FakeHub[] = [];
  static opens = true;
  state = HubConnectionState.Disconnected;
  joins: { attempt: number; tab: string; silent?: number }[] = [];
  socket: FakeSocket | undefined;
  closed: () => void = () => undefined;

  constructor(private readonly Socket: new (url: string) => FakeSocket) {
    FakeHub.all.push(this);
  }

  starts = 0;

  start(): Promise<void> {
    this.starts++;
    this.state = HubConnectionState.Connecting;
    this.socket = new this.Socket("ws://x");
    return new Promise((opened, failed) => {
      this.socket!.addEventListener("close", () => { this.state = HubConnectionState.Disconnected; failed(new Error("closed")); });
      if (FakeHub.opens) {
        this.state = HubConnectionState.Connected;
        opened();
      }
    });
  }

  stopped = false;
  stop = () => { this.stopped = true; return Promise.resolve(); };
  #hears = new Map<string, (news?: unknown) => void>();
  on = (name: string, hear: (news?: unknown) => void) => { this.#hears.set(name, hear); };
  onclose = (closed: () => void) => { this.closed = closed; };

  tells(name: string): void {
    this.#hears.get(name)?.();
  }

  /** Once the next one has joined, this one's words are refused. */
  said: string[] = [];
  static answers: () => Promise<unknown> = () => Promise.resolve(undefined);
  answers: () => Promise<unknown> = () => FakeHub.answers();

  invoke(method: string, request: { attempt: number; tab: string; silent?: number }): Promise<unknown> {
    if (method === "Join") {
      this.joins.push(request);
    } else {
      this.said.push(method);
    }
    return this.answers();
  }
}

class FakeSocket extends EventTarget {
  shut = false;

  close(): void {
    this.shut = true;
    this.dispatchEvent(new Event("close"));
  }
}

vi.mock("@microsoft/signalr", async original => ({
  ...await original<object>(),
  HubConnectionBuilder: class {
    #hub!: FakeHub;
    withUrl(_: string, options: { WebSocket: new (url: string) => FakeSocket }) { this.#hub = new FakeHub(options.WebSocket); return this; }
    configureLogging() { return this; }
    withServerTimeout() { return this; }
    withKeepAliveInterval() { return this; }
    build() { return this.#hub; }
  },
}));

const network = Object.assign(new EventTarget(), { type: "wifi" });
let Wire: typeof TheWire;
let moved = 0;
let lines: string[] = [];
let lived = 0;
let refused: string[] = [];
let wire: TheWire;

const last = () => FakeHub.all[FakeHub.all.length - 1]!;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("crypto", { randomUUID: () => "tab" });
  Object.defineProperty(navigator, "connection", { value: network, configurable: true });
  Wire = (await import("./wire")).Wire;
  FakeHub.all = [];
  FakeHub.opens = true;
  FakeHub.answers = () => Promise.resolve(undefined);
  moved = 0;
  network.type = "wifi";
  lines = [];
  lived = 0;
  refused = [];
  const events = new Proxy({}, {
    get: (_, name) => name === "moved" ? () => { moved++; } : name === "line" ? (state: string) => { lines.push(state); } : name === "lives" ? () => { lived++; }
      : name === "refused" ? (code: string) => { refused.push(code); } : () => undefined,
  }) as WireEvents;
  wire = new Wire("me", events, () => ({ microphone: true, camera: true, screen: false }));
  wire.open();
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(async () => {
  await wire.close();
  vi.useRealTimers();
});

test("Another network is met with another socket and a higher join; another speed with nothing", async () => {
  network.dispatchEvent(new Event("change"));
  await vi.advanceTimersByTimeAsync(0);
  expect([moved, FakeHub.all.length]).toEqual([0, 1]);
  network.type = "cellular";
  network.dispatchEvent(new Event("change"));
  await vi.advanceTimersByTimeAsync(0);
  expect([moved, FakeHub.all.length]).toEqual([1, 2]);
  expect(FakeHub.all.flatMap(hub => hub.joins.map(join => join.attempt))).toEqual([1, 2]);
  expect(FakeHub.all[0]?.socket?.shut).toBe(true);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect([moved, last().joins[0]?.attempt]).toEqual([2, 3]);
});

test("A suspected line that says nothing for long enough is given up, one that speaks is not", async () => {
  last().socket!.dispatchEvent(new Event("message"));
  wire.suspect();
  await vi.advanceTimersByTimeAsync(2000);
  last().socket!.dispatchEvent(new Event("message"));
  await vi.advanceTimersByTimeAsync(2000);
  expect([lived, FakeHub.all.length]).toEqual([1, 1]);
  wire.suspect();
  await vi.advanceTimersByTimeAsync(4000);
  expect([lived, moved, FakeHub.all.length]).toEqual([1, 1, 2]);
});

test("A socket that does not open is closed, so that the next one can; where it opened quickly the next ones get little time, now and then one gets more", async () => {
  FakeHub.opens = false;
  last().socket!.close();
  last().closed();
  await vi.advanceTimersByTimeAsync(3100);
  const opening = FakeHub.all.filter(hub => hub.socket && !hub.socket.shut);
  expect([FakeHub.all.length, opening.length]).toEqual([3, 1]);
  const after = async (time: number): Promise<number> => {
    await vi.advanceTimersByTimeAsync(time);
    return FakeHub.all.length;
  };
  // The line had opened at once: from the third try on each gets a little more than a second, the eighth three again.
  expect([await after(9000), await after(2800), await after(300)]).toEqual([9, 9, 10]);
  // Of another network nothing is known.
  dispatchEvent(new Event("online"));
  expect([await after(0), await after(2900), await after(200)]).toEqual([11, 11, 12]);
  FakeHub.opens = true;
  await vi.advanceTimersByTimeAsync(3000);
  expect(last().joins).toHaveLength(1);
});

test("A server that leaves is left for another before it is gone: nobody sees a break, and nothing said meanwhile is lost", async () => {
  const [old] = FakeHub.all;
  let joined = () => undefined as void;
  old!.tells("ServerLeaves");
  old!.tells("ServerLeaves");
  last().answers = () => new Promise(done => { joined = () => done(undefined); });
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeHub.all.length).toBe(2);
  await wire.say("one", "before the room knows");
  expect(old!.said).toEqual(["Say"]);
  // The room has let the next one in already, which does not know it yet.
  old!.answers = () => Promise.reject(new Error("HubException: away"));
  const late = wire.say("two", "between the two");
  await vi.advanceTimersByTimeAsync(0);
  last().answers = () => Promise.resolve(undefined);
  joined();
  await late;
  expect([last().said, last().joins[0]?.attempt, old!.stopped, lines]).toEqual([["Say"], 2, true, ["connected"]]);
  expect([old!.joins[0]?.silent, last().joins[0]?.silent]).toEqual([undefined, 0]);
  old!.closed();
  await wire.say("three", "after it");
  expect([last().said.length, FakeHub.all.length]).toEqual([2, 2]);
});

test("What the left line refuses only after the page is on the next one is said there", async () => {
  const [old] = FakeHub.all;
  let refuse = () => undefined as void;
  old!.answers = () => new Promise((_, reject) => { refuse = () => reject(new Error("HubException: taken-over")); });
  const late = wire.say("one", "slowly refused");
  old!.tells("ServerLeaves");
  await vi.advanceTimersByTimeAsync(1);
  expect([FakeHub.all.length, last().joins.length, last().said, old!.stopped]).toEqual([2, 1, [], false]);
  refuse();
  await late;
  await vi.advanceTimersByTimeAsync(1);
  expect([last().said, old!.stopped, refused, lines]).toEqual([["Say"], true, [], ["connected"]]);
});

test("When no other server opens, the leaving one is kept to its end, and the usual way back begins then", async () => {
  const [old] = FakeHub.all;
  FakeHub.opens = false;
  old!.tells("ServerLeaves");
  await vi.advanceTimersByTimeAsync(4000);
  await wire.say("one", "still here");
  expect([old!.said, old!.stopped, last().stopped, lines]).toEqual([["Say"], false, true, ["connected"]]);
  FakeHub.opens = true;
  old!.state = HubConnectionState.Disconnected;
  old!.closed();
  await vi.advanceTimersByTimeAsync(0);
  expect(lines).toEqual(["connected", "reconnecting", "connected"]);
});

test("Taken for gone while the line is open, the page comes back by another, whatever it had just said; and tries until it is let in", async () => {
  const [old] = FakeHub.all;
  old!.answers = () => Promise.reject(new Error("HubException: away"));
  wire.reportQuality({} as QualitySample);
  await vi.advanceTimersByTimeAsync(0);
  expect([old!.socket!.shut, lines, last().joins[0]?.attempt]).toEqual([true, ["connected", "reconnecting", "connected"], 2]);
  const back = last();
  back.answers = old!.answers;
  const said = wire.say("one", "kept by its sender").catch(String);
  back.closed();
  await vi.advanceTimersByTimeAsync(5000);
  expect([await said, refused, lines.at(-1), last().joins.length]).toEqual(["Error: HubException: away", [], "connected", 1]);
});

test("A server that takes the page for gone while it joins is left for another", async () => {
  const [old] = FakeHub.all;
  FakeHub.answers = () => Promise.reject(new Error("HubException: away"));
  old!.closed();
  await vi.advanceTimersByTimeAsync(500);
  const tries = FakeHub.all.length;
  expect([tries > 2, refused, lines.at(-1)]).toEqual([true, [], "reconnecting"]);
  FakeHub.answers = () => Promise.resolve(undefined);
  await vi.advanceTimersByTimeAsync(3000);
  expect(lines.at(-1)).toBe("connected");
});

// A machine that wakes hears the server's goodbye of long ago before the socket itself is closed: what is begun on that hub hangs.
test("A hub that was closed is never started again", async () => {
  const [old] = FakeHub.all;
  old!.state = HubConnectionState.Disconnected;
  old!.closed();
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeHub.all.map(hub => hub.starts)).toEqual([1, 1]);
});

test("Joining again tells for how long nothing was heard, the time in which the machine slept included", async () => {
  const hears = () => { last().socket!.dispatchEvent(new Event("message")); };
  const lost = async () => {
    last().socket!.close();
    last().closed();
    await vi.advanceTimersByTimeAsync(0);
    return last().joins[0]?.silent;
  };
  hears();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await lost()).toBe(2000);
  hears();
  vi.setSystemTime(Date.now() + 40_000);
  hears(); // what lay waiting
  hears();
  expect(await lost()).toBe(40_000);
  hears();
  await vi.advanceTimersByTimeAsync(3500);
  for (let twoSeconds = 0; twoSeconds < 3; twoSeconds++) {
    hears(); // the pause was none of this line's end
    await vi.advanceTimersByTimeAsync(2000);
  }
  expect(await lost()).toBe(2000);
});
