import { expect, test } from "vitest";
import { browserFamily, troubleOf } from "./devices";
import { levelOf } from "./level";

test("What went wrong with a camera is told apart", () => {
  expect(["NotAllowedError", "NotReadableError", "NotFoundError", "OverconstrainedError"].map(name => troubleOf({ name })))
    .toEqual(["refused", "busy", "missing", "missing"]);
});

test("The advice follows the browser", () => {
  expect(browserFamily("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) CriOS/130")).toBe("ios");
  expect(browserFamily("Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile")).toBe("android");
  expect(browserFamily("Mozilla/5.0 (X11; Linux) Gecko Firefox/130")).toBe("firefox");
  expect(browserFamily("Mozilla/5.0 (Macintosh) Version/18 Safari/605")).toBe("safari");
  expect(browserFamily("Mozilla/5.0 (Windows) Chrome/130 Safari/537 Edg/130")).toBe("chromium");
});

test("Silence shows nothing, a full voice shows ten", () => {
  expect(levelOf(new Uint8Array(512).fill(128))).toBe(0);
  expect(levelOf(new Uint8Array(512).map((_, i) => i % 2 ? 255 : 0))).toBe(10);
});
