// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { OwnZoneField } from "./own-zone";

customElements.define("own-zone-field", OwnZoneField);

test("a form tells the zone of the reader's clock", () => {
  const options = Intl.DateTimeFormat().resolvedOptions();
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({ ...options, timeZone: "America/Guadeloupe" });
  const form = document.createElement("form");
  const field = document.createElement("own-zone-field");
  const input = document.createElement("input");
  [input.type, input.name] = ["hidden", "zone"];
  field.append(input);
  form.append(field);
  document.body.append(form);
  expect(new FormData(form).get("zone")).toBe("America/Guadeloupe");
});
