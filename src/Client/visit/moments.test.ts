import { expect, test } from "vitest";
import { asLine, Presses, withLine } from "./moments";

test("What was said in the chat stands in the note with its time and who said it, on one line", () => {
  expect(asLine({ id: "m", at: "", by: "Bob Durand", text: "de la fièvre\net mal" }, "04:12", " :")).toBe("[04:12] Bob Durand : de la fièvre et mal");
  expect(asLine({ id: "m", at: "" }, "04:12", " :")).toBe("[04:12] ");
});

test("A line is added at the end of a section, once", () => {
  expect(withLine("", "[04:12] x")).toBe("[04:12] x");
  expect(withLine("Toux.", "[04:12] x")).toBe("Toux.\n[04:12] x");
  expect(withLine("Toux.\n", "[04:12] x")).toBe("Toux.\n[04:12] x");
  expect(withLine("Toux.\n[04:12] x\nRepos.", "[04:12] x")).toBe("Toux.\n[04:12] x\nRepos.");
});

test("A press that the network kept goes out later with the time that it waited, under the same id, before younger ones", async () => {
  const sent: [string, number][] = [];
  let away = true;
  const presses = new Presses(async (id, ago) => {
    if (away) {
      throw new TypeError("away");
    }
    sent.push([id, ago]);
  });
  expect(await presses.press("a", 10_000)).toBe(false);
  expect(await presses.press("b", 15_000)).toBe(false);
  away = false;
  expect(await presses.repeat(30_000)).toBe(true);
  expect(sent).toEqual([["a", 20], ["b", 15]]);
  expect(await presses.repeat(40_000)).toBe(true);
  expect(sent).toHaveLength(2);
});
