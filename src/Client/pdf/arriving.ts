import { PDFDataRangeTransport } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A PDF on its way: asked for whole and at once, before the library is there, and handed over as it comes. One request is one line in the trail. */
export class Arriving extends PDFDataRangeTransport {
  /** Rejects when the line breaks off. */
  readonly broken: Promise<never>;

  private constructor(length: number, body: ReadableStream<Uint8Array>) {
    super(length, null);
    this.broken = this.#read(body.getReader());
    // Whoever waits for it hears it all the same.
    this.broken.catch(() => undefined);
  }

  static of(answer: Response): Arriving {
    const length = Number(answer.headers.get("content-length"));
    if (!answer.ok || !answer.body || !length) {
      throw new Error(`The document does not come: ${answer.status}`);
    }
    return new Arriving(length, answer.body);
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<never> {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.onDataProgressiveRead(part.value);
    }
    this.onDataProgressiveDone();
    return new Promise<never>(() => undefined);
  }
}
