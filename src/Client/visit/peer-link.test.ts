import { expect, test, vi } from "vitest";
import type { Signal } from "./contract";
import { patience, PeerLink } from "./peer-link";

/** Just enough of a peer connection: signaling states, implicit rollback, one session id each. */
class FakeConnection {
  static made = 0;
  readonly session = ++FakeConnection.made;
  signalingState = "stable";
  connectionState = "new";
  iceConnectionState = "new";
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  closed = false;
  transceivers: { kind: string; direction: string; sender: { track: unknown; replaceTrack(track: unknown): Promise<void>; setStreams(): void }; receiver: { track: { kind: string } } }[] = [];
  onnegotiationneeded: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: unknown = null;
  ontrack: unknown = null;
  #offers = 0;

  addTransceiver(given: string | { kind: string }, { direction }: { direction: string }) {
    const kind = typeof given === "string" ? given : given.kind;
    const transceiver = {
      kind, direction, receiver: { track: { kind } },
      sender: { track: (typeof given === "string" ? null : given) as unknown, async replaceTrack(track: unknown) { this.track = track; }, setStreams() {} },
    };
    this.transceivers.push(transceiver);
    if (this.remoteDescription && this.signalingState === "stable") {
      queueMicrotask(() => this.onnegotiationneeded?.());
    }
    return transceiver;
  }

  getTransceivers() {
    return this.transceivers;
  }

  async setLocalDescription() {
    await Promise.resolve();
    const answering = this.signalingState === "have-remote-offer";
    this.localDescription = { type: answering ? "answer" : "offer", sdp: `o=- ${this.session} ${++this.#offers}\nplaces ${this.transceivers.length}` };
    this.signalingState = answering ? "stable" : "have-local-offer";
    if (answering) {
      this.connect();
    }
  }

  async setRemoteDescription(description: { type: string; sdp: string }) {
    await Promise.resolve();
    if (description.type === "offer") {
      this.signalingState = "have-remote-offer"; // rolls an own offer back
      if (this.transceivers.length === 0) {
        this.addTransceiver("audio", { direction: "recvonly" });
        this.addTransceiver("video", { direction: "recvonly" });
      }
      if (description.sdp.endsWith("places 3") && this.transceivers.length < 3) {
        this.addTransceiver("video", { direction: "recvonly" });
      }
    } else {
      if (this.signalingState !== "have-local-offer") {
        throw new Error("InvalidStateError");
      }
      this.signalingState = "stable";
      this.connect();
    }
    this.remoteDescription = description;
  }

  async addIceCandidate() {
    if (!this.remoteDescription) {
      throw new Error("InvalidStateError");
    }
  }

  restartIce() {
    this.onnegotiationneeded?.();
  }

  configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };

  getConfiguration() {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration) {
    this.configuration = configuration;
  }

  close() {
    this.closed = true;
  }

  async getStats() {
    return new Map();
  }

  connect() {
    this.connectionState = this.iceConnectionState = "connected";
  }
}

class Side {
  readonly sent: Signal[] = [];
  readonly connections: FakeConnection[] = [];
  /** How the relay was asked for: at first, or anew. */
  readonly asked: boolean[] = [];
  readonly link: PeerLink;
  screen: MediaStreamTrack | null = null;
  tracks: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } = { audio: null, video: null };
  /** Once, when it is asked what is sent. */
  whenAsked: (() => void) | undefined;

  constructor(polite: boolean) {
    this.link = new PeerLink({
      polite,
      connect: () => {
        const connection = new FakeConnection();
        this.connections.push(connection);
        return connection as unknown as RTCPeerConnection;
      },
      relay: anew => {
        this.asked.push(anew);
        return Promise.resolve(anew ? [{ urls: `turn:${this.asked.length}` }] : undefined);
      },
      send: signal => this.sent.push(signal),
      local: () => {
        const [now, asked] = [{ stream: {} as MediaStream, ...this.tracks, screen: this.screen }, this.whenAsked];
        this.whenAsked = undefined;
        asked?.();
        return now;
      },
      remote: () => undefined,
      changed: () => undefined,
      flows: () => true,
      still: () => undefined, reaches: () => true,
    });
  }

  get connection(): FakeConnection {
    return this.connections[this.connections.length - 1]!;
  }
}

