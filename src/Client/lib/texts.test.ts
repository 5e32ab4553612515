import { expect, test } from "vitest";
import { Texts } from "./texts";

test("Values are put into a text, and a missing key is seen", () => {
  const texts = new Texts('{"hello":"{who}, {who} at {time}"}');
  expect(texts.say("hello", { who: "Bob", time: "14:30" })).toBe("Bob, Bob at 14:30");
  expect(texts.say("nothing")).toBe("nothing");
});

test("A value that looks like a slot stays as it was written", () => {
  expect(new Texts('{"said":"{text}"}').say("said", { text: "{text} $& <b>" })).toBe("{text} $& <b>");
});
