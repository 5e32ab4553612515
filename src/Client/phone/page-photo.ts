import type { PagePhoto } from "./pages-pdf";

/** The longer side of a page, in pixels: A4 at 240 dots an inch, so that small print stays readable. */
const longest = 2800;
const quality = 0.82;

/** Of its small picture beside the others, in pixels. */
const small = 240;

/**
 * A photo as a page: upright, no larger than needed, and drawn anew, so that nothing of what the camera wrote into the file (place, time, device)
 * comes along.
 */
export async function pageOf(photo: Blob): Promise<{ photo: PagePhoto; thumb: HTMLCanvasElement }> {
  const picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
  const canvas = drawn(picture, longest);
  picture.close();
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob) {
    throw new Error("The photo could not be drawn");
  }
  return { photo: { jpeg: new Uint8Array(await blob.arrayBuffer()), width: canvas.width, height: canvas.height }, thumb: drawn(canvas, small) };
}

function drawn(picture: ImageBitmap | HTMLCanvasElement, most: number): HTMLCanvasElement {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
