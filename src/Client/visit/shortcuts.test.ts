import { expect, test } from "vitest";
import { actionOf, type Pressed } from "./shortcuts";

const plain = { tagName: "DIV", role: null, editable: false };

const press = (key: string, more: Partial<Pressed> = {}): string | null =>
  actionOf({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false, within: [plain], ...more });

test("A letter stands for its action, small or capital; the question mark for the sheet", () => {
  expect([press("m"), press("M"), press("v"), press("?"), press("x"), press("Enter")]).toEqual(["microphone", "microphone", "camera", "shortcuts", null, null]);
});

test("Whoever writes is not interrupted: in fields, editable text, a select, a menu or a dialog a letter is a letter", () => {
  for (const inner of [{ tagName: "INPUT" }, { tagName: "TEXTAREA" }, { tagName: "SELECT" }, { tagName: "DIALOG" }, { role: "menu" }, { role: "textbox" }, { editable: true }]) {
    expect(press("m", { within: [plain, { ...plain, ...inner }, plain] })).toBeNull();
  }
});

test("What browser and screen reader use stays theirs, and a key held down does it once", () => {
  expect([press("m", { ctrlKey: true }), press("v", { altKey: true }), press("s", { metaKey: true }), press("m", { repeat: true }), press("e", { isComposing: true })])
    .toEqual([null, null, null, null, null]);
});

test("Names of things that every object has are no shortcuts", () => {
  expect([press("constructor"), press("toString")]).toEqual([null, null]);
});
