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
