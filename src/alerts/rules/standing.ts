import { addDays, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** How a rule stands on one subject. An alert is one stretch from alarm to resolved; while it lasts, its fact is not told again. */
export const standingStates = ['ok', 'alarm', 'acknowledged', 'snoozed', 'resolved'] as const;
export type StandingState = (typeof standingStates)[number];

export interface Standing {
  readonly state: StandingState;
  /** How far the facts have been judged: messages come twice and out of order, and an older one changes nothing. */
  readonly seq: bigint;
  readonly resolvedOn?: PlainDate | undefined;
  readonly snoozedUntil?: PlainDate | undefined;
}

export type Happening =
  | { readonly kind: 'crossed' | 'cleared'; readonly seq: bigint; readonly on: PlainDate }
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'snoozed'; readonly until: PlainDate }
  | { readonly kind: 'day-begun'; readonly on: PlainDate };

/** `raised` is a new alert, `reopened` the last one come back within its quiet days: it is open again and nobody is told. */
export type Effect = 'none' | 'raised' | 'reopened' | 'resolved' | 'acknowledged' | 'snoozed' | 'woken' | 'too-late';

export const AT_FIRST: Standing = { state: 'ok', seq: -1n };

const isOpen = ({ state }: Standing) => state === 'alarm' || state === 'acknowledged' || state === 'snoozed';

export function moveStanding(
  standing: Standing,
  happening: Happening,
  quietDays: number,
): { readonly standing: Standing; readonly effect: Effect } {
  const stay = (effect: Effect = 'none') => ({ standing, effect });
  switch (happening.kind) {
    case 'crossed': {
      // Crossed and already cleared by the time we hear of it: the alert is kept, and it is over.
      if (happening.seq <= standing.seq) return stay('too-late');
      const { seq } = happening;
      if (isOpen(standing)) return { standing: { ...standing, seq }, effect: 'none' };
      const isQuiet = standing.resolvedOn !== undefined && !isBefore(addDays(standing.resolvedOn, quietDays), happening.on);
      return { standing: { state: 'alarm', seq }, effect: isQuiet && quietDays > 0 ? 'reopened' : 'raised' };
    }
    case 'cleared': {
      if (happening.seq <= standing.seq) return stay();
      const { seq, on } = happening;
      if (!isOpen(standing)) return { standing: { ...standing, seq }, effect: 'none' };
      return { standing: { state: 'resolved', seq, resolvedOn: on }, effect: 'resolved' };
    }
    case 'acknowledged':
      if (standing.state !== 'alarm' && standing.state !== 'snoozed') return stay();
      return { standing: { state: 'acknowledged', seq: standing.seq }, effect: 'acknowledged' };
    case 'snoozed':
      if (standing.state !== 'alarm' && standing.state !== 'acknowledged') return stay();
      return { standing: { state: 'snoozed', seq: standing.seq, snoozedUntil: happening.until }, effect: 'snoozed' };
    case 'day-begun': {
      const until = standing.snoozedUntil;
      if (standing.state !== 'snoozed' || until === undefined || isBefore(happening.on, until)) return stay();
      return { standing: { state: 'alarm', seq: standing.seq }, effect: 'woken' };
    }
  }
}

export type Level = 'caseworker' | 'finance-officer' | 'manager';
export const levels: readonly Level[] = ['caseworker', 'finance-officer', 'manager'];

/** Who is told first. Books and banks are no caseworker's to mend. */
export function firstLevelOf(rule: string): Level {
  return ['ledger-check-failed', 'bank-line-old', 'source-heading-over', 'duplicate-invoice'].includes(rule)
    ? 'finance-officer'
    : 'caseworker';
}

export function nextLevel(level: Level): Level | undefined {
  return levels[levels.indexOf(level) + 1];
}
