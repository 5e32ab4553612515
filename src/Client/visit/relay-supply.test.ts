import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { VisitState } from "./contract";
import { RelaySupply } from "./relay-supply";

const minute = 60_000;
const named = (username: string): RTCIceServer[] => [{ urls: "turn:relay.test:3478", username, credential: "secret" }];

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function supply(ask: () => Promise<RTCIceServer[]>, iceServers = named("first")): RelaySupply {
  return new RelaySupply({ iceServers, receivedAt: Date.now() } as VisitState, ask);
}

test("In a call of a quarter of an hour every restart gets credentials that still hold", async () => {
  let asked = 0;
  const relay = supply(async () => named(`after ${++asked}`));
  expect(await relay.supply(false)).toBeUndefined(); // those that the page came with
  for (const at of [6, 9, 12, 15]) {
    vi.setSystemTime(Date.now() + 3 * minute);
    const before = asked;
    expect(await relay.supply(true), `after ${at} minutes`).toEqual(named(`after ${before + 1}`));
    expect(relay.servers).toEqual(named(`after ${before + 1}`));
  }
});

test("When ways are first gathered those at hand are good for five of their ten minutes", async () => {
  let asked = 0;
  const relay = supply(async () => named(`after ${++asked}`));
  vi.advanceTimersByTime(5 * minute - 1);
  await relay.supply(false);
  expect(asked).toBe(0);
  vi.advanceTimersByTime(10 * minute);
  await relay.supply(false);
  await relay.supply(false);
  expect([asked, relay.servers]).toEqual([1, named("after 1")]);
});

test("A dead line, or a server that refuses, keeps nobody waiting: what is at hand is tried, and the next restart asks again", async () => {
  const answers = [new Promise<RTCIceServer[]>(() => undefined), Promise.reject(new Error("HubException: too-fast")), Promise.resolve(named("at last"))];
  answers.forEach(answer => answer.catch(() => undefined));
  const relay = supply(() => answers.shift()!);
  const waited = relay.supply(true);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await waited).toBeUndefined();
  expect(await relay.supply(true)).toBeUndefined();
  expect(relay.servers).toEqual(named("first"));
  expect(await relay.supply(true)).toEqual(named("at last"));
});

test("Without a relay nobody is asked for one", async () => {
  const relay = supply(() => { throw new Error("asked"); }, []);
  expect([await relay.supply(true), relay.servers]).toEqual([undefined, []]);
});
