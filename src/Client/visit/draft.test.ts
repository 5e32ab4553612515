import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Draft, pauseInTyping, tryAgain, type Note, type SaveAnswer, type Sections } from "./draft";

const empty: Sections = { subjective: "", objective: "", assessment: "", plan: "" };
const note = (version: number, text: Partial<Sections> = {}): Note => ({ noteId: "n", version, status: "draft", savedAt: null, ...empty, ...text });

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function draft(answers: (SaveAnswer | Error)[]) {
  const saves: { version: number; text: Sections }[] = [];
  const states: string[] = [];
  const made = new Draft(note(1), (version, text) => {
    saves.push({ version, text });
    const answer = answers.shift() ?? { saved: true, version: version + 1, savedAt: "later" };
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }, state => states.push(state.kind));
  return { draft: made, saves, states };
}

test("Typing is saved once, a moment after the last key", async () => {
  const { draft: d, saves, states } = draft([]);
  d.type({ ...empty, plan: "r" });
  await vi.advanceTimersByTimeAsync(pauseInTyping - 1);
  d.type({ ...empty, plan: "rest" });
  await vi.advanceTimersByTimeAsync(pauseInTyping - 1);
  expect(saves).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(saves).toEqual([{ version: 1, text: { ...empty, plan: "rest" } }]);
  expect([d.version, states[states.length - 1]]).toEqual([2, "clean"]);
});

test("What is typed while a save is on its way is saved next", async () => {
  let release: (answer: SaveAnswer) => void = () => undefined;
  const versions: number[] = [];
  const d = new Draft(note(1), version => {
    versions.push(version);
    return new Promise(resolve => { release = resolve; });
  }, () => undefined);
  d.type({ ...empty, plan: "a" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  d.type({ ...empty, plan: "ab" });
  release({ saved: true, version: 2, savedAt: "x" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  release({ saved: true, version: 3, savedAt: "y" });
  await vi.advanceTimersByTimeAsync(0);
  expect([versions, d.version, d.state.kind]).toEqual([[1, 2], 3, "clean"]);
});

test("A save that fails is tried again, with the newest text", async () => {
  const { draft: d, saves } = draft([new TypeError("away")]);
  d.type({ ...empty, plan: "a" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect(d.state.kind).toBe("failed");
  await vi.advanceTimersByTimeAsync(tryAgain);
  expect([saves.length, d.state.kind]).toEqual([2, "clean"]);
});

test("A conflict overwrites nothing and waits for a choice", async () => {
  const theirs = note(7, { plan: "theirs" });
  const { draft: d, saves } = draft([{ saved: false, theirs }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect(d.state).toEqual({ kind: "conflict", theirs });
  d.type({ ...empty, plan: "mine too" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saves).toHaveLength(1);
  await d.keepMine();
  expect(saves[1]).toEqual({ version: 7, text: { ...empty, plan: "mine too" } });
});

test("Taking the other text drops ours", async () => {
  const { draft: d } = draft([{ saved: false, theirs: note(7, { plan: "theirs" }) }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  d.keepTheirs();
  expect([d.text.plan, d.version, d.state.kind]).toEqual(["theirs", 7, "clean"]);
});

test("The same words saved twice are no conflict", async () => {
  const { draft: d } = draft([{ saved: false, theirs: note(7, { plan: "mine" }) }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect([d.state.kind, d.version]).toEqual(["clean", 7]);
});
