import { v5 as uuidv5 } from 'uuid';
import { accountForWriteOffs, writeOffAccount } from '../../budgets/index.ts';
import type { AccountDraft, Dimension, EntryDraft, PostingDraft } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { splitNextByWeights } from '../../platform/money/split.ts';
import type { ItemPart, TakenItem } from '../items/item-room.ts';
import { BANK_CHARGES, type MatchPart, SUSPENSE } from './match.ts';

export interface LineToPost {
  readonly lineId: string;
  readonly ledgerAccount: string;
  /** The day it counts from: the line's own, or the first open one after it. */
  readonly effectiveDate: PlainDate;
  readonly parts: readonly MatchPart[];
  /** What is let go of an item goes with the line that it came short with. */
  readonly letGo: readonly MatchPart[];
}

export interface EntryToPost {
  readonly entryId: string;
  readonly entry: EntryDraft;
}

/** How much of an item earlier lines have taken: its parts are cut from the cumulative amount, so that no share drifts by a penny. */
export type UsedBefore = Map<string, bigint>;

/** The books refuse an entry of more; a Bacs contra of many shares becomes several entries that stand or fall together. */
const MOST_PAIRS = 4_000;

/** The entries of one line: the bank on one side, and whatever it is about on the other. Nothing where the books have all of it already. */
export function entriesOfLine(
  matchId: string,
  { lineId, ledgerAccount, effectiveDate, parts, letGo }: LineToPost,
  items: ReadonlyMap<string, TakenItem>,
  used: UsedBefore,
): EntryToPost[] {
  const pairs = new Map<string, { readonly debit: string; readonly credit: string; readonly dimension?: Dimension; amount: bigint }>();
  const move = (account: string, against: string, amount: bigint, dimension?: Dimension) => {
    if (amount === 0n) return;
    const key = JSON.stringify([account, against, dimension]);
    const before = pairs.get(key);
    if (before !== undefined) before.amount += amount;
    else pairs.set(key, { debit: account, credit: against, amount, ...(dimension !== undefined && { dimension }) });
  };
  const references = new Set<string>();
  for (const { kind, target, amountMinor } of [...parts, ...letGo]) {
    if (kind === 'line') continue;
    if (kind === 'rule' || kind === 'account') {
      move(ledgerAccount, kind === 'rule' ? BANK_CHARGES : target, amountMinor);
      continue;
    }
    const item = items.get(target);
    if (item === undefined) throw new Error(`The item ${target} was not taken.`);
    if (item.reference !== undefined) references.add(item.reference);
    if (item.parts === undefined) continue;
    for (const { account, dimension, amount } of cut(item.parts, used.get(target) ?? 0n, amountMinor)) {
      const stream = dimension?.stream;
      if (kind === 'item') move(ledgerAccount, account, amount, dimension);
      else if (stream === undefined) throw new Error(`The item ${target} has no stream that could let it go.`);
      else move(writeOffAccount(stream), account, amount, { stream });
    }
    used.set(target, (used.get(target) ?? 0n) + amountMinor);
  }
  const moved = [...pairs.values()].filter(({ amount }) => amount !== 0n);
  const [reference] = references.size === 1 ? references : [];
  return chunks(moved, MOST_PAIRS).map((some, n) => ({
    entryId: uuidv5(`line ${lineId} ${n}`, matchId),
    entry: {
      effectiveDate,
      description: 'Bank line',
      ...(reference !== undefined && { reference }),
      postings: some.flatMap(({ debit, credit, amount, dimension }): PostingDraft[] => {
        const about = dimension === undefined ? {} : { dimension };
        return [
          { account: debit, amount, ...about },
          { account: credit, amount: -amount, ...about },
        ];
      }),
    },
  }));
}

/** What is used of an item is cut by the weights of its parts, so that all of it comes out as the parts themselves. */
function cut(parts: readonly ItemPart[], before: bigint, amount: bigint): (ItemPart & { readonly amount: bigint })[] {
  const amounts = splitNextByWeights(
    before,
    amount,
    parts.map(({ weight }) => weight),
  );
  return parts.map((part, n) => ({ ...part, amount: amounts[n] ?? 0n }));
}

function chunks<Value>(all: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Accounts that a match may be the first to post on. */
export function accountsOfMatches(entries: readonly EntryToPost[], opensOn: PlainDate): AccountDraft[] {
  const codes = new Set(entries.flatMap(({ entry }) => entry.postings.map(({ account }) => account)));
  const own: readonly Omit<AccountDraft, 'opensOn'>[] = [
    { code: SUSPENSE, side: 'actual', class: 'asset', normalSide: 'debit' },
    { code: BANK_CHARGES, side: 'actual', class: 'expense', normalSide: 'debit' },
    ...(['EDUCATION', 'HEALTH', 'CARE'] as const).map(accountForWriteOffs),
  ];
  return own.filter(({ code }) => codes.has(code)).map((draft) => ({ ...draft, opensOn }));
}
