import { and, asc, eq, gt, gte, inArray, isNotNull, lt, lte, or } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { BudgetRoom } from '../budget-room.ts';
import type { ClockKind } from './rules/clock-words.ts';
import { clocks } from './schema.ts';
import type { ClockRow } from './store.ts';

/** `coming`: its alarm day is ahead; `due`: it is here; `overdue`: its last day is over. */
export const standings = ['coming', 'due', 'overdue'] as const;
export type ClockStanding = (typeof standings)[number];

export interface DueListQuery {
  readonly kind?: ClockKind | undefined;
  readonly standing?: ClockStanding | undefined;
  /** Alarm days up to here. */
  readonly dueBy?: PlainDate | undefined;
  readonly after?: { readonly alarmOn: PlainDate; readonly clockId: string } | undefined;
  readonly limit: number;
}

export interface DueClock extends ClockRow {
  readonly standing: ClockStanding;
}

/** What is open in the whole authority, soonest alarm first: ids, kinds and dates, and no words about anybody. */
export async function dueList(
  { database, businessDate }: Pick<BudgetRoom, 'database' | 'businessDate'>,
  authorityId: number,
  { kind, standing, dueBy, after, limit }: DueListQuery,
): Promise<readonly DueClock[]> {
  const today = await businessDate(authorityId);
  const within = {
    coming: gt(clocks.alarmOn, today),
    due: and(lte(clocks.alarmOn, today), gte(clocks.dueOn, today)),
    overdue: lt(clocks.dueOn, today),
  };
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(clocks)
      .where(
        and(
          eq(clocks.authorityId, authorityId),
          inArray(clocks.state, ['open', 'missed']),
          isNotNull(clocks.planId),
          kind === undefined ? undefined : eq(clocks.kind, kind),
          standing === undefined ? undefined : within[standing],
          dueBy === undefined ? undefined : lte(clocks.alarmOn, dueBy),
          after === undefined
            ? undefined
            : or(gt(clocks.alarmOn, after.alarmOn), and(eq(clocks.alarmOn, after.alarmOn), gt(clocks.clockId, after.clockId))),
        ),
      )
      .orderBy(asc(clocks.alarmOn), asc(clocks.clockId))
      .limit(limit),
  );
  return rows.map((row) => ({ ...row, standing: standingOf(row, today) }));
}

export function standingOf({ alarmOn, dueOn }: Pick<ClockRow, 'alarmOn' | 'dueOn'>, today: PlainDate): ClockStanding {
  if (dueOn < today) return 'overdue';
  return alarmOn <= today ? 'due' : 'coming';
}
