/** How loud the microphone is, 0 to 10, about fifteen times a second while it is watched. */
export class LevelMeter {
  #context: AudioContext | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly show: (level: number) => void) {}

  watch(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    clearInterval(this.#timer);
    this.show(0);
    if (!track) {
      return;
    }
    const context = this.#context ??= new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      this.show(levelOf(samples));
    }, 66);
  }

  /** Two soft tones, so that one hears whether the loudspeaker works. */
  async tone(): Promise<void> {
    const context = this.#context ??= new AudioContext();
    await context.resume();
    [523, 659].forEach((pitch, index) => {
      const start = context.currentTime + index * 0.35;
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.2, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.32);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.34);
    });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    void this.#context?.close();
    this.#context = undefined;
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
