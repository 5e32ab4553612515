import { describe, expect, it } from "vitest";
import { Texts } from "../lib/texts";
import { lengthWords, professionalWords } from "./closing";

const texts = new Texts(JSON.stringify({
  seconds: "{seconds} s", minutes: "{minutes} min",
  "number-known": "{name}, RPPS {number}", "number-missing": "{name}, numéro manquant",
}));

describe("the words of a closing", () => {
  it("says lengths in seconds, then in minutes", () => {
    expect([0.4, 59, 61, 3000].map(seconds => lengthWords(seconds, texts))).toEqual(["0 s", "59 s", "1 min", "50 min"]);
  });

  it("writes the number in groups, or says that it is missing", () => {
    const closing = { report: "none" as const, professional: "Dr Alice Martin", incidents: [] };
    expect(professionalWords({ ...closing, number: "10999999997" }, texts)).toBe("Dr Alice Martin, RPPS 10 999 999 997");
    expect(professionalWords(closing, texts)).toBe("Dr Alice Martin, numéro manquant");
  });
});
