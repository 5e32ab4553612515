/** What a connection counts of a voice: https://www.w3.org/TR/webrtc-stats/#dom-rtcaudiosourcestats-totalaudioenergy. */
export interface Heard {
  type: string;
  audioLevel?: number;
  totalAudioEnergy?: number;
  totalSamplesDuration?: number;
}

/** How loud it was since it was last asked, 0 to 1: a look at one moment alone would meet the gaps between syllables. */
export class Loudness {
  #energy = 0;
  #duration = 0;

  since({ audioLevel, totalAudioEnergy, totalSamplesDuration }: Heard): number {
    if (totalAudioEnergy === undefined || totalSamplesDuration === undefined) {
      return audioLevel ?? 0;
    }
    const [energy, duration] = [totalAudioEnergy - this.#energy, totalSamplesDuration - this.#duration];
    [this.#energy, this.#duration] = [totalAudioEnergy, totalSamplesDuration];
    return duration > 0 && energy > 0 ? Math.sqrt(energy / duration) : 0;
  }
}

/** From here on it is speech, below that it is not; between the two it stays as it was. Both 0 to 1, a calm voice shows 0.03 to 0.2. */
const loud = 0.02;
const quiet = 0.01;

/** Loud twice within this, ms: between syllables a voice falls low too, and a look now and then may meet just those moments. */
const together = 800;

/** How long someone must be quiet before they have stopped speaking, ms: between two sentences one breathes. */
const breath = 900;

/** Whether somebody speaks, from how loud they are now and then: neither a cough nor a breath changes it. */
export class Voice {
  speaks = false;
  #loudAt = -Infinity;
  #heardAt = 0;

  /** @param now In ms, of any clock. */
  hear(level: number, now: number): boolean {
    if (level >= loud) {
      this.speaks ||= now - this.#loudAt <= together;
      this.#loudAt = now;
    }
    if (level >= quiet) {
      this.#heardAt = now;
    } else if (now - this.#heardAt >= breath) {
      this.speaks = false;
    }
    return this.speaks;
  }
}
