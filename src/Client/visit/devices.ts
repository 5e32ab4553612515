import type { Early } from "./early";
import { listWith, newcomers, sameHeadset } from "./plugged";
import { troubleOf, type Kind, type Trouble } from "./trouble";

const picture: MediaTrackConstraints = { width: 1280, height: 720 };

/** How long the system may keep a track silent before that is worth a word, ms: while another device takes over, it is for a moment. */
const pauseAfter = 2000;

/** What happened to our own equipment; `choices` alone means no more than that the lists of devices changed. */
export type DeviceEvent =
  | { what: "trouble" | "revoked" | "lost" | "regained" | "paused"; kind: Kind }
  | { what: "replaced" | "chosen"; kind: Kind | "output"; label: string }
  | { what: "plugged"; device: MediaDeviceInfo }
  | { what: "choices" };

/**
 * Our own camera, microphone and loudspeaker: which are chosen, which are on, what they give. A camera that is off is released, so that
 * its light goes out; a muted microphone stays open, so that it is back at once. Whatever is taken away (unplugged, or no longer permitted)
 * is replaced by what there is, or left out; it comes back by a press, or by itself when it is there or permitted again.
 */
export class Devices {
  readonly stream = new MediaStream();
  /** The loudspeaker's id; empty: the system's own. */
  output = "";
  #troubles: Partial<Record<Kind, Trouble>> = {};
  #wanted = { audio: true, video: true };
  #chosen: Partial<Record<Kind, string>> = {};
  #asking = new Set<Kind>();
  #listeners: ((event: DeviceEvent) => void)[] = [];
  #known: MediaDeviceInfo[] = [];
  #inUse = false;

  /** Called when a track was put in, replaced or taken out. */
  constructor(private readonly changed: (kind: Kind, track: MediaStreamTrack | null) => void) {
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#relisted());
    void this.#follow("audio");
    void this.#follow("video");
  }

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

  /** The worst that is known, and what it is about. */
  get trouble(): { trouble: Trouble; kind: Kind | "both" } | undefined {
    const { audio, video } = this.#troubles;
    const trouble = audio ?? video;
    return trouble && { trouble, kind: audio && video ? "both" : audio ? "audio" : "video" };
  }

  static get supported(): boolean {
    return typeof navigator.mediaDevices?.getUserMedia === "function" && typeof RTCPeerConnection === "function";
  }

