import { drawn, redrawn } from "../lib/photo";
import type { PagePhoto } from "./pages-pdf";

/** Of its small picture beside the others, in pixels. */
const small = 240;

/** A photo as a page. */
export async function pageOf(photo: Blob): Promise<{ photo: PagePhoto; thumb: HTMLCanvasElement }> {
  const { canvas, jpeg } = await redrawn(photo);
  return { photo: { jpeg: new Uint8Array(await jpeg.arrayBuffer()), width: canvas.width, height: canvas.height }, thumb: drawn(canvas, small) };
}
