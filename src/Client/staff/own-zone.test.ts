// @vitest-environment jsdom
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { OwnZone } from "./own-zone";

beforeAll(() => customElements.define("own-zone", OwnZone));
afterEach(() => vi.restoreAllMocks());

function shown(own: string, short: boolean, at = "2026-12-01T16:00:00Z"): HTMLElement {
  const options = Intl.DateTimeFormat().resolvedOptions();
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({ ...options, timeZone: own });
  document.documentElement.lang = "fr";
  const line = document.createElement("p");
  line.hidden = true;
  const zone = document.createElement("own-zone");
  Object.assign(zone.dataset, { at, zone: "Europe/Paris", text: "{0} ({1})" }, short ? { short: "" } : {});
  zone.append(line);
  document.body.replaceChildren(zone);
  return line;
}

test("nothing is said where the clocks agree", () => {
  expect(shown("Europe/Brussels", false).hidden).toBe(true);
});

test("the reader's own time is said with its day and place", () => {
  const line = shown("Pacific/Noumea", false);
  expect(line.hidden).toBe(false);
  expect(line.textContent).toBe("mercredi 3 h 00 (Noumea)");
});

test("in short the day is said only where it is another one", () => {
  expect(shown("Indian/Mauritius", true).textContent).toBe("20 h 00 (Mauritius)");
  expect(shown("Pacific/Noumea", true).textContent).toBe("mer. 3 h 00 (Noumea)");
});
