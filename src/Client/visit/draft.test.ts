import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Draft, pauseInTyping, tryAgain, type SaveAnswer, type Unsaved } from "./draft";
import { fieldNames, fieldsOf, type Fields, type Note } from "./note-fields";

const empty = Object.fromEntries(fieldNames.map(name => [name, ""])) as Fields;
const note = (version: number, text: Partial<Fields> = {}, status = "draft"): Note => {
  const { subjective, objective, assessment, plan, ...details } = { ...empty, ...text };
  return { noteId: "n", version, status, savedAt: null, subjective, objective, assessment, plan, details };
};

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function draft(answers: (SaveAnswer | Error)[], from = note(1)) {
  const saves: { version: number; text: Fields }[] = [];
  const states: string[] = [];
  const kept: (Unsaved | null)[] = [];
  const made = new Draft(from, {
    save: (version, text) => {
      saves.push({ version, text });
      const answer = answers.shift() ?? { saved: true, version: version + 1, savedAt: "later" };
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    changed: state => states.push(state.kind),
    keep: unsaved => kept.push(unsaved),
  });
  return { draft: made, saves, states, kept };
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
  expect([d.version, states.at(-1)]).toEqual([2, "clean"]);
});

test("What is typed while a save is on its way is saved next", async () => {
  let release: (answer: SaveAnswer) => void = () => undefined;
  const versions: number[] = [];
  const d = new Draft(note(1), {
    save: version => {
      versions.push(version);
      return new Promise(resolve => { release = resolve; });
    },
    changed: () => undefined, keep: () => undefined,
  });
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

test("Typing that was taken back is nothing to save", async () => {
  const { draft: d, saves, kept } = draft([]);
  d.type({ ...empty, plan: "a" });
  d.type(empty);
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect([saves.length, d.state.kind, kept.at(-1)]).toEqual([0, "clean", null]);
});

test("Another section that somebody else wrote is taken over, and what is typed goes on", async () => {
  const { draft: d, saves, states } = draft([{ saved: false, theirs: note(7, { subjective: "theirs" }) }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(2 * pauseInTyping);
  expect(saves.at(-1)).toEqual({ version: 7, text: { ...empty, subjective: "theirs", plan: "mine" } });
  expect([states.includes("conflict"), d.state.kind]).toEqual([false, "clean"]);
});

test("A conflict overwrites nothing and waits for a choice", async () => {
  const theirs = note(7, { plan: "theirs" });
  const { draft: d, saves } = draft([{ saved: false, theirs }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect(d.state).toEqual({ kind: "conflict", theirs, open: ["plan"] });
  d.type({ ...empty, plan: "mine too" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saves).toHaveLength(1);
  await d.keepMine(false);
  expect(saves[1]).toEqual({ version: 7, text: { ...empty, plan: "mine too" } });
});

test("Both texts can be kept, with what only the other one changed", async () => {
  const { draft: d, saves } = draft([{ saved: false, theirs: note(7, { plan: "theirs", objective: "38" }) }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  await d.keepMine(true);
  expect(saves[1]).toEqual({ version: 7, text: { ...empty, plan: "theirs\n\nmine", objective: "38" } });
});

test("Taking the other text drops ours", async () => {
  const { draft: d, kept } = draft([{ saved: false, theirs: note(7, { plan: "theirs" }) }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  d.keepTheirs();
  expect([d.text.plan, d.version, d.state.kind, kept.at(-1)]).toEqual(["theirs", 7, "clean", null]);
});

test("The same words saved twice are no conflict", async () => {
  const { draft: d } = draft([{ saved: false, theirs: note(7, { plan: "mine" }) }]);
  d.type({ ...empty, plan: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect([d.state.kind, d.version]).toEqual(["clean", 7]);
});

test("A save of which only the answer was lost is no other writer's", async () => {
  const { draft: d, saves } = draft([new TypeError("away"), { saved: false, theirs: note(2, { plan: "a" }) }]);
  d.type({ ...empty, plan: "a" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  d.type({ ...empty, plan: "ab" });
  await vi.advanceTimersByTimeAsync(2 * pauseInTyping);
  expect([saves.at(-1), d.state.kind]).toEqual([{ version: 2, text: { ...empty, plan: "ab" } }, "clean"]);
});

test("A save of which the answer was lost does not come back over what was deleted since", async () => {
  const { draft: d, saves } = draft([new TypeError("away"), { saved: false, theirs: note(2, { plan: "a" }) }]);
  d.type({ ...empty, plan: "a" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  d.type(empty);
  await vi.advanceTimersByTimeAsync(2 * pauseInTyping);
  expect([saves.at(-1), d.text.plan]).toEqual([{ version: 2, text: empty }, ""]);
});

test("What is unsaved is kept on this machine until the server has it", async () => {
  const { draft: d, kept } = draft([new TypeError("away")]);
  d.type({ ...empty, plan: "a" });
  expect(kept).toEqual([{ base: empty, text: { ...empty, plan: "a" } }]);
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect(kept.at(-1)).not.toBeNull();
  await vi.advanceTimersByTimeAsync(tryAgain);
  expect(kept.at(-1)).toBeNull();
});

test("What was kept is saved when the page is opened again, beside what another wrote meanwhile", async () => {
  const { draft: d, saves } = draft([], note(5, { subjective: "theirs" }));
  d.restore({ base: empty, text: { ...empty, plan: "kept" } });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect(saves).toEqual([{ version: 5, text: { ...empty, subjective: "theirs", plan: "kept" } }]);
  expect(d.state.kind).toBe("clean");
});

test("What was kept and is on the server already is forgotten", () => {
  const { draft: d, saves, kept } = draft([], note(5, { plan: "kept" }));
  d.restore({ base: empty, text: { ...empty, plan: "kept" } });
  expect([d.state.kind, saves.length, kept.at(-1)]).toEqual(["clean", 0, null]);
});

test("Of a note that was signed meanwhile nothing is overwritten, and what was typed stays to be read", async () => {
  const signed = note(9, { plan: "theirs" }, "signed");
  const { draft: d, saves } = draft([{ saved: false, theirs: signed }]);
  d.type({ ...empty, subjective: "mine" });
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect(d.state).toEqual({ kind: "conflict", theirs: signed, open: [] });
  expect([await d.keepMine(false), saves.length, d.text.subjective]).toEqual([false, 1, "mine"]);
  d.keepTheirs();
  expect(d.text).toEqual(fieldsOf(signed));
});
