import type { Identity } from './pair-evidence.ts';

/** Log odds before the rivals are heard: below it the pair is not likely enough for anybody to leave unseen. */
const LEAST_SCORE = 6;
/** Log odds after all rivals: at most one in a thousand, and the figures show far fewer. */
const LEAST_MARGIN = Math.log(0.999 / 0.001);

/** Of every automatic match: sure by something beyond sum and day, unopposed, above both thresholds. */
export function standsAlone(
  { score, margin, inTime }: { readonly score: number; readonly margin: number; readonly inTime: boolean },
  identity: Identity,
): boolean {
  const timely = inTime || identity.sameReference;
  return identity.sure && !identity.contradicted && timely && score >= LEAST_SCORE && margin >= LEAST_MARGIN;
}

export function logOdds(probability: number): number {
  return Math.log(probability / Math.max(1e-12, 1 - probability));
}