/** Carries everything said, in order, until both are silent. */
async function carry(a: Side, b: Side): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await a.link.settled();
    await b.link.settled();
    const [fromA, fromB] = [a.sent.splice(0), b.sent.splice(0)];
    if (fromA.length + fromB.length === 0) {
      return;
    }
    fromA.forEach(signal => b.link.receive(signal));
    fromB.forEach(signal => a.link.receive(signal));
  }
  throw new Error("They never fall silent");
}

function agreed(a: Side, b: Side): boolean {
  const session = (description: { sdp: string } | null) => description?.sdp.split(" ")[1];
  return a.connection.signalingState === "stable" && b.connection.signalingState === "stable"
    && session(a.connection.remoteDescription) === String(b.connection.session)
    && session(b.connection.remoteDescription) === String(a.connection.session);
}

test("Before a new way is looked for, each side asks for what the relay lets in now", async () => {
  const [a, b] = [new Side(false), new Side(true)];
  a.link.offer();
  await carry(a, b);
  expect([a.asked, b.asked]).toEqual([[false], [false]]);
  expect(a.connection.configuration.iceServers).toBeUndefined();
  a.link.restart();
  await carry(a, b);
  expect([a.asked, b.asked]).toEqual([[false, true], [false, true]]);
  for (const side of [a, b]) {
    expect(side.connection.configuration).toEqual({ bundlePolicy: "max-bundle", iceServers: [{ urls: "turn:2" }] });
  }
});

test("An offer that was lost with the line is known as unanswered, and goes out again", async () => {
  const [a, b] = [new Side(false), new Side(true)];
  a.link.offer();
  await carry(a, b);
  a.link.restart();
  await a.link.settled();
  expect([a.sent.splice(0).length, a.link.asks]).toEqual([1, true]); // nobody hears it
  a.link.restart();
  await carry(a, b);
  expect([a.link.asks, agreed(a, b)]).toEqual([false, true]);
});

test("One offers, the other answers, and both send both ways", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
  expect(bob.connection.transceivers.map(t => t.direction)).toEqual(["sendrecv", "sendrecv"]);
});

test("Crossing offers: the polite side gives way", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  bob.link.offer();
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
  expect(alice.connections).toHaveLength(1);
  expect(bob.connection.transceivers).toHaveLength(2);
});

test("Crossing restarts end in one agreement on the same connections", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  await carry(alice, bob);
  alice.link.restart();
  bob.link.restart();
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
  expect([alice.connections.length, bob.connections.length]).toEqual([1, 1]);
});

for (const polite of [true, false]) {
  test(`The ${polite ? "polite" : "impolite"} side comes back with a new page`, async () => {
    const [stays, before, back] = [new Side(!polite), new Side(polite), new Side(polite)];
    stays.link.offer();
    await carry(stays, before);
    back.link.offer();
    await carry(stays, back);
    expect(agreed(stays, back)).toBe(true);
    expect(stays.connections[0]?.closed).toBe(true);
  });

  test(`The ${polite ? "polite" : "impolite"} side comes back while the other restarts towards its old page`, async () => {
    const [stays, before, back] = [new Side(!polite), new Side(polite), new Side(polite)];
    stays.link.offer();
    await carry(stays, before);
    stays.link.restart();
    back.link.offer();
    await carry(stays, back);
    expect(agreed(stays, back)).toBe(true);
  });
}

test("A candidate that comes before its description waits for it", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  bob.link.receive({ kind: "candidate", candidate: { candidate: "c" } });
  alice.link.offer();
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
});

test("An answer that nobody asked for changes nothing", async () => {
  const alice = new Side(false);
  alice.link.receive({ kind: "answer", sdp: "o=- 99 1\n" });
  await alice.link.settled();
  expect(alice.connection.remoteDescription).toBeNull();
});

test("A lost offer is sent again", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  await alice.link.settled();
  alice.sent.splice(0); // lost with the line
  alice.link.restart();
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
});

