import { expect, test } from "vitest";
import { levelOf, measure, read, score, type Counters } from "./quality";

const counters: Counters = {
  at: 0, sentPackets: 0, sentBytes: 0, sentLost: 0, reportedAt: 0, receivedPackets: 0, receivedLost: 0, receivedBytes: 0, framesDecoded: 0,
  freezes: 0, roundTrip: 40, jitter: 5, relay: undefined,
};

test.each([
  [0, 0, 0, 100],
  [0, 40, 5, 95.6], // 0.5·100 + 0.3·92 + 0.2·90
  [0.05, 100, 10, 82.5],
  [0.1, 250, 20, 62],
  [0.2, 400, 30, 34],
  [1, 60_000, 60_000, 0],
])("Loss %d, round trip %d ms and jitter %d ms make a score of %d", (loss, roundTrip, jitter, points) => {
  expect(score(loss, roundTrip, jitter)).toBeCloseTo(points, 5);
});

test.each([[100, "excellent"], [85, "excellent"], [84.9, "good"], [70, "good"], [69.9, "fair"], [50, "fair"], [49.9, "poor"], [0, "poor"]])(
  "A score of %d is %s", (points, level) => expect(levelOf(points)).toBe(level));

test("Between two looks, what was lost, sent and shown in that time counts", () => {
  const before = { ...counters, at: 10_000, sentPackets: 1000, sentLost: 100, reportedAt: 9000, receivedPackets: 500, receivedLost: 50, receivedBytes: 1000, framesDecoded: 300 };
  const after = { ...before, at: 12_000, sentPackets: 1200, sentLost: 120, reportedAt: 11_000, receivedPackets: 590, receivedLost: 60, receivedBytes: 251_000, framesDecoded: 360, freezes: 1 };
  expect(measure(before, after)).toMatchObject({ lossOut: 0.1, lossIn: 0.1, receivedKbps: 1000, fps: 30, freezes: 1, roundTrip: 40, jitter: 5 });
});

test("Without a report from the other side, what became of ours is not known", () => {
  expect(measure({ ...counters, reportedAt: 5 }, { ...counters, at: 2000, sentPackets: 100, reportedAt: 5 }).lossOut).toBeUndefined();
});

test("A packet that arrived late after all is no loss below zero", () => {
  const later = { ...counters, at: 2000, sentPackets: 100, sentLost: -3, reportedAt: 7, receivedLost: -1, receivedPackets: 10 };
  expect(measure({ ...counters, reportedAt: 5 }, later)).toMatchObject({ lossOut: 0, lossIn: 0 });
});

test("The connection's own counts are read, picture and sound together, and the way in use", () => {
  const report = new Map<string, unknown>(Object.entries({
    T: { id: "T", type: "transport", selectedCandidatePairId: "P", timestamp: 5 },
    P: { id: "P", type: "candidate-pair", localCandidateId: "L", currentRoundTripTime: 0.08, timestamp: 5 },
    L: { id: "L", type: "local-candidate", candidateType: "relay", relayProtocol: "tcp", timestamp: 5 },
    OA: { id: "OA", type: "outbound-rtp", kind: "audio", packetsSent: 100, bytesSent: 5000, timestamp: 5000 },
    OV: { id: "OV", type: "outbound-rtp", kind: "video", packetsSent: 300, bytesSent: 300_000, timestamp: 5000 },
    RA: { id: "RA", type: "remote-inbound-rtp", kind: "audio", packetsLost: 2, jitter: 0.004, timestamp: 4800 },
    RV: { id: "RV", type: "remote-inbound-rtp", kind: "video", packetsLost: 8, jitter: 0.9, timestamp: 4900 },
    IA: { id: "IA", type: "inbound-rtp", kind: "audio", packetsReceived: 98, packetsLost: 1, jitter: 0.012, bytesReceived: 4000, timestamp: 5000 },
    IV: { id: "IV", type: "inbound-rtp", kind: "video", packetsReceived: 280, packetsLost: 4, framesDecoded: 60, freezeCount: 2, bytesReceived: 200_000, timestamp: 5000 },
  }));
  expect(read(report)).toEqual({
    at: 5000, sentPackets: 400, sentBytes: 305_000, sentLost: 10, reportedAt: 4900, receivedPackets: 378, receivedLost: 5, receivedBytes: 204_000,
    framesDecoded: 60, freezes: 2, roundTrip: 80, jitter: 12, relay: "tcp",
  });
});

test("A connection that has just begun counts nothing", () => {
  expect(read(new Map())).toEqual({ ...counters, roundTrip: 0, jitter: 0 });
});
