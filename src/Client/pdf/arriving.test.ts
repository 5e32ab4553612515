import { expect, test, vi } from "vitest";
import { Arriving } from "./arriving";

// Of the library only what hands parts on: the rest of it wants a browser.
vi.mock("pdfjs-dist/legacy/build/pdf.mjs", () => ({
  PDFDataRangeTransport: class {
    heard: (number[] | "done")[] = [];
    constructor(readonly length: number) {}
    onDataProgressiveRead(part: Uint8Array): void { this.heard.push([...part]); }
    onDataProgressiveDone(): void { this.heard.push("done"); }
  },
}));

function answer(status: number, length: string | undefined, pull: (to: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  return new Response(new ReadableStream({ start: pull }), { status, headers: length ? { "content-length": length } : {} });
}

test("What comes is handed over in its order, and its end is told", async () => {
  const arriving = Arriving.of(answer(200, "3", to => { to.enqueue(new Uint8Array([1, 2])); to.enqueue(new Uint8Array([3])); to.close(); })) as unknown as { length: number; heard: unknown[] };
  await vi.waitFor(() => { expect([arriving.length, arriving.heard]).toEqual([3, [[1, 2], [3], "done"]]); });
});

test("A line that breaks off is told, and no end", async () => {
  const arriving = Arriving.of(answer(200, "3", to => { to.enqueue(new Uint8Array([1])); to.error(new TypeError("away")); }));
  await expect(arriving.broken).rejects.toThrow("away");
  expect((arriving as unknown as { heard: unknown[] }).heard).not.toContain("done");
});

test("A document that is not there, or of a length that nobody says, does not come", () => {
  for (const [status, length] of [[404, "3"], [503, "3"], [200, undefined]] as const) {
    expect(() => Arriving.of(answer(status, length, to => { to.close(); }))).toThrow();
  }
});
