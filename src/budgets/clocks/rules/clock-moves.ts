import { isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { ClockDraft } from './clock-draft.ts';
import type { ClockEventKind, ClockState } from './clock-words.ts';

/** A clock as it is kept. */
export interface KeptClock {
  readonly duty: string;
  readonly state: ClockState;
  readonly dueOn: PlainDate;
}

/** One thing that happens to a clock, and how it stands afterwards. */
export interface ClockMove {
  readonly kind: ClockEventKind;
  readonly state: ClockState;
  /** The day it is said to have happened on: what came due while nobody looked was missed on its own day, not on ours. */
  readonly on: PlainDate;
}

/**
 * What has to happen to a kept clock so that it says what the record says. Of a missed clock whose day moved two things happen. Nothing
 * happens to one that says it already: settling twice is settling once.
 */
export function movesOf(kept: KeptClock | undefined, draft: ClockDraft | undefined, today: PlainDate): readonly ClockMove[] {
  if (draft === undefined)
    return kept?.state === 'open' || kept?.state === 'missed' ? [{ kind: 'cancelled', state: 'cancelled', on: today }] : [];
  if (kept === undefined) {
    if (draft.doneOn !== undefined || isAfter(draft.opensOn, today)) return [];
    return [{ kind: 'opened', state: 'open', on: draft.opensOn }, ...missed(draft, today)];
  }
  if (kept.state === 'done') return [];
  if (draft.doneOn !== undefined) return kept.state === 'cancelled' ? [] : [{ kind: 'done', state: 'done', on: draft.doneOn }];
  if (kept.state === 'cancelled') return [{ kind: 'opened-again', state: 'open', on: today }, ...missed(draft, today)];
  if (kept.dueOn !== draft.dueOn) return [{ kind: 'moved', state: 'open', on: today }, ...missed(draft, today)];
  return kept.state === 'open' ? missed(draft, today) : [];
}

function missed({ dueOn }: ClockDraft, today: PlainDate): ClockMove[] {
  return isBefore(dueOn, today) ? [{ kind: 'missed', state: 'missed', on: dueOn }] : [];
}
