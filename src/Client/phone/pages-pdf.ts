/** A photographed page: a JPEG and its size in pixels. */
export interface PagePhoto {
  jpeg: Uint8Array;
  width: number;
  height: number;
}

/** Points of an A4 page's width: 210 mm. */
const paperWidth = 595;

/** One PDF (ISO 32000-2) with a page for each photo, each as wide as A4 paper. The photos are taken in as they are: a PDF knows JPEG. */
export function pdfOf(pages: readonly PagePhoto[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const starts: number[] = [];
  let length = 0;
  const write = (part: string | Uint8Array) => {
    const bytes = typeof part === "string" ? new TextEncoder().encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  const object = (head: string, stream?: string | Uint8Array) => {
    starts.push(length);
    write(`${starts.length} 0 obj\n${head}`);
    if (stream !== undefined) {
      write("\nstream\n");
      write(stream);
      write("\nendstream");
    }
    write("\nendobj\n");
  };
  // Objects of a page: itself, what it draws, its picture. The first is number 3.
  const first = (page: number) => 3 + page * 3;
  write("%PDF-1.4\n");
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, page) => `${first(page)} 0 R`).join(" ")}] >>`);
  pages.forEach(({ jpeg, width, height }, page) => {
    const tall = Math.round(paperWidth * height / width);
    const draw = `q ${paperWidth} 0 0 ${tall} 0 0 cm /Photo Do Q`;
    object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${paperWidth} ${tall}] /Contents ${first(page) + 1} 0 R /Resources << /XObject << /Photo ${first(page) + 2} 0 R >> >> >>`);
    object(`<< /Length ${draw.length} >>`, draw);
    object(`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`, jpeg);
  });
  const table = length;
  write(`xref\n0 ${starts.length + 1}\n0000000000 65535 f \n${starts.map(start => `${String(start).padStart(10, "0")} 00000 n \n`).join("")}`);
  write(`trailer\n<< /Size ${starts.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
}
