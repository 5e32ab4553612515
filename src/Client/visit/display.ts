/** Detail over motion: letters of a report stay sharp, and fifteen pictures a second are enough to follow a pointer. */
const wanted: DisplayMediaStreamOptions = { video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 15 } }, audio: false };

/** Our screen, or the window of it, that the person chose to show. */
export class Display {
  #track: MediaStreamTrack | null = null;

  /** @param ended The person stopped it in the browser's own bar, or closed the window that was shown. */
  constructor(private readonly ended: () => void) {}

  /** Telephones have no such thing; Android's browsers have had the function and always refused. */
  static get supported(): boolean {
    return typeof navigator.mediaDevices?.getDisplayMedia === "function" && !/Android/.test(navigator.userAgent);
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** Asks which one, in answer to a press; null when they think better of it. */
  async choose(): Promise<MediaStreamTrack | null> {
    if (!Display.supported) {
      return null;
    }
    const found = await navigator.mediaDevices.getDisplayMedia(wanted).catch(() => null);
    this.drop();
    const track = this.#track = found?.getVideoTracks()[0] ?? null;
    if (track) {
      track.contentHint = "detail";
      track.onended = () => this.ended();
    }
    return track;
  }

  drop(): void {
    if (this.#track) {
      this.#track.onended = null;
      this.#track.stop();
      this.#track = null;
    }
  }
}