  listen(listener: (event: DeviceEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Asks once for both; falls back to what there is, and never throws. */
  async open(modality: "video" | "audio"): Promise<void> {
    if (!Devices.supported) {
      this.#troubles = { audio: isSecureContext ? "unsupported" : "insecure", video: isSecureContext ? "unsupported" : "insecure" };
      return;
    }
    this.#inUse = true;
    this.#troubles = {};
    this.#wanted = { audio: true, video: modality === "video" };
    const kinds: Kind[] = this.#wanted.video ? ["audio", "video"] : ["audio"];
    const early = (window as Early).telemedMedia;
    (window as Early).telemedMedia = undefined;
    kinds.forEach(kind => this.#asking.add(kind));
    try {
      this.#take(await (early ?? this.#ask({ audio: true, video: this.#wanted.video ? picture : false })));
    } catch (error) {
      await this.#oneByOne(kinds, troubleOf(error));
    } finally {
      kinds.forEach(kind => this.#asking.delete(kind));
    }
    this.#known = await this.list();
  }

  async list(): Promise<MediaDeviceInfo[]> {
    return Devices.supported ? navigator.mediaDevices.enumerateDevices() : [];
  }

  /** Another camera or microphone; `null` is "without camera". Whoever is muted stays muted. */
  async choose(kind: Kind, id: string | null): Promise<void> {
    const muted = kind === "audio" && this.audio !== null && !this.#wanted.audio;
    this.#wanted[kind] = id !== null && !muted;
    delete this.#troubles[kind];
    this.#drop(kind);
    if (id === null) {
      return;
    }
    this.#chosen[kind] = id;
    await this.#want(kind);
    const track = this.#track(kind);
    if (track) {
      this.#emit({ what: "chosen", kind, label: track.label });
    }
  }

  /** Another loudspeaker, where the browser lets one choose. */
  setOutput(id: string, label: string): void {
    this.output = id;
    this.#emit({ what: "chosen", kind: "output", label });
  }

  /** What was just plugged in; of a headset, both ends. */
  async use(device: MediaDeviceInfo): Promise<void> {
    for (const end of sameHeadset(device, await this.list())) {
      if (end.kind === "audiooutput") {
        this.setOutput(end.deviceId, end.label);
      } else {
        await this.choose(end.kind === "audioinput" ? "audio" : "video", end.deviceId);
      }
    }
  }

  /** Lets the other's sound come out where it was chosen to. */
  route(player: HTMLMediaElement): void {
    if (player.sinkId !== undefined && player.sinkId !== this.output) {
      player.setSinkId(this.output).catch(() => undefined); // not there any more: the system's own goes on
    }
  }

  async setCamera(on: boolean): Promise<void> {
    this.#wanted.video = on;
    if (!on) {
      delete this.#troubles.video;
      this.#drop("video");
    } else if (!this.video) {
      await this.#want("video");
    }
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#wanted.audio = on;
    if (on && !this.audio) {
      await this.#want("audio");
    }
    if (this.audio) {
      this.audio.enabled = on;
    }
  }

  /** All that is wanted and not there is asked for once more. */
  async regain(): Promise<void> {
    for (const kind of ["audio", "video"] as const) {
      if (this.#wanted[kind] && !this.#track(kind)) {
        await this.#regain(kind);
      }
    }
  }

  close(): void {
    this.#inUse = false;
    this.#drop("audio");
    this.#drop("video");
  }

  #track(kind: Kind): MediaStreamTrack | null {
    return kind === "audio" ? this.audio : this.video;
  }

  #emit(event: DeviceEvent): void {
    this.#listeners.forEach(listener => listener(event));
  }

  #ask(constraints: MediaStreamConstraints): Promise<MediaStream> {
    return navigator.mediaDevices.getUserMedia(constraints);
  }

  /** No camera at all, or one that another program holds: sound alone is worth having, and so is a picture alone. */
  async #oneByOne(kinds: Kind[], trouble: Trouble): Promise<void> {
    if (trouble === "dismissed" || kinds.length === 1) {
      kinds.forEach(kind => { this.#troubles[kind] = trouble; }); // asking again at once would only annoy
    } else {
      for (const kind of kinds) {
        await this.#askFor(kind).catch(error => { this.#troubles[kind] = troubleOf(error); });
      }
    }
    this.#emit({ what: "trouble", kind: this.#troubles.audio ? "audio" : "video" });
  }

  /** The chosen one, or any when that one is not to be had. */
  async #want(kind: Kind): Promise<boolean> {
    try {
      await this.#askFor(kind).catch(error => {
        if (!this.#chosen[kind] || troubleOf(error) === "refused") {
          throw error;
        }
        delete this.#chosen[kind];
        return this.#askFor(kind);
      });
      return true;
    } catch (error) {
      this.#troubles[kind] = troubleOf(error);
      this.#emit({ what: "trouble", kind });
      return false;
    }
  }

  async #askFor(kind: Kind): Promise<void> {
    const id = this.#chosen[kind];
    const device = id ? { deviceId: { exact: id } } : {};
    this.#asking.add(kind);
    try {
      this.#take(await this.#ask(kind === "audio" ? { audio: { ...device } } : { video: { ...picture, ...device } }));
    } finally {
      this.#asking.delete(kind);
    }
  }

  async #regain(kind: Kind): Promise<void> {
    if (!this.#asking.has(kind) && await this.#want(kind)) {
      this.#emit({ what: "regained", kind });
    }
  }

  #take(found: MediaStream): void {
    for (const track of found.getTracks()) {
      const kind = track.kind as Kind;
      if (!this.#inUse || (kind === "video" && !this.#wanted.video)) {
        track.stop(); // over, or switched off, while the question was still being answered
        continue;
      }
      this.#drop(kind);
      delete this.#troubles[kind];
      this.stream.addTrack(track);
      track.enabled = this.#wanted[kind];
      track.onended = () => void this.#ended(kind, track);
      track.onmute = () => this.#paused(kind, track);
      this.changed(kind, track);
    }
  }

  #drop(kind: Kind): void {
    const track = this.#track(kind);
    if (track) {
      track.onended = track.onmute = track.onunmute = null;
      track.stop();
      this.stream.removeTrack(track);
      this.changed(kind, null);
    }
  }

  /** The system silences it for a while, as for a call on the telephone. */
  #paused(kind: Kind, track: MediaStreamTrack): void {
    const timer = setTimeout(() => {
      if (track.muted && track === this.#track(kind)) {
        track.onunmute = () => this.#emit({ what: "regained", kind });
        this.#emit({ what: "paused", kind });
      }
    }, pauseAfter);
    track.onunmute = () => clearTimeout(timer);
  }

  /** Unplugged, or the permission was taken back. The call goes on with what is left. */
  async #ended(kind: Kind, track: MediaStreamTrack): Promise<void> {
    this.#drop(kind);
    const [state, devices] = [await this.#permission(kind).then(status => status?.state, () => undefined), await this.list()];
    // A browser that permits nothing (any more) lists devices without their names.
    const unnamed = !devices.some(device => device.deviceId !== "");
    if (state === "denied" || (state === "prompt" && unnamed)) {
      this.#troubles[kind] = "refused";
      this.#emit({ what: "revoked", kind });
      return;
    }
    delete this.#chosen[kind];
    try {
      await this.#askFor(kind);
      this.#emit({ what: "replaced", kind, label: this.#track(kind)?.label || track.label });
    } catch (error) {
      const trouble = this.#troubles[kind] = troubleOf(error);
      this.#emit({ what: trouble === "refused" ? "revoked" : "lost", kind });
    }
  }

  /** Permitted again in the browser's own place: back without a press, and without a reload. */
  async #follow(kind: Kind): Promise<void> {
    const status = await this.#permission(kind).catch(() => undefined); // not every browser knows these names
    status?.addEventListener("change", () => {
      if (status.state === "granted" && this.#inUse && this.#wanted[kind] && !this.#track(kind)) {
        void this.#regain(kind);
      }
    });
  }

  #permission(kind: Kind): Promise<PermissionStatus | undefined> {
    return navigator.permissions?.query({ name: (kind === "audio" ? "microphone" : "camera") as PermissionName }) ?? Promise.resolve(undefined);
  }

  async #relisted(): Promise<void> {
    const [before, now] = [this.#known, await this.list()];
    this.#known = now;
    this.#emit({ what: "choices" });
    if (!this.#inUse) {
      return;
    }
    if (this.output && !listWith(now, "audiooutput", this.output)) {
      this.output = "";
      this.#emit({ what: "replaced", kind: "output", label: "" });
    }
    for (const kind of ["audio", "video"] as const) {
      if (this.#wanted[kind] && this.#troubles[kind] === "missing" && !this.#track(kind)) {
        await this.#regain(kind);
        return;
      }
    }
    const [device] = newcomers(before, now);
    if (device) {
      this.#emit({ what: "plugged", device });
    }
  }
}
