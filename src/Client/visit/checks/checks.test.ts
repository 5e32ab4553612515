import { expect, test } from "vitest";
import { browserFamily, cureOf } from "./cure";
import { levelOf } from "./ear";
import { sayAfter, Silence } from "./silence";
import { isTrouble, verdictOf, type Found } from "./verdict";
import { reportOf } from "./waiting-report";

const agents: [string, string, number?][] = [
  ["chromium", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"],
  ["edge", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"],
  ["firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"],
  ["safari", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15"],
  ["ios", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", 5],
  ["ios", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"],
  ["ios-other", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0.6723.37 Mobile/15E148 Safari/604.1"],
  ["in-app", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0]"],
  ["in-app", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"],
  ["in-app", "Mozilla/5.0 (Linux; Android 14; SM-S911B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36"],
  ["android", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"],
  ["samsung", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36"],
  ["android-firefox", "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"],
];

test.each(agents)("The advice is that of %s", (family, agent, touch) => {
  expect(browserFamily(agent, touch)).toBe(family);
  expect(cureOf("refused", agent, touch).key).toBe(`cure-refused-${family}`);
});

test("Where there is a symbol to press beside the address, it is shown", () => {
  expect(cureOf("refused", agents[0]![1]).symbol).toBe("sliders-horizontal");
  expect(cureOf("refused", agents[3]![1]).symbol).toBeUndefined();
  expect(cureOf("busy", agents[0]![1])).toEqual({ key: "cure-busy" });
});

test("What the operating system keeps back is found in its own settings", () => {
  expect([agents[0]!, agents[3]!, agents[5]!, agents[10]!, agents[2]!].map(([, agent]) => cureOf("system", agent).key))
    .toEqual(["cure-system-windows", "cure-system-mac", "cure-system-ios", "cure-system-android", "cure-system-other"]);
});

test("Silence shows nothing, a full voice shows ten", () => {
  expect(levelOf(new Uint8Array(512).fill(128))).toBe(0);
  expect(levelOf(new Uint8Array(512).map((_, i) => i % 2 ? 255 : 0))).toBe(10);
});

test("A microphone that stays silent is said after a while, and no longer once somebody is heard", () => {
  const silence = new Silence();
  expect(silence.hear(0, false, 1000)).toBe("listening");
  expect(silence.hear(1, false, 1000 + sayAfter - 1)).toBe("listening");
  expect(silence.hear(1, false, 1000 + sayAfter)).toBe("silent");
  expect(silence.hear(5, false, 9000)).toBe("heard");
  expect(silence.hear(0, false, 60_000)).toBe("heard");
});

test("A track that the system mutes is told apart, at once when one was heard before", () => {
  const silence = new Silence();
  expect(silence.hear(0, true, 0)).toBe("listening");
  expect(silence.hear(0, true, sayAfter)).toBe("muted");
  silence.hear(7, false, sayAfter + 1);
  expect(silence.hear(0, true, sayAfter + 2)).toBe("muted");
});

const well: Found = { line: { open: true, ms: 30 }, direct: true, relay: {}, done: true };
const [open, blocked] = [{ open: true, ms: 20 }, { open: false }];

test.each<[string, Partial<Found>, boolean, string]>([
  ["the relay answers over UDP", { stun: { open: true } }, true, "good"],
  ["the relay carries over UDP", { relay: { udp: open, tcp: open } }, true, "good"],
  ["without a relay only what was reached is claimed", {}, false, "reached"],
  ["a long way", { line: { open: true, ms: 900 } }, false, "slow"],
  ["UDP is blocked, before anybody may use the relay", { stun: blocked }, true, "perhaps"],
  ["UDP is blocked, TCP is not", { relay: { udp: blocked, tcp: open, tls: blocked } }, true, "relayed"],
  ["UDP and TCP are blocked, TLS is not", { relay: { udp: blocked, tcp: blocked, tls: open } }, true, "relayed"],
  ["everything is blocked", { relay: { udp: blocked, tcp: blocked, tls: blocked } }, true, "blocked"],
  ["the browser may not use UDP, and there is no relay", { direct: false }, false, "no-relay"],
  ["no WebSocket", { line: blocked }, true, "no-line"],
  ["nothing is known yet", { line: undefined as never, done: false }, true, "checking"],
  ["UDP is blocked, the rest is not known yet", { relay: { udp: blocked }, done: false }, true, "checking"],
])("The network: %s", (_, found, relay, verdict) => {
  expect(verdictOf({ ...well, ...found }, relay)).toBe(verdict);
});

test("Only what asks for something to be done is trouble", () => {
  expect((["good", "reached", "relayed", "checking", "slow", "perhaps", "no-line", "no-relay", "blocked"] as const).filter(isTrouble))
    .toEqual(["slow", "perhaps", "no-line", "no-relay", "blocked"]);
});

test("The practitioner's list is told what does not work while one waits, and how far away one is", () => {
  const [track, quiet] = [{} as MediaStreamTrack, { verdict: "reached", roundTrip: 31.4, hearing: "heard" } as const];
  expect(reportOf(quiet, { audio: track, video: track, trouble: undefined }, true)).toEqual({ roundTrip: 31 });
  expect(reportOf({ ...quiet, verdict: "no-line", hearing: "silent" }, { audio: track, video: track, trouble: undefined }, true))
    .toEqual({ network: "noLine", roundTrip: 31, microphone: "silent" });
  expect(reportOf(quiet, { audio: null, video: null, trouble: { trouble: "system", kind: "both" } }, true))
    .toEqual({ roundTrip: 31, camera: "refused", microphone: "refused" });
  expect(reportOf(quiet, { audio: track, video: null, trouble: { trouble: "busy", kind: "video" } }, true)).toEqual({ roundTrip: 31, camera: "busy" });
});

test("Nothing is claimed to the list that is not known, nor what was chosen", () => {
  const track = {} as MediaStreamTrack;
  expect(reportOf({ verdict: "checking", roundTrip: 20, hearing: "listening" }, { audio: track, video: null, trouble: undefined }, true)).toEqual({});
  expect(reportOf({ verdict: "good", roundTrip: undefined, hearing: "off" }, { audio: track, video: null, trouble: { trouble: "dismissed", kind: "video" } }, true)).toEqual({});
  expect(reportOf({ verdict: "good", roundTrip: undefined, hearing: "off" }, { audio: track, video: null, trouble: { trouble: "missing", kind: "video" } }, false)).toEqual({});
  expect(reportOf({ verdict: "good", roundTrip: undefined, hearing: "off" }, { audio: null, video: null, trouble: { trouble: "missing", kind: "audio" } }, true))
    .toEqual({ microphone: "missing" }); // the camera is off because nobody wanted it
});