test("A broken connection may heal by itself for two seconds, then a new way is looked for; a failed one may not", async () => {
  vi.useFakeTimers();
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  await carry(alice, bob);
  const breaks = (state: string) => {
    alice.connection.iceConnectionState = state;
    alice.connection.oniceconnectionstatechange?.();
  };
  breaks("disconnected");
  await vi.advanceTimersByTimeAsync(patience - 1);
  breaks("connected");
  await vi.advanceTimersByTimeAsync(patience);
  expect(alice.sent).toHaveLength(0);
  breaks("disconnected");
  await vi.advanceTimersByTimeAsync(patience);
  expect(alice.sent.map(signal => signal.kind)).toEqual(["offer"]);
  await carry(alice, bob);
  breaks("failed");
  await vi.advanceTimersByTimeAsync(0);
  expect(alice.sent.map(signal => signal.kind)).toEqual(["offer"]);
  vi.useRealTimers();
});

const screen = { kind: "video" } as MediaStreamTrack;

/** What each side sends in its third place. */
const shown = (side: Side) => side.connection.transceivers[2]?.sender.track;

test("The first screen is negotiated once, for both directions; those after it are not", async () => {
  const [a, b] = [new Side(false), new Side(true)];
  a.link.offer();
  await carry(a, b);
  expect(a.connection.transceivers.length).toBe(2); // joining does not wait for a place that most calls never use
  a.screen = screen;
  await a.link.replace("screen", screen);
  await carry(a, b);
  expect([agreed(a, b), a.connections.length, b.connections.length, shown(a), b.connection.transceivers[2]?.direction]).toEqual([true, 1, 1, screen, "sendrecv"]);
  a.screen = null;
  await a.link.replace("screen", null);
  b.screen = screen;
  await b.link.replace("screen", screen);
  await Promise.resolve();
  await Promise.all([a.link.settled(), b.link.settled()]);
  expect([a.sent.length + b.sent.length, shown(a), shown(b)]).toEqual([0, null, screen]);
});

test("Whoever comes back with a new page sees the screen that is shown", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  await carry(alice, bob);
  alice.screen = screen;
  await alice.link.replace("screen", screen);
  await carry(alice, bob);
  const anew = new Side(true);
  anew.link.offer();
  await carry(alice, anew);
  expect([agreed(alice, anew), shown(alice), anew.connection.transceivers.length]).toEqual([true, screen, 3]);
});

test("A call that starts while the offer is being answered sends sound and picture all the same", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  const [voice, camera] = [{ kind: "audio" }, { kind: "video" }] as [MediaStreamTrack, MediaStreamTrack];
  bob.whenAsked = () => queueMicrotask(() => {
    bob.tracks = { audio: voice, video: camera };
    void bob.link.replace("audio", voice);
    void bob.link.replace("video", camera);
  });
  alice.link.offer();
  await carry(alice, bob);
  expect(bob.connection.transceivers.map(transceiver => transceiver.sender.track)).toEqual([voice, camera]);
});

// A machine that wakes finds several offers of ours, and answers come when we have given those up: taken for the answer to the last, the
// two would look for a way with each other's old names and find none.
test("The answer to an offer that was given up is not taken for the answer to the next one", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  alice.link.offer();
  await carry(alice, bob);
  for (let offers = 0; offers < 2; offers++) {
    alice.link.renew();
    await alice.link.settled();
    alice.sent.splice(0).forEach(signal => bob.link.receive(signal));
    await bob.link.settled();
  }
  const [late, right] = bob.sent.splice(0);
  alice.link.receive(late!);
  await alice.link.settled();
  expect(alice.link.asks).toBe(true);
  alice.link.receive(right!);
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
});

test("Of several offers that come together the last alone is answered", async () => {
  const [alice, bob] = [new Side(false), new Side(true)];
  for (let offers = 0; offers < 3; offers++) {
    alice.link.renew();
    await alice.link.settled();
  }
  alice.sent.splice(0).forEach(signal => bob.link.receive(signal));
  await bob.link.settled();
  expect(bob.sent.map(signal => signal.kind)).toEqual(["answer"]);
  await carry(alice, bob);
  expect(agreed(alice, bob)).toBe(true);
});
