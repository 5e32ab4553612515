// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { make } from "../lib/dom";
import { ViewModes } from "./view-modes";

/** What jsdom lacks: https://www.w3.org/TR/picture-in-picture/. */
let small: Element | null;

function browser(has: boolean): void {
  small = null;
  Object.defineProperty(document, "pictureInPictureEnabled", { configurable: true, value: has });
  Object.defineProperty(document, "pictureInPictureElement", { configurable: true, get: () => small });
  document.exitPictureInPicture = async () => { const was = small; small = null; was?.dispatchEvent(new Event("leavepictureinpicture")); };
  HTMLVideoElement.prototype.requestPictureInPicture = async function (this: HTMLVideoElement) {
    small = this;
    this.dispatchEvent(new Event("enterpictureinpicture"));
    return {} as PictureInPictureWindow;
  };
}

const item = () => document.querySelector<HTMLElement>("[data-do=picture-in-picture]")!;

function view(name: string, ...children: Node[]): HTMLElement {
  const made = make("div", "", ...children);
  made.dataset["view"] = name;
  made.hidden = name !== "call";
  return made;
}

function page(): ViewModes {
  const [unseen, seen] = [make("video"), make("video")];
  const buttons = ["picture-in-picture", "full-screen"].map(action => {
    const button = make("button");
    button.dataset["do"] = action;
    return button;
  });
  [unseen, seen].forEach(video => { video.dataset["remote"] = ""; });
  seen.id = "seen";
  document.body.replaceChildren(view("prejoin", unseen), view("call", ...buttons, seen));
  return new ViewModes(document.body);
}

beforeEach(() => browser(true));

test("The picture of the view that is seen goes into a window of its own, and back; its button says so", async () => {
  const views = page();
  await views.pictureInPicture();
  expect([small?.id, item().getAttribute("aria-checked")]).toEqual(["seen", "true"]);
  await views.pictureInPicture();
  expect([small, item().getAttribute("aria-checked")]).toEqual([null, "false"]);
});

test("While no picture has come there is nothing to show, and nothing breaks", async () => {
  const views = page();
  vi.spyOn(HTMLVideoElement.prototype, "requestPictureInPicture").mockRejectedValueOnce(new DOMException("no metadata", "InvalidStateError"));
  await views.pictureInPicture();
  expect([small, item().getAttribute("aria-checked")]).toEqual([null, null]);
});

test("A browser without it is not offered it", async () => {
  browser(false);
  const views = page();
  expect(item().hidden).toBe(true);
  await views.pictureInPicture();
  expect(small).toBeNull();
});
