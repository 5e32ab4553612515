import { expect, test } from "vitest";
import { pdfOf } from "./pages-pdf";

const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

test("Each photo is a page as wide as A4 paper, its bytes taken in as they are, and every object lies where the table says", () => {
  const [first, second] = [new Uint8Array([0xff, 0xd8, 1, 2, 3]), new Uint8Array([0xff, 0xd8, 9])];
  const pdf = pdfOf([{ jpeg: first, width: 1000, height: 1414 }, { jpeg: second, width: 2000, height: 1000 }]);
  const words = text(pdf);
  expect(words.startsWith("%PDF-1.4\n")).toBe(true);
  expect(words).toContain("/Count 2 /Kids [3 0 R 6 0 R]");
  expect(words).toContain("/MediaBox [0 0 595 841]");
  expect(words).toContain("/MediaBox [0 0 595 298]");
  expect(words).toContain(`/Width 1000 /Height 1414 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length 5 >>\nstream\n${text(first)}\nendstream`);
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(words)?.[1]);
  expect(words.slice(table, table + 9)).toBe("xref\n0 9\n");
  const starts = [...words.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(match => Number(match[1]));
  expect(starts.map((start, at) => words.slice(start).startsWith(`${at + 1} 0 obj\n`))).toEqual(Array(8).fill(true));
});
