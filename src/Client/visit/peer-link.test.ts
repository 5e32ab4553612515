import { expect, test } from "vitest";
import type { Signal } from "./contract";
import { PeerLink } from "./peer-link";

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

  addTransceiver(kind: string, { direction }: { direction: string }) {
    const transceiver = {
      kind, direction, receiver: { track: { kind } },
      sender: { track: null as unknown, async replaceTrack(track: unknown) { this.track = track; }, setStreams() {} },
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers() {
    return this.transceivers;
  }

  async setLocalDescription() {
    await Promise.resolve();
    const answering = this.signalingState === "have-remote-offer";
    this.localDescription = { type: answering ? "answer" : "offer", sdp: `o=- ${this.session} ${++this.#offers}\n` };
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

  close() {
    this.closed = true;
  }

  connect() {
    this.connectionState = this.iceConnectionState = "connected";
  }
}

class Side {
  readonly sent: Signal[] = [];
  readonly connections: FakeConnection[] = [];
  readonly link: PeerLink;

  constructor(polite: boolean) {
    this.link = new PeerLink({
      polite,
      connect: () => {
        const connection = new FakeConnection();
        this.connections.push(connection);
        return connection as unknown as RTCPeerConnection;
      },
      send: signal => this.sent.push(signal),
      local: () => ({ stream: {} as MediaStream, audio: null, video: null }),
      remote: () => undefined,
      changed: () => undefined,
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
