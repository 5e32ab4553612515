// How much picture is sent when the network loses packets; pure. Sound is never touched: it is what goes on last.

/** What a rung sends at most. */
export interface Rung {
  /** Of the picture's shorter side, pixels. */
  height: number;
  fps: number;
  /** Bits per second; undefined: whatever the browser finds to fit. */
  bitrate: number | undefined;
}

/** From the best down; below the last one there is sound alone. */
export const rungs: readonly Rung[] = [
  { height: 720, fps: 30, bitrate: undefined },
  { height: 360, fps: 30, bitrate: 500_000 },
  { height: 180, fps: 15, bitrate: 150_000 },
  { height: 180, fps: 5, bitrate: 80_000 },
];

/** The place below all rungs: no picture. */
export const soundAlone = rungs.length;

const lastRung = soundAlone - 1;

/** Looks (two seconds each) of calm before a step up; doubled each time that a step up did not hold. */
const calmToClimb = 3;
const mostCalm = 30;

/** A fall within so many looks after a step up says that the step came too early; after as many without, all is forgotten. */
const held = 10;

export interface Ladder {
  rung: number;
  /** Looks in a row that were bad, and that were calm. */
  bad: number;
  calm: number;
  /** How many calm ones the next step up needs. */
  needs: number;
  /** Looks since the last step up. */
  since: number;
}

export const top: Ladder = { rung: 0, bad: 0, calm: 0, needs: calmToClimb, since: held };

/**
 * One look later.
 * @param loss Share of what we sent that was lost, 0 to 1.
 * @param roundTrip ms; a queue that grows is a loss about to come.
 */
export function step(ladder: Ladder, loss: number, roundTrip: number): Ladder {
  const since = ladder.since + 1;
  const needs = since > held && ladder.needs > calmToClimb && ladder.rung === 0 ? calmToClimb : ladder.needs;
  if (loss >= 0.05 || roundTrip >= 1200) {
    const next = { ...ladder, since, needs, bad: ladder.bad + 1, calm: 0 };
    const down = fall(next, loss, roundTrip);
    return down > 0 ? { ...next, rung: ladder.rung + down, bad: down > 1 || ladder.rung < lastRung ? 0 : next.bad, needs: since <= held ? Math.min(2 * needs, mostCalm) : needs } : next;
  }
  if (loss < 0.03 && roundTrip < 800) {
    const calm = ladder.calm + 1;
    return ladder.rung > 0 && calm >= needs
      ? { rung: ladder.rung - 1, bad: 0, calm: 0, needs, since: 0 }
      : { ...ladder, since, needs, bad: 0, calm };
  }
  return { ...ladder, since, needs, bad: 0, calm: 0 }; // neither: stays where it is
}

/**
 * One look later, in which nothing came from the other side, no report either, of what we sent. How much was lost nobody knows: a line that
 * our picture fills looks like one that broke. So little picture that it leaves room for sound; not none, since a line that broke is soon back.
 */
export function stall(ladder: Ladder): Ladder {
  const less = lastRung - 1;
  return ladder.rung < less ? { ...step(ladder, 1, 0), rung: less } : { ...ladder, since: ladder.since + 1, calm: 0 };
}

/** Where a connection begins that takes the place of one that stood there: with a picture, however small, since it may be another network. */
export function again(ladder: Ladder): Ladder {
  return { ...ladder, rung: Math.min(ladder.rung, lastRung), bad: 0, calm: 0 };
}

/** How many rungs a bad look costs. */
function fall(ladder: Ladder, loss: number, roundTrip: number): number {
  if (ladder.rung >= soundAlone) {
    return 0;
  }
  if (ladder.rung === lastRung) {
    return ladder.bad >= 2 && (loss >= 0.15 || roundTrip >= 2500) ? 1 : 0; // a picture of 5 frames a second costs little: kept as long as sound holds
  }
  const wanted = loss >= 0.25 || roundTrip >= 2500 ? 2 : loss >= 0.1 || ladder.bad >= 2 ? 1 : 0;
  return Math.min(wanted, lastRung - ladder.rung);
}

/** The sender's parameters for a rung, given the size that the camera gives and what each of several links may take. */
export function encodingOf(rung: number, shorterSide: number, share: number | undefined): RTCRtpEncodingParameters {
  const want = rungs[rung];
  if (!want) {
    return { active: false };
  }
  const bitrate = Math.min(want.bitrate ?? Infinity, share ?? Infinity);
  return {
    active: true,
    ...(rung > 0 ? { scaleResolutionDownBy: Math.max(1, shorterSide / want.height), maxFramerate: want.fps } : {}),
    ...(bitrate < Infinity ? { maxBitrate: bitrate } : {}),
  };
}
