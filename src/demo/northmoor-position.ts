import { expenseAccount, type Share, shareAccount } from '../budgets/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { ASSISTANT, NIGHTS, NURSE, TUTOR_NEXT_YEAR, TUTOR_THIS_YEAR } from './northmoor-budget.ts';
import { TAXI } from './northmoor-taxi.ts';

/** Where a budget line stands, in pence, as the ledger's own balances say. `spent` lies inside `paid`; the two are never added. */
export interface LineFigures {
  readonly allocated: bigint;
  readonly paid: bigint;
  readonly committed: bigint;
  readonly available: bigint;
  readonly spent: bigint;
  readonly left: bigint;
}

export interface LinePosition extends LineFigures {
  readonly line: string;
  readonly title: string;
  readonly fundedBy: string;
}

export interface NorthmoorPosition {
  readonly family: readonly LinePosition[];
  readonly all: LineFigures;
  /** The line of the other family, which went below nothing. */
  readonly other: LinePosition;
}

interface DemoLine {
  readonly line: string;
  readonly title: string;
  readonly fundedBy: string;
  readonly shares: readonly Share[];
}

const FAMILY: readonly DemoLine[] = [
  { line: 'L1', title: 'Specialist tutor', fundedBy: 'Education', shares: [TUTOR_THIS_YEAR, TUTOR_NEXT_YEAR] },
  { line: 'L2', title: 'Personal assistant', fundedBy: 'Care', shares: [ASSISTANT] },
  { line: 'L3', title: 'Nurse-led care at home', fundedBy: 'Health', shares: [NURSE] },
  { line: 'L4', title: 'Overnight short breaks', fundedBy: 'Care 60%, health 40%', shares: NIGHTS.map(({ share }) => share) },
];
const OTHER: DemoLine = { line: 'L5', title: 'Respite taxi', fundedBy: 'Care', shares: [TAXI] };

/** Undefined while the demo has not been played so far that all its lines exist. */
export async function northmoorPosition(ledger: Pick<Ledger, 'balances'>, authorityId: number): Promise<NorthmoorPosition | undefined> {
  const codes = [...FAMILY, OTHER].flatMap(({ shares }) => shares).flatMap(accountsOf);
  const balances = new Map((await ledger.balances(authorityId, codes)).map(({ account, balance }) => [account, balance]));
  if (balances.size < codes.length) return undefined;
  const position = ({ shares, ...line }: DemoLine): LinePosition => ({ ...line, ...figuresOf(shares, balances) });
  const family = FAMILY.map(position);
  return { family, all: totalOf(family), other: position(OTHER) };
}

function accountsOf(share: Share): string[] {
  return [shareAccount(share, 'available'), shareAccount(share, 'committed'), shareAccount(share, 'paid'), expenseAccount(share)];
}

function figuresOf(shares: readonly Share[], balances: ReadonlyMap<string, bigint>): LineFigures {
  const sum = (code: (share: Share) => string) => shares.reduce((total, share) => total + (balances.get(code(share)) ?? 0n), 0n);
  const available = sum((share) => shareAccount(share, 'available'));
  const committed = sum((share) => shareAccount(share, 'committed'));
  const paid = sum((share) => shareAccount(share, 'paid'));
  const spent = sum(expenseAccount);
  const allocated = available + committed + paid;
  return { allocated, paid, committed, available, spent, left: allocated - spent };
}

function totalOf(lines: readonly LineFigures[]): LineFigures {
  const sum = (figure: keyof LineFigures) => lines.reduce((total, line) => total + line[figure], 0n);
  return {
    allocated: sum('allocated'),
    paid: sum('paid'),
    committed: sum('committed'),
    available: sum('available'),
    spent: sum('spent'),
    left: sum('left'),
  };
}
