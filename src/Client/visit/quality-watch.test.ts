import { expect, test } from "vitest";
import type { Participant, QualitySample } from "./contract";
import { IncidentReports } from "./incident-reports";
import { QualityWatch, type Quality, type WatchSurroundings } from "./quality-watch";

/** A connection whose counts the test writes, and whose senders remember their parameters. */
class Connection {
  readonly parameters = { audio: { encodings: [{}] as RTCRtpEncodingParameters[] }, video: { encodings: [{ active: true }] as RTCRtpEncodingParameters[] } };
  #counts = { at: 1000, reported: 1000, sent: 0, lost: 0, roundTrip: 0.05 };

  /** Two seconds in which this share of 200 packets is lost. */
  pass(loss: number, roundTrip: number): void {
    const { at, sent, lost } = this.#counts;
    this.#counts = { at: at + 2000, reported: at + 2000, sent: sent + 200, lost: lost + 200 * loss, roundTrip };
  }

  /** Two seconds in which nothing comes, no report either. */
  hearNothing(): void {
    this.#counts = { ...this.#counts, at: this.#counts.at + 2000, sent: this.#counts.sent + 200 };
  }

  getStats = async () => new Map<string, unknown>([
    ["O", { id: "O", type: "outbound-rtp", kind: "audio", packetsSent: this.#counts.sent, timestamp: this.#counts.at }],
    ["R", { id: "R", type: "remote-inbound-rtp", kind: "audio", packetsLost: this.#counts.lost, roundTripTime: this.#counts.roundTrip, timestamp: this.#counts.reported }],
  ]);

  getTransceivers = () => (["audio", "video"] as const).map(kind => ({
    receiver: { track: { kind } },
    sender: {
      getParameters: () => structuredClone(this.parameters[kind]),
      setParameters: async (wanted: { encodings: RTCRtpEncodingParameters[] }) => { this.parameters[kind] = wanted; },
    },
  }));

  get video(): RTCRtpEncodingParameters {
    return this.parameters.video.encodings[0]!;
  }
}

function scene() {
  const connection = new Connection();
  const now: { connection: Connection | null } = { connection };
  const told: string[] = [];
  const samples: QualitySample[] = [];
  const other: Pick<Participant, "soundOnly"> = {};
  let quality: Quality | undefined;
  const shared: { each: number | undefined } = { each: undefined };
  const camera = { on: true, track: null, set: async (on: boolean) => { camera.on = on; } };
  const around: WatchSurroundings = {
    links: () => now.connection ? [{ id: "you", connection: now.connection as unknown as RTCPeerConnection }] : [], share: () => shared.each, other: () => other as Participant, camera,
    incidents: new IncidentReports(async ({ kind, code, over }) => { told.push(`${kind} ${code}${over ? " over" : ""}`); }),
    report: sample => samples.push(sample), changed: found => { quality = found; }, announce: () => undefined,
  };
  const watch = new QualityWatch(around);
  const looks = async (count: number, loss: number, roundTrip = 0.05) => {
    for (let i = 0; i < count; i++) {
      now.connection?.pass(loss, roundTrip);
      await watch.look();
    }
  };
  return { now, shared, connection, told, samples, other, camera, watch, looks, quality: () => quality };
}

test("The first look only counts; with nothing lost no sender is bounded, and sound goes first", async () => {
  const { connection, samples, looks } = scene();
  await looks(1, 0);
  expect(samples).toEqual([]);
  await looks(3, 0);
  expect(samples).toHaveLength(3);
  expect(connection.video).toEqual({ active: true });
  expect(connection.parameters.audio.encodings[0]).toEqual({ priority: "high", networkPriority: "high" });
});

test("Under heavy loss the picture stops, said and written as the network's doing; when it heals, all comes back", async () => {
  const { connection, told, looks, quality } = scene();
  await looks(2, 0.4);
  expect(connection.video).toMatchObject({ active: true, maxFramerate: 15, maxBitrate: 150_000 });
  await looks(4, 0.4);
  expect([quality()?.soundOnly, quality()?.suggest, connection.video.active]).toEqual(["network", false, false]);
  await looks(20, 0);
  expect([quality()?.soundOnly, quality()?.level, connection.video]).toEqual([null, "excellent", { active: true }]);
  expect(told).toEqual(["audioOnly network", "audioOnly network over"]);
});

test("After three poor looks in a row sound alone is suggested, and not done by itself; when it is better, the suggestion goes", async () => {
  const { connection, told, looks, quality } = scene();
  await looks(3, 0.14, 0.7); // the first one only counts
  expect([quality()?.level, quality()?.suggest]).toEqual(["poor", false]);
  await looks(1, 0.14, 0.7);
  expect(quality()?.suggest).toBe(true);
  await looks(10, 0.14, 0.7);
  expect([quality()?.soundOnly, connection.video.active, told]).toEqual([null, true, []]);
  await looks(1, 0);
  expect(quality()?.suggest).toBe(false);
});

test("By choice the camera goes off and comes back as it was", async () => {
  const { connection, told, camera, watch, looks, quality } = scene();
  await looks(2, 0);
  await watch.toggle();
  expect([quality()?.soundOnly, camera.on, connection.video.active]).toEqual(["byChoice", false, false]);
  await watch.toggle();
  await watch.look();
  expect([quality()?.soundOnly, camera.on, connection.video.active]).toEqual([null, true, true]);
  expect(told).toEqual(["audioOnly byChoice", "audioOnly byChoice over"]);
});

test("Switching the camera on ends the choice of sound alone", async () => {
  const { camera, watch, looks, quality } = scene();
  await looks(2, 0);
  await watch.toggle();
  camera.on = true;
  watch.pictured();
  expect(quality()?.soundOnly).toBeNull();
});

test("To somebody with sound alone no picture is sent, and that is no incident of ours", async () => {
  const { connection, told, other, watch, looks } = scene();
  await looks(2, 0);
  other.soundOnly = "network";
  watch.follow();
  await Promise.resolve();
  expect(connection.video.active).toBe(false);
  other.soundOnly = null;
  watch.follow();
  await Promise.resolve();
  expect([connection.video.active, told]).toEqual([true, []]);
});

test("How long the call took to come is told once", async () => {
  const { samples, watch, looks } = scene();
  watch.arrived();
  await looks(3, 0);
  expect(samples.filter(sample => sample.joinMilliseconds !== undefined)).toHaveLength(1);
});

test("A picture is bounded while others are sent to, and free again when they have gone", async () => {
  const { connection, shared, looks } = scene();
  shared.each = 500_000;
  await looks(2, 0);
  expect(connection.video).toEqual({ active: true, maxBitrate: 500_000 });
  shared.each = undefined;
  await looks(1, 0);
  expect(connection.video).toEqual({ active: true });
});

test("When nothing comes, no report either, less picture is sent, and not none; and the line is called poor", async () => {
  const { connection, watch, looks, told, quality, samples } = scene();
  await looks(2, 0);
  for (let i = 0; i < 10; i++) {
    connection.hearNothing();
    await watch.look();
  }
  expect([connection.video, told]).toEqual([expect.objectContaining({ active: true, maxFramerate: 15, maxBitrate: 150_000 }), []]);
  expect([quality()?.level, quality()?.suggest, samples.at(-1)?.loss]).toEqual(["poor", true, 1]);
});

test("A report that comes after several looks tells of all that was sent meanwhile", async () => {
  const { connection, watch, looks, samples } = scene();
  await looks(2, 0);
  connection.hearNothing();
  await watch.look();
  connection.hearNothing();
  await watch.look();
  await looks(1, 0.06);
  expect(samples.at(-1)?.loss).toBeCloseTo(0.02);
});

test("A connection in place of one that broke sends from the first no more picture than that one did at last; in place of sound alone, the least", async () => {
  const { now, watch, looks } = scene();
  const replace = async () => {
    now.connection = null;
    await watch.look();
    const fresh = now.connection = new Connection();
    watch.follow();
    await Promise.resolve();
    return fresh;
  };
  await looks(2, 0.4);
  expect((await replace()).video).toMatchObject({ active: true, maxBitrate: 150_000 });
  await looks(8, 0.4);
  expect((now.connection as unknown as Connection).video.active).toBe(false);
  const last = await replace();
  expect(last.video).toMatchObject({ active: true, maxFramerate: 5, maxBitrate: 80_000 });
  await looks(40, 0);
  expect(last.video).toEqual({ active: true });
});
