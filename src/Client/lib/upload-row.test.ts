// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { make } from "./dom";
import { onFiles } from "./drop-zone";
import { Texts } from "./texts";
import { sendFile } from "./upload-row";

/** What the page asked of the network, answered by the test. */
class Sent {
  static all: Sent[] = [];
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  status = 0;
  response: unknown;
  onload = () => undefined;
  onerror = () => undefined;
  address = "";
  body: unknown;

  open(method: string, address: string): void {
    this.address = `${method} ${address}`;
  }

  setRequestHeader(): void { /* none is looked at */ }

  send(body: unknown): void {
    this.body = body;
    Sent.all.push(this);
  }

  answer(status: number, response: unknown): void {
    [this.status, this.response] = [status, response];
    this.onload();
  }
}

const texts = new Texts(JSON.stringify({ "too-large": "{size} is more than {largest}", "empty-file": "Empty", "sent-of": "{sent} of {size}", "upload-of": "{name}", "upload-broken": "Broken off" }));
const largest = 50_000_000;
let zone: HTMLElement;
let list: HTMLElement;
let filed: unknown[];

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", Sent);
  document.documentElement.lang = "en";
  [Sent.all, filed, list, zone] = [[], [], make("ul"), make("div")];
  zone.dataset["zone"] = "";
  const [input, button] = [make("input"), make("button")];
  input.type = "file";
  [input.dataset["input"], button.dataset["chooseFiles"]] = ["", ""];
  zone.append(input, button);
  const place = { list, texts, largest, changed: () => undefined };
  onFiles(make("div", "", zone), files => [...files ?? []].forEach(file => void sendFile(place, file, `/${file.name}`, answer => filed.push(answer))));
});

afterEach(() => { vi.unstubAllGlobals(); });

const rows = () => [...list.children].map(row => row.querySelector(".upload-state span")?.textContent);
const settled = () => vi.waitFor(() => expect(rows()).toEqual([]));

function file(name: string, size: number): File {
  return Object.defineProperty(new File(["x"], name, { type: "text/plain" }), "size", { value: size });
}

function drop(...files: File[]): Event {
  const event = Object.assign(new Event("drop", { cancelable: true }), { dataTransfer: { files } });
  zone.dispatchEvent(event);
  return event;
}

test("Files dropped together are all sent, each with its own progress, and leave the list once they are filed", async () => {
  const [a, b] = [file("a.txt", 2000), file("b.txt", 4000)];
  expect(drop(a, b).defaultPrevented).toBe(true); // else the browser opens the file instead of the page
  expect(Sent.all.map(sent => [sent.address, sent.body])).toEqual([["PUT /a.txt", a], ["PUT /b.txt", b]]);
  Sent.all[1]!.upload.onprogress?.({ loaded: 1000 });
  expect([...list.querySelectorAll("progress")].map(bar => bar.value)).toEqual([0, 0.25]);
  expect(rows()).toEqual(["", "1 kB of 4 kB"]);
  Sent.all[0]!.answer(201, "first");
  Sent.all[1]!.answer(201, "second");
  await settled();
  expect(filed).toEqual(["first", "second"]);
});

test("A file above the limit or without a byte is refused in the browser, with its sentence and without a request", () => {
  drop(file("large.pdf", largest + 1), file("none.txt", 0));
  expect(Sent.all).toEqual([]);
  expect(rows()).toEqual(["50 MB is more than 50 MB", "Empty"]);
  expect(list.querySelectorAll("[role=alert]")).toHaveLength(2);
});

test("A file of as many bytes as are allowed is sent", () => {
  drop(file("just.pdf", largest));
  expect(Sent.all).toHaveLength(1);
});

test("A file that the network lost stays with a button that sends it again, and one that the server refused says why", async () => {
  drop(file("a.txt", 2000), file("b.txt", 2000));
  Sent.all[0]!.onerror();
  Sent.all[1]!.answer(415, { detail: "Not that type" });
  await vi.waitFor(() => expect(rows()).toEqual(["Broken off", "Not that type"]));
  expect([...list.children].map(row => row.hasAttribute("data-lost"))).toEqual([true, false]);
  list.querySelector<HTMLButtonElement>("[data-lost] [data-again]")!.click();
  expect(Sent.all[2]!.address).toBe("PUT /a.txt");
  Sent.all[2]!.answer(201, "again");
  await vi.waitFor(() => expect(rows()).toEqual(["Not that type"]));
  expect(filed).toEqual(["again"]);
});

test("The place shows that files are over it", () => {
  zone.dispatchEvent(new Event("dragenter", { cancelable: true }));
  expect(zone.hasAttribute("data-over")).toBe(true);
  drop();
  expect(zone.hasAttribute("data-over")).toBe(false);
});
