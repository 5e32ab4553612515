import { Silence, type Hearing } from "./silence";

/** How often the level is looked at, ms. */
const every = 66;

/** Listens to one microphone at a time: how loud it is, and whether anybody is heard. */
export class Ear {
  #context: AudioContext | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #track: MediaStreamTrack | null = null;

  constructor(private readonly hear: (level: number, hearing: Hearing | "off") => void) {}

  /** The same track again changes nothing: what was heard of it stays heard. */
  listen(track: MediaStreamTrack | null): void {
    if (track === this.#track && this.#timer !== undefined) {
      return;
    }
    this.#rest();
    this.#track = track;
    if (!track) {
      return;
    }
    const context = this.#context ??= new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    const [samples, silence] = [new Uint8Array(analyser.fftSize), new Silence()];
    this.#timer = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      const level = levelOf(samples);
      // A context that may not run yet hears nothing, whoever speaks.
      this.hear(level, !track.enabled ? "off"
        : context.state === "running" || track.muted ? silence.hear(level, track.muted, performance.now()) : "listening");
    }, every);
  }

  /** Some browsers let sound begin only with a touch. */
  resume(): void {
    void this.#context?.resume();
  }

  stop(): void {
    this.#rest();
    void this.#context?.close();
    this.#context = undefined;
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#source?.disconnect();
    this.#track = null;
    this.hear(0, "listening");
  }
}

/** Ten steps on a logarithmic scale: a calm voice shows five to seven. */
export function levelOf(samples: Uint8Array): number {
  let sum = 0;
  for (const sample of samples) {
    sum += ((sample - 128) / 128) ** 2;
  }
  const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
  return Math.max(0, Math.min(10, Math.round((decibels + 60) / 5)));
}
