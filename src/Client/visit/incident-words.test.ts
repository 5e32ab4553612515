import { expect, test } from "vitest";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { incidentWords } from "./incident-words";

const texts = new Texts(JSON.stringify({
  "incidents-none": "none", "incidents-count": "{count}:", "incidents-and": "; ", "incidents-rest": "; and {count} more", "incident-goes-on": "going on",
  "incident-dropped": "lost ({length}) at {time}", "incident-audioOnly": "sound only ({length}) from {time}", "seconds": "{seconds} s", "minutes": "{minutes} min",
}));
const times = new Times("en", "UTC", false);
const dropped = (began: string, ended: string | null) => ({ kind: "dropped" as const, code: "lineLost", began, ended });

test("None is said only when there was none", () => expect(incidentWords([], texts, times)).toBe("none"));

test("Each is said with its time and length", () => {
  expect(incidentWords([dropped("2026-11-23T14:37:02Z", "2026-11-23T14:37:06Z"), { kind: "audioOnly", code: "network", began: "2026-11-23T14:40:00Z", ended: null }], texts, times))
    .toBe("2: lost (4 s) at 14:37; sound only (going on) from 14:40");
});

test("Of many, the first are named and the rest is counted", () => {
  const many = Array.from({ length: 6 }, () => dropped("2026-11-23T14:37:00Z", "2026-11-23T14:40:00Z"));
  expect(incidentWords(many, texts, times)).toMatch(/^6: (lost \(3 min\) at 14:37; ){3}lost \(3 min\) at 14:37; and 2 more$/);
});
