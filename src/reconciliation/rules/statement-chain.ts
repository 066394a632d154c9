import { addDays, isAfter, isBefore, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** A kept bank statement as the chain sees it: the days it covers and what the account stood at before and after. */
export interface ChainStatement {
  readonly statementId: string;
  readonly firstDay: PlainDate;
  readonly lastDay: PlainDate;
  readonly openingMinor?: bigint;
  readonly closingMinor?: bigint;
  readonly sequenceNumber?: number;
  /** On its first day the account stood at its opening balance after a line that another bank statement brought: it begins among days we have. */
  readonly beginsInside?: boolean;
}

type ProvenStatement = ChainStatement & { readonly openingMinor: bigint; readonly closingMinor: bigint };

/** The account moved between two bank statements that we have, and nothing tells how. */
export interface ChainGap {
  readonly before: ChainStatement;
  readonly after: ChainStatement;
  readonly closingMinor: bigint;
  readonly openingMinor: bigint;
}

/** Days without a gap. `differenceMinor` is what kept lines and bank balances differ by: anything but nothing means a line too few or too many. */
export interface ChainStretch {
  readonly firstDay: PlainDate;
  readonly lastDay: PlainDate;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly differenceMinor: bigint;
}

export interface StatementChain {
  readonly stretches: readonly ChainStretch[];
  readonly gaps: readonly ChainGap[];
  /** Without balances nothing shows that they are whole. */
  readonly unproved: readonly ChainStatement[];
}

interface OpenStretch {
  readonly firstDay: PlainDate;
  readonly openingMinor: bigint;
  lastDay: PlainDate;
  /** Those that end on its last day: an export of the morning and one of the whole day both do. */
  ending: ProvenStatement[];
}

type Moved = (first: PlainDate, last: PlainDate) => bigint;

/**
 * Puts an account's bank statements in a row and holds each closing balance against the next opening one. It looks at what is there and
 * not at when it came, so a late file in the middle heals the gap by itself. `moved` is the sum of the kept lines of each day.
 */
export function chainOf(statements: readonly ChainStatement[], moved: ReadonlyMap<PlainDate, bigint>): StatementChain {
  const days = [...moved].sort(([one], [other]) => (one < other ? -1 : 1));
  const movedFrom: Moved = (first, last) =>
    days.reduce((sum, [day, amount]) => (isBefore(day, first) || isAfter(day, last) ? sum : sum + amount), 0n);
  const gaps: ChainGap[] = [];
  const stretches: OpenStretch[] = [];
  for (const next of inOrder(statements.filter(isProven))) {
    const open = stretches.at(-1);
    if (open !== undefined && goesOn(open, next, movedFrom)) {
      if (next.lastDay === open.lastDay) open.ending.push(next);
      else if (isAfter(next.lastDay, open.lastDay)) open.ending = [next];
      open.lastDay = laterOf(open.lastDay, next.lastDay);
      continue;
    }
    if (open !== undefined) {
      const before = endOf(open, movedFrom);
      gaps.push({ before, after: next, closingMinor: before.closingMinor, openingMinor: next.openingMinor });
    }
    stretches.push({ firstDay: next.firstDay, openingMinor: next.openingMinor, lastDay: next.lastDay, ending: [next] });
  }
  return {
    stretches: stretches.map((stretch, index) => {
      const { firstDay, lastDay, openingMinor } = stretch;
      const { closingMinor } = endOf(stretch, movedFrom);
      // Two stretches that share a day share its lines too, and a day's lines cannot be told apart by the day.
      const sharesDays =
        stretches[index - 1]?.lastDay === firstDay || stretches.slice(index + 1).some((later) => !isAfter(later.firstDay, lastDay));
      const differenceMinor = sharesDays ? 0n : closingMinor - openingMinor - movedFrom(firstDay, lastDay);
      return { firstDay, lastDay, openingMinor, closingMinor, differenceMinor };
    }),
    gaps,
    unproved: statements.filter((statement) => !isProven(statement)),
  };
}

/** The one whose closing balance the lines make; where none is, the last one. */
function endOf({ firstDay, openingMinor, lastDay, ending }: OpenStretch, movedFrom: Moved): ProvenStatement {
  const [only] = ending;
  if (ending.length === 1 && only !== undefined) return only;
  const made = openingMinor + movedFrom(firstDay, lastDay);
  return ending.find(({ closingMinor }) => closingMinor === made) ?? (ending.at(-1) as ProvenStatement);
}

function isProven(statement: ChainStatement): statement is ProvenStatement {
  return statement.openingMinor !== undefined && statement.closingMinor !== undefined;
}

/** By first day; of those that begin on one day, each time the one that begins with the balance the last one ended with. */
function inOrder(statements: readonly ProvenStatement[]): ProvenStatement[] {
  const waiting = [...statements].sort(
    (one, other) =>
      compare(one.firstDay, other.firstDay) ||
      (one.sequenceNumber ?? 0) - (other.sequenceNumber ?? 0) ||
      Number(one.beginsInside ?? false) - Number(other.beginsInside ?? false) ||
      compare(one.lastDay, other.lastDay) ||
      compare(one.statementId, other.statementId),
  );
  const ordered: ProvenStatement[] = [];
  for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
    const { firstDay } = next;
    const last = ordered.at(-1);
    const ofTheDay = waiting.filter((statement) => statement.firstDay === firstDay);
    const joined = last && ofTheDay.find((statement) => statement.openingMinor === last.closingMinor);
    const begins = ofTheDay.find((statement) =>
      ofTheDay.every((other) => other === statement || other.closingMinor !== statement.openingMinor),
    );
    const chosen = joined ?? begins ?? next;
    ordered.push(chosen);
    waiting.splice(waiting.indexOf(chosen), 1);
  }
  return ordered;
}

function goesOn(open: OpenStretch, next: ProvenStatement, movedFrom: Moved): boolean {
  if (open.ending.some(({ closingMinor }) => closingMinor === next.openingMinor)) return true;
  // It begins inside the stretch: what it says of the days we have is judged with the whole stretch.
  if (isBefore(next.firstDay, open.lastDay)) return true;
  if (next.firstDay !== open.lastDay) return false;
  if (next.beginsInside === true) return true;
  const dayBegan = open.openingMinor + movedFrom(open.firstDay, addDays(next.firstDay, -1));
  if (next.openingMinor === dayBegan) return true;
  return next.closingMinor === open.openingMinor + movedFrom(open.firstDay, next.lastDay);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
