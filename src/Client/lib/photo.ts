/** The longer side, in pixels: A4 at 240 dots an inch, so that small print stays readable. */
const longest = 2800;
const quality = 0.82;

/** In bytes: of a photo below it little is won. */
const worthIt = 1_500_000;

/** A photo drawn anew: upright, no larger than needed, and without what the camera wrote into the file (place, time, device). Throws when the browser cannot read it. */
export async function redrawn(photo: Blob): Promise<{ canvas: HTMLCanvasElement; jpeg: Blob }> {
  const picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
  const canvas = drawn(picture, longest);
  picture.close();
  const jpeg = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!jpeg) {
    throw new Error("The photo could not be drawn");
  }
  return { canvas, jpeg };
}

export function drawn(picture: ImageBitmap | HTMLCanvasElement, most: number): HTMLCanvasElement {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const pen = canvas.getContext("2d");
  if (pen) {
    // A JPEG knows no transparency: without paper below, what is see-through would be black.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

export function isLargePhoto(file: File): boolean {
  return file.size > worthIt && ["image/jpeg", "image/png", "image/webp"].includes(file.type);
}

/** The same photo in fewer bytes; the same file where they would not be fewer, or where this browser cannot read it. */
export async function smaller(file: File): Promise<File> {
  try {
    const { jpeg } = await redrawn(file);
    return jpeg.size < file.size ? new File([jpeg], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: jpeg.type, lastModified: file.lastModified }) : file;
  } catch {
    return file;
  }
}
