// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { LinkToken } from "./link-token";

test("the token leaves the address and asks what is offered, by a post", () => {
  customElements.define("link-token", LinkToken);
  history.replaceState(null, "", "/earlier/offer#secret");
  const sent = vi.fn();
  HTMLFormElement.prototype.requestSubmit = sent;
  document.body.innerHTML = `<link-token><form method="post"><input type="hidden" name="token" value=""></form></link-token>`;
  expect(document.querySelector<HTMLInputElement>("input[name=token]")?.value).toBe("secret");
  expect(location.href).not.toContain("secret");
  expect(sent).toHaveBeenCalledOnce();
});
