import { expect, test } from "vitest";
import { commandOf } from "./keys";

const press = (key: string, held: string[] = [], lifted = false) => commandOf({
  key, altKey: held.includes("alt"), shiftKey: held.includes("shift"), ctrlKey: held.includes("ctrl"), metaKey: held.includes("meta"),
}, lifted);

test("Arrows go from one to the next, with Alt they move it, with Shift besides its end", () => {
  expect(press("ArrowDown")).toEqual({ kind: "go", to: "down" });
  expect(press("ArrowDown", ["alt"])).toEqual({ kind: "move", rows: 1, days: 0 });
  expect(press("ArrowLeft", ["alt"])).toEqual({ kind: "move", rows: 0, days: -1 });
  expect(press("ArrowUp", ["alt", "shift"])).toEqual({ kind: "lengthen", rows: -1 });
  expect(press("ArrowLeft", ["alt", "shift"])).toBeUndefined();
});

test("What is lifted follows the arrows alone, and Enter and Escape end it", () => {
  expect(press("ArrowUp", [], true)).toEqual({ kind: "move", rows: -1, days: 0 });
  expect(press("Enter", [], true)).toEqual({ kind: "drop" });
  expect(press("Escape", [], true)).toEqual({ kind: "give-up" });
});

test("Keys that mean something else to the browser are left to it", () => {
  expect(press("Enter")).toBeUndefined();
  expect(press("Escape")).toBeUndefined();
  expect(press("ArrowDown", ["ctrl"])).toBeUndefined();
  expect(press("ArrowDown", ["shift"])).toBeUndefined();
  expect(press("a")).toBeUndefined();
  expect(press("z", ["ctrl"])).toEqual({ kind: "undo" });
  expect(press("Z", ["meta"])).toEqual({ kind: "undo" });
});
