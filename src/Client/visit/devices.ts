import type { Early } from "./early";

/** Why there is no picture or sound. */
export type Trouble = "refused" | "missing" | "busy" | "unsupported";

type Kind = "audio" | "video";

const picture: MediaTrackConstraints = { width: 1280, height: 720 };

/**
 * Our own camera and microphone: which are chosen, which are on, what they give. A camera that is off is released, so that its light
 * goes out; a muted microphone stays open, so that it is back at once.
 */
export class Devices {
  readonly stream = new MediaStream();
  trouble: Trouble | undefined;
  #wanted = { audio: true, video: true };
  #chosen: Partial<Record<Kind, string>> = {};

  /** Called when a track was put in, replaced or taken out. */
  constructor(private readonly changed: (kind: Kind, track: MediaStreamTrack | null) => void) {}

  get audio(): MediaStreamTrack | null {
    return this.stream.getAudioTracks()[0] ?? null;
  }

  get video(): MediaStreamTrack | null {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  get microphoneOn(): boolean {
    return this.#wanted.audio && this.audio !== null;
  }

  get cameraOn(): boolean {
    return this.video !== null;
  }

  static get supported(): boolean {
    return typeof navigator.mediaDevices?.getUserMedia === "function" && typeof RTCPeerConnection === "function";
  }

  /** Asks once for both; falls back to what there is, and never throws. */
  async open(modality: "video" | "audio"): Promise<void> {
    if (!Devices.supported) {
      this.trouble = "unsupported";
      return;
    }
    this.#wanted.video = modality === "video";
    const early = (window as Early).telemedMedia;
    (window as Early).telemedMedia = undefined;
    try {
      this.#take(await (early ?? this.#ask({ audio: true, video: this.#wanted.video ? picture : false })));
    } catch (error) {
      this.trouble = troubleOf(error);
      // No camera at all, or one that another program holds: sound alone is worth having.
      await this.#askFor("audio").catch(soundError => { this.trouble = troubleOf(soundError); });
    }
  }

  async list(): Promise<MediaDeviceInfo[]> {
    return Devices.supported ? navigator.mediaDevices.enumerateDevices() : [];
  }

  /** Another camera or microphone; `null` is "without camera". */
  async choose(kind: Kind, id: string | null): Promise<void> {
    if (id === null) {
      this.#wanted[kind] = false;
      this.#drop(kind);
      return;
    }
    this.#chosen[kind] = id;
    this.#wanted[kind] = true;
    this.#drop(kind);
    await this.#askFor(kind).catch(error => { this.trouble = troubleOf(error); });
  }

  async setCamera(on: boolean): Promise<void> {
    this.#wanted.video = on;
    if (!on) {
      this.#drop("video");
    } else if (!this.video) {
      await this.#askFor("video").catch(error => { this.trouble = troubleOf(error); });
    }
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#wanted.audio = on;
    if (on && !this.audio) {
      await this.#askFor("audio").catch(error => { this.trouble = troubleOf(error); });
    }
    if (this.audio) {
      this.audio.enabled = on;
    }
  }

  close(): void {
    this.#drop("audio");
    this.#drop("video");
  }

  #ask(constraints: MediaStreamConstraints): Promise<MediaStream> {
    return navigator.mediaDevices.getUserMedia(constraints);
  }

  async #askFor(kind: Kind): Promise<void> {
    const id = this.#chosen[kind];
    const device = id ? { deviceId: { exact: id } } : {};
    this.#take(await this.#ask(kind === "audio" ? { audio: { ...device } } : { video: { ...picture, ...device } }));
    this.trouble = undefined;
  }

  #take(found: MediaStream): void {
    for (const track of found.getTracks()) {
      const kind = track.kind as Kind;
      this.#drop(kind);
      this.stream.addTrack(track);
      track.enabled = this.#wanted[kind];
      track.onended = () => this.#drop(kind); // unplugged, or the permission was taken back
      this.changed(kind, track);
    }
  }

  #drop(kind: Kind): void {
    const track = kind === "audio" ? this.audio : this.video;
    if (track) {
      track.onended = null;
      track.stop();
      this.stream.removeTrack(track);
      this.changed(kind, null);
    }
  }
}

export function troubleOf(error: unknown): Trouble {
  const name = (error as { name?: string } | null)?.name;
  switch (name) {
    case "NotAllowedError":
    case "SecurityError": return "refused";
    case "NotReadableError":
    case "AbortError": return "busy";
    default: return "missing";
  }
}

/** Which family of browser, to say where the permission is to be found. */
export function browserFamily(agent: string): "ios" | "android" | "firefox" | "safari" | "chromium" {
  if (/iPhone|iPad|iPod/.test(agent)) {
    return "ios";
  }
  if (/Android/.test(agent)) {
    return "android";
  }
  if (/Firefox\//.test(agent)) {
    return "firefox";
  }
  return /Chrome\/|Chromium\/|Edg\//.test(agent) ? "chromium" : "safari";
}
