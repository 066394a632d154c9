import { changeFamily } from '../../people/index.ts';
import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from '../plans/rules/field-refusal.ts';
import type { ClockKind, ClockState } from './rules/clock-words.ts';
import { type ClockRow, readClocksOfFamily } from './store.ts';
import { tellClocks } from './tell-clocks.ts';

export type CompleteClockRefusal =
  | VersionStale
  | FieldRefusal<'clock-day-outside'>
  | { readonly code: 'record-not-found' | 'errand-for-a-stranger' }
  | { readonly code: 'clock-not-open'; readonly state: ClockState }
  | { readonly code: 'clock-follows-record'; readonly kind: ClockKind };

/** These end when the record says so: the plan is reviewed, the move is decided, the answer is given. */
const FOLLOW_THE_RECORD: readonly ClockKind[] = ['plan-review', 'phase-transfer', 'reconsideration-answer'];

/** An officer has done what the clock asks for; late, or in time. A review of payments starts the clock of the next one. */
export async function completeClock(
  room: PlanRoom,
  caller: Caller,
  { familyId, clockId, ifMatch }: { readonly familyId: string; readonly clockId: string; readonly ifMatch: string },
  doneOn: PlainDate,
): Promise<Result<{ readonly revision: number }, CompleteClockRefusal>> {
  const { authorityId, principal } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.complete-clock' }, async ({ tx, now }) => {
    const clock = (await readClocksOfFamily(tx, authorityId, familyId)).find((each) => each.clockId === clockId);
    if (clock === undefined || clock.planId === null) return refused({ code: 'record-not-found' });
    const current = checkVersion(ifMatch, clock.revision);
    if (!current.ok) return current;
    const { planId, kind, state, stream } = clock;
    if (FOLLOW_THE_RECORD.includes(kind)) return refused({ code: 'clock-follows-record', kind });
    if (state !== 'open' && state !== 'missed') return refused({ code: 'clock-not-open', state });
    const dated = judgeDay(clock, doneOn, today);
    if (!dated.ok) return dated;
    const about = kind === 'payment-review' && stream !== null ? ({ kind, stream } as const) : ({ kind: 'seen-to' } as const);
    await tellClocks(tx, { authorityId, principal, now, today }, { ...about, familyId, planId, subjectId: clockId, on: doneOn });
    return accepted({ value: { revision: clock.revision + 1 }, personId: clock.childId, facts: { clockId, kind, doneOn } });
  });
}

function judgeDay(
  { openedOn, hangsOn }: ClockRow,
  doneOn: PlainDate,
  today: PlainDate,
): Result<undefined, FieldRefusal<'clock-day-outside'>> {
  const wrong = (message: string) => refused(fieldRefusal('clock-day-outside', 'doneOn', message));
  if (isAfter(doneOn, today)) return wrong('This day has not come yet.');
  if (isBefore(doneOn, openedOn)) return wrong(`It stands in the list since ${openedOn}.`);
  const held = hangsOn['reviewsHeld'];
  const last = Array.isArray(held) ? (held.at(-1) as PlainDate | undefined) : undefined;
  return last === undefined || isAfter(doneOn, last) ? accepted(undefined) : wrong(`The last review was on ${last}.`);
}
