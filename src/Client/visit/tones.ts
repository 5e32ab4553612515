/** Two soft tones, so that one hears whether the loudspeaker works, or that something calls. */
export class Tones {
  #context: AudioContext | undefined;

  async tone(): Promise<void> {
    const context = this.#context ??= new AudioContext();
    await context.resume();
    await twoTones(context, context.destination);
  }
}

/** Resolves when they have faded. */
export async function twoTones(context: AudioContext, way: AudioNode): Promise<void> {
  await Promise.all([523, 659].map((pitch, index) => tone(context, way, pitch, context.currentTime + 0.1 + index * 0.35)));
}

function tone(context: AudioContext, way: AudioNode, pitch: number, start: number): Promise<unknown> {
  const [source, volume] = [context.createOscillator(), context.createGain()];
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.2, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.32);
  source.connect(volume).connect(way);
  source.start(start);
  source.stop(start + 0.34);
  return new Promise(resolve => source.addEventListener("ended", resolve));
}
