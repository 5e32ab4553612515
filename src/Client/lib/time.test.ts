import { expect, test } from "vitest";
import { isoDuration, stopwatch, Times } from "./time";

test("A call's length reads as a stopwatch", () => {
  expect([0, 252, 3852, -5].map(stopwatch)).toEqual(["00:00", "04:12", "1:04:12", "00:00"]);
  expect(isoDuration(252)).toBe("PT4M12S");
});

test("Times are shown in the clinic's zone, whatever the reader's", () => {
  const at = "2026-11-23T13:30:00Z";
  expect(new Times("fr", "Europe/Paris", false).clock(at)).toBe("14:30");
  expect(new Times("fr", "Indian/Reunion", false).clock(at)).toBe("17:30");
});

test("The morning has no zero before it, as on the server's pages", () => {
  const at = "2026-11-23T08:05:00Z";
  expect(new Times("fr", "Europe/Paris", false).clock(at)).toBe("9:05");
  expect(new Times("fr", "Europe/Paris", true).clock(at)).toBe("9 h 05");
});

test("A French patient reads 14 h 30, an English one 14:30", () => {
  const at = "2026-11-23T13:30:00Z";
  expect(new Times("fr", "Europe/Paris", true).clock(at)).toBe("14 h 30");
  expect(new Times("en", "Europe/Paris", true).clock(at)).toBe("14:30");
});
