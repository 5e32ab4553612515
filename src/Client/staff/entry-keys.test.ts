// @vitest-environment jsdom
import { beforeAll, beforeEach, expect, test } from "vitest";
import { EntryKeys } from "./entry-keys";

beforeAll(() => customElements.define("entry-keys", EntryKeys));

beforeEach(() => {
  const list = document.createElement("entry-keys");
  for (const name of ["a", "b", "c"]) {
    const title = document.createElement("div");
    title.className = "entry-title";
    const link = document.createElement("a");
    [link.href, link.id] = [`/${name}`, name];
    title.append(link);
    list.append(title);
  }
  document.body.replaceChildren(list);
});

test.each([
  ["a", "ArrowDown", "b"],
  ["c", "ArrowDown", "c"],
  ["b", "ArrowUp", "a"],
  ["a", "ArrowUp", "a"],
  ["a", "End", "c"],
  ["c", "Home", "a"],
  ["b", "x", "b"],
])("from %s, %s leads to %s", (from, key, to) => {
  const link = document.getElementById(from);
  link?.focus();
  link?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  expect(document.activeElement?.id).toBe(to);
});

test("keys that belong to the browser are left to it", () => {
  const link = document.getElementById("a");
  link?.focus();
  link?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", altKey: true, bubbles: true, cancelable: true }));
  expect(document.activeElement?.id).toBe("a");
});
