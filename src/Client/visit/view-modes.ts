import { all, showOnly } from "../lib/dom";

/** Full screen and picture-in-picture of the call: offered where the browser has them, and their buttons say how it stands. */
export class ViewModes {
  constructor(private readonly root: HTMLElement) {
    showOnly(all(root, "[data-do=full-screen]"), () => document.fullscreenEnabled === true);
    showOnly(all(root, "[data-do=picture-in-picture]"), () => document.pictureInPictureEnabled === true);
    document.addEventListener("fullscreenchange", () => this.#say());
    // These do not bubble in every browser.
    root.addEventListener("enterpictureinpicture", () => this.#say(), true);
    root.addEventListener("leavepictureinpicture", () => this.#say(), true);
  }

  async fullScreen(): Promise<void> {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    } else if (document.fullscreenEnabled) {
      await this.#seen("[data-view]:not([hidden]) .stage")?.requestFullscreen();
    }
  }

  /** The chat and the note lie beside the stage: to see them, out of full screen. */
  async leaveFullScreen(): Promise<void> {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    }
  }

  /** The other's picture in a small window above all others, to look at a document meanwhile. */
  async pictureInPicture(): Promise<void> {
    if (document.pictureInPictureElement) {
      await document.exitPictureInPicture();
    } else if (document.pictureInPictureEnabled) {
      // Refused while no picture has come yet: then there is nothing to show either.
      await this.#seen<HTMLVideoElement>("[data-view]:not([hidden]) video[data-remote]")?.requestPictureInPicture().catch(() => undefined);
    }
  }

  #seen<T extends HTMLElement = HTMLElement>(selector: string): T | null {
    return this.root.querySelector<T>(selector);
  }

  #say(): void {
    all(this.root, "[data-do=full-screen]").forEach(item => item.setAttribute("aria-checked", String(document.fullscreenElement !== null)));
    all(this.root, "[data-do=picture-in-picture]").forEach(item => item.setAttribute("aria-checked", String(document.pictureInPictureElement !== null)));
  }
}
