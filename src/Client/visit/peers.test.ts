import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Signal } from "./contract";
import { Peer, share, upstream } from "./peers";

/** As much of a connection as a peer touches before anything was answered. */
class Connection {
  connectionState = "new";
  iceConnectionState = "new";
  signalingState = "stable";
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: unknown = null;
  addTransceiver = () => ({ sender: {} });
  close = () => undefined;
  getTransceivers = () => [];
  setLocalDescription = async () => {
    this.localDescription = { type: "offer", sdp: "v=0" };
    this.signalingState = "have-local-offer";
  };
  setRemoteDescription = async (description: unknown) => {
    this.remoteDescription = description;
    this.signalingState = "stable";
  };
}

const sent: Signal[] = [];

const states: string[] = [];

let reaches = true;

const peer = (polite: boolean): Peer => new Peer("you", polite, {
  iceServers: () => [], relay: async () => undefined, send: (_, signal) => sent.push(signal), play: () => undefined, changed: (_, state) => states.push(state),
  local: () => ({ stream: new MediaStream(), audio: null, video: null, screen: null }), fellSilent: () => undefined, isPresent: () => true, flows: () => true, still: () => undefined, reaches: () => reaches,
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("RTCPeerConnection", Connection);
  vi.stubGlobal("MediaStream", class { getTracks = () => []; });
  sent.length = states.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("To one the browser sends what fits; two or three share the upstream", () => {
  expect([share(0), share(1), share(2), share(3)]).toEqual([undefined, undefined, upstream / 2, upstream / 3]);
});

test("Of two who have just met one offers at once and the polite one waits; a guest who comes in is awaited by both", async () => {
  const offers = async (polite: boolean, newcomer: boolean): Promise<[number, number]> => {
    sent.length = 0;
    const one = peer(polite);
    one.meet(true, newcomer);
    await vi.advanceTimersByTimeAsync(0);
    const atOnce = sent.length;
    await vi.advanceTimersByTimeAsync(1000);
    return [atOnce, sent.length];
  };
  expect(await offers(false, false)).toEqual([1, 1]);
  expect(await offers(true, false)).toEqual([0, 1]);
  expect(await offers(false, true)).toEqual([0, 1]);
});

test("What stays unanswered begins anew, soon where one has the first move; a way that both try is given the time that a far relay takes", async () => {
  const looksUntilANewBeginning = async (polite: boolean, answered: boolean): Promise<number> => {
    const one = peer(polite);
    one.link.offer();
    await one.link.settled();
    if (answered) {
      one.receive({ kind: "answer", sdp: "v=0" });
    }
    await one.link.settled();
    const begun = one.link.connection;
    for (let look = 1; look < 20; look++) {
      one.heal(true);
      await one.link.settled();
      if (one.link.connection !== begun) {
        return look;
      }
    }
    return Infinity;
  };
  expect(await looksUntilANewBeginning(false, false)).toBe(2);
  expect(await looksUntilANewBeginning(true, false)).toBe(4);
  expect(await looksUntilANewBeginning(false, true)).toBe(5);
  expect(await looksUntilANewBeginning(true, true)).toBe(5);
});

test("Whoever just heard from the other does not begin anew beside them", async () => {
  const one = peer(true);
  one.link.offer();
  for (let look = 0; look < 12; look++) {
    one.heal(true);
    one.receive({ kind: "offer", sdp: "v=0" });
    await one.link.settled();
  }
  expect(sent.filter(signal => signal.kind === "offer")).toHaveLength(1);
});

/** A connection that was made; sound flows over it as long as `flows` says so. Returns how often it looked for another way. */
async function made(one: Peer, flows: () => boolean): Promise<{ restarts: number }> {
  const seen = { restarts: 0 };
  one.link.offer();
  await one.link.settled();
  one.receive({ kind: "answer", sdp: "v=0" });
  await one.link.settled();
  const begun = one.link.connection as unknown as Connection & { onconnectionstatechange(): void };
  let packets = 0;
  Object.assign(begun, {
    iceConnectionState: "connected", connectionState: "connected", restartIce: () => seen.restarts++,
    getStats: async () => new Map([["in", { type: "inbound-rtp", packetsReceived: packets += flows() ? 20 : 0 }]]),
  }).onconnectionstatechange();
  return seen;
}

test("On another network a way over which nothing comes any more is left for a new one, and one that still carries is kept", async () => {
  const connectionAfter = async (stops: boolean): Promise<"another" | "the same"> => {
    const one = peer(true);
    let flows = true;
    await made(one, () => flows);
    const begun = one.link.connection;
    await vi.advanceTimersByTimeAsync(2000);
    flows = !stops;
    one.move();
    await vi.advanceTimersByTimeAsync(300);
    one.meet(true);
    await vi.advanceTimersByTimeAsync(0);
    await one.link.settled();
    const now = one.link.connection;
    one.close();
    return now === begun ? "the same" : "another";
  };
  expect(await connectionAfter(true)).toBe("another");
  expect(await connectionAfter(false)).toBe("the same");
});

test("Where nothing comes any more another way is looked for, without a line to the other only once it is back", async () => {
  const restarts = async (line: boolean): Promise<[number, number]> => {
    const one = peer(true);
    let flows = true;
    const seen = await made(one, () => flows);
    await vi.advanceTimersByTimeAsync(2000);
    [flows, reaches] = [false, line];
    await vi.advanceTimersByTimeAsync(2000);
    const before = seen.restarts;
    reaches = true;
    one.meet(true);
    await one.link.settled();
    one.close();
    return [before, seen.restarts];
  };
  expect(await restarts(true)).toEqual([1, 2]);
  expect(await restarts(false)).toEqual([0, 1]);
});

test("Whose connection is down is said once our own line has shown that it lives and their page has said nothing", () => {
  const one = peer(false);
  const connection = one.link.connection as unknown as Connection & { onconnectionstatechange(): void };
  const stands = (ice: string, all: string) => {
    Object.assign(connection, { iceConnectionState: ice, connectionState: all });
    connection.onconnectionstatechange();
    return states.at(-1);
  };
  one.lineLives();
  expect(stands("disconnected", "disconnected")).toBe("interrupted"); // ours may be the line that is dead
  one.link["around"].still();
  one.lineLives();
  expect(states.at(-1)).toBe("silent");
  expect(stands("disconnected", "connected")).toBe("connected");
  expect(stands("failed", "failed")).toBe("silent");
  one.receive({ kind: "candidate", candidate: { candidate: "" } });
  expect(states.at(-1)).toBe("interrupted"); // their page looks for a way too
  one.link["around"].still();
  one.lineLives();
  expect(stands("connected", "connected")).toBe("connected");
  expect(stands("disconnected", "disconnected")).toBe("interrupted");
  stands("connected", "connected");
  one.link["around"].still();
  one.lineLives(); // long before ICE notices anything
  expect(states.at(-1)).toBe("connected");
  expect(stands("disconnected", "disconnected")).toBe("silent");
  one.close();
});
