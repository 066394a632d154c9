import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import { momentInLondon, timeInLondon } from '../../platform/calendar/london-clock.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Preference } from './notice.ts';

/** When a notice may leave: now, or when the person's quiet hours end. Hours that run over midnight are the usual ones. */
export function notBefore(now: Date, { quietFrom, quietUntil }: Pick<Preference, 'quietFrom' | 'quietUntil'>): Date {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return now;
  const time = timeInLondon(now);
  const overMidnight = quietFrom > quietUntil;
  const isQuiet = overMidnight ? time >= quietFrom || time < quietUntil : time >= quietFrom && time < quietUntil;
  if (!isQuiet) return now;
  const today = dateInLondon(now);
  return momentInLondon(overMidnight && time >= quietFrom ? addDays(today, 1) : today, quietUntil);
}

/** Eight in the morning, of today or of tomorrow: when a day's digest leaves. */
export function nextDigest(now: Date): Date {
  const today = dateInLondon(now);
  const morning = momentInLondon(today, '08:00');
  return morning > now ? morning : momentInLondon(addDays(today, 1), '08:00');
}

const STEPS_MS = [0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000];

/** When to try again after so many tries; undefined when it was the last. The spread keeps a thousand failed notices from coming back at once. */
export function nextTry(now: Date, attempts: number, id: string): Date | undefined {
  const step = STEPS_MS[attempts];
  if (step === undefined) return undefined;
  const spread = Number.parseInt(id.slice(0, 4), 16) / 0xffff;
  return new Date(now.getTime() + Math.round(step * (1 + spread / 10)));
}
