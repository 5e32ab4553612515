import { all } from "../lib/dom";

/**
 * Pictures play only where they are seen. In a hidden player the sound would be doubled, and our own picture held up: the other's
 * first packets came up to two seconds later. And only what has tracks: a picture that never comes keeps the page loading for ever.
 */
export function play(root: ParentNode, streams: Record<"self" | "remote" | "screen", MediaStream | undefined>): void {
  for (const [whose, stream] of Object.entries(streams)) {
    for (const video of all<HTMLVideoElement>(root, `video[data-${whose}]`)) {
      const seen = stream && stream.getTracks().length > 0 && !video.closest("[data-view][hidden]") ? stream : null;
      if (video.srcObject !== seen) {
        video.srcObject = seen;
      }
    }
  }
}

/**
 * Goes on with what stands still: a browser may refuse sound before anybody pressed anything, and a call on the telephone stops it. What is
 * still refused then begins by a press on `[data-blocked]`.
 */
export async function startAll(root: ParentNode): Promise<void> {
  const still = all<HTMLVideoElement>(root, "video").filter(video => video.srcObject && video.paused);
  const refused = await Promise.all(still.map(video => Promise.resolve().then(() => video.play()).then(() => false, error => (error as Error).name === "NotAllowedError")));
  all(root, "[data-blocked]").forEach(place => { place.hidden = !refused.includes(true); });
}

/** From now on, whenever one stops that nobody stopped, or the page is looked at again. */
export function keepPlaying(root: HTMLElement): void {
  root.addEventListener("pause", () => document.hidden || document.pictureInPictureElement ? undefined : void startAll(root), true);
  root.addEventListener("loadedmetadata", () => void startAll(root), true);
  document.addEventListener("visibilitychange", () => document.hidden ? undefined : void startAll(root));
}
