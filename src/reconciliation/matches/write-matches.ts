import { ACCOUNTS_OPEN_ON, type BookableCommand, intendStep } from '../../budgets/index.ts';
import type { AccountingPeriod, Actor } from '../../ledger/index.ts';
import { firstOpenDay } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import type { ItemRoom, TakenItem } from '../items/item-room.ts';
import { accountsOfMatches, type EntryToPost, entriesOfLine, type UsedBefore } from './line-entries.ts';
import { type MatchDraft, openAccountsForLines } from './match.ts';
import { insertMatches, type LineRow, liveMatchesOf, lockLines, type MatchToWrite, usedOf, useItem } from './store.ts';

export const MATCH = 'reconciliation.match';

export interface MatchRefusal {
  readonly code:
    | 'bank-line-not-found'
    | 'bank-line-matched'
    | 'item-no-longer-open'
    | 'parts-do-not-add-up'
    | 'account-not-for-lines'
    | 'no-open-day';
  readonly lineId?: string;
  readonly itemId?: string;
  readonly matchId?: string;
}

export interface MatchesToWrite {
  readonly account: BankAccount & { readonly ledgerAccount: string };
  readonly drafts: readonly { readonly matchId?: string; readonly draft: MatchDraft }[];
  readonly rooms: readonly ItemRoom[];
  readonly fromBooks: ReadonlyMap<string, TakenItem>;
  readonly periods: readonly AccountingPeriod[];
  readonly at: Date;
  readonly stepId?: string;
  readonly fingerprint?: Buffer;
}

export interface WrittenMatches {
  /** Undefined when every draft was refused: nothing is to be booked. */
  readonly stepId?: string;
  readonly results: readonly Result<{ readonly matchId: string }, MatchRefusal>[];
}

/**
 * Writes what somebody wants matched and the intent to book it, in the caller's transaction. Lines and items are locked and looked at as they
 * are now: a draft that no longer holds is refused by itself and leaves no trace. The rest is booked as one step.
 */
export async function writeMatches(tx: Transaction, actor: Actor, wanted: MatchesToWrite): Promise<WrittenMatches> {
  const { authorityId, principal } = actor;
  const { account, drafts, rooms, fromBooks, at } = wanted;
  const all = drafts.map(({ draft }) => draft);
  const lineIds = [...new Set(all.flatMap((draft) => draft.lineIds))];
  const itemIds = [...new Set(all.flatMap(itemIdsOf))];
  const lines = await lockLines(tx, authorityId, lineIds);
  const taken = await liveMatchesOf(tx, authorityId, lineIds);
  const items = new Map<string, TakenItem>();
  for (const room of rooms) {
    const own = itemIds.filter((itemId) => itemId.startsWith(`${room.prefix}:`));
    for (const [itemId, item] of own.length === 0 ? [] : await room.take(tx, authorityId, own, fromBooks)) items.set(itemId, item);
  }
  const used = await usedOf(tx, authorityId, itemIds);

  const written: MatchToWrite[] = [];
  const entries: EntryToPost[] = [];
  const results: Result<{ readonly matchId: string }, MatchRefusal>[] = [];
  for (const { matchId = timeOrderedId(at), draft } of drafts) {
    const judged = judge(draft, { account, lines, taken, items, used, periods: wanted.periods });
    if (!judged.ok) {
      results.push(judged);
      continue;
    }
    const own = entriesOf(matchId, draft, { account, days: judged.value, items, used });
    for (const lineId of draft.lineIds) taken.set(lineId, matchId);
    entries.push(...own);
    written.push({
      row: rowOf(actor, matchId, draft, wanted, { lines, items }),
      lineIds: draft.lineIds,
      parts: draft.parts,
      entries: [
        ...own.map(({ entryId }) => ({ entryId, role: 'posted' as const })),
        ...itemIdsOf(draft).flatMap((itemId) => {
          const entryId = items.get(itemId)?.entryId;
          return entryId === undefined ? [] : [{ entryId, role: 'found' as const }];
        }),
      ],
    });
    results.push(accepted({ matchId }));
  }
  if (written.length === 0) return { results };
  await insertMatches(tx, authorityId, written);
  for (const { parts } of written) {
    for (const { kind, target: itemId, amountMinor: usedMinor } of parts) {
      const item = kind === 'item' || kind === 'let-go' ? items.get(itemId) : undefined;
      if (item !== undefined) await useItem(tx, authorityId, { itemId, wholeMinor: item.wholeMinor, usedMinor });
    }
  }
  const matchIds = written.map(({ row }) => row.matchId);
  const stepId = wanted.stepId ?? timeOrderedId(at);
  const commands = entries.map(({ entryId: id, entry }): BookableCommand => ({ kind: 'entry', id, principal, entry }));
  await intendStep(
    tx,
    { authorityId, principal },
    {
      stepId,
      kind: MATCH,
      subjectId: account.accountId,
      accounts: accountsOfMatches(entries, ACCOUNTS_OPEN_ON),
      commands,
      details: { matchIds },
      ...(wanted.fingerprint !== undefined && { fingerprint: wanted.fingerprint }),
    },
    at,
  );
  return { stepId, results };
}

interface Standing {
  readonly account: BankAccount;
  readonly lines: ReadonlyMap<string, LineRow>;
  readonly taken: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, TakenItem>;
  readonly used: ReadonlyMap<string, bigint>;
  readonly periods: readonly AccountingPeriod[];
}

/** The day on which each line is booked, or why it cannot be matched like this. */
function judge(draft: MatchDraft, { account, lines, taken, items, used, periods }: Standing): Result<Map<string, PlainDate>, MatchRefusal> {
  const days = new Map<string, PlainDate>();
  for (const lineId of draft.lineIds) {
    const line = lines.get(lineId);
    if (line === undefined || line.accountId !== account.accountId) return refused({ code: 'bank-line-not-found', lineId });
    const matchId = taken.get(lineId);
    if (matchId !== undefined) return refused({ code: 'bank-line-matched', lineId, matchId });
    const parts = draft.parts.filter((part) => part.lineId === lineId);
    if (parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) !== line.amountMinor)
      return refused({ code: 'parts-do-not-add-up', lineId });
    const day = firstOpenDay(periods, line.bookingDate);
    if (day === undefined) return refused({ code: 'no-open-day', lineId });
    days.set(lineId, day);
  }
  if (draft.parts.some(({ lineId }) => lineId !== undefined && !draft.lineIds.includes(lineId)))
    return refused({ code: 'parts-do-not-add-up' });
  const taking = new Map(used);
  for (const { kind, target, amountMinor, lineId } of draft.parts) {
    if (kind === 'account' && !openAccountsForLines.some((open) => open === target)) return refused({ code: 'account-not-for-lines' });
    // The two lines must cancel each other, or a part of one would vanish.
    if (kind === 'line') {
      const back = draft.parts.find((part) => part.kind === 'line' && part.lineId === target && part.target === lineId);
      if (back?.amountMinor !== -amountMinor) return refused({ code: 'parts-do-not-add-up', ...(lineId !== undefined && { lineId }) });
    }
    if (kind !== 'item' && kind !== 'let-go') continue;
    const item = items.get(target);
    if (item === undefined) return refused({ code: 'item-no-longer-open', itemId: target });
    const total = (taking.get(target) ?? 0n) + amountMinor;
    const [low, high] = item.wholeMinor < 0n ? [item.wholeMinor, 0n] : [0n, item.wholeMinor];
    if (total < low || total > high || amountMinor > 0n !== item.wholeMinor > 0n)
      return refused({ code: 'item-no-longer-open', itemId: target });
    // What the books have in one entry is explained whole or not at all, and no part of it can be let go.
    if (item.parts === undefined && (kind === 'let-go' || amountMinor !== item.wholeMinor)) return refused({ code: 'parts-do-not-add-up' });
    taking.set(target, total);
  }
  return accepted(days);
}

function entriesOf(
  matchId: string,
  draft: MatchDraft,
  context: {
    readonly account: MatchesToWrite['account'];
    readonly days: ReadonlyMap<string, PlainDate>;
    readonly items: ReadonlyMap<string, TakenItem>;
    readonly used: UsedBefore;
  },
): EntryToPost[] {
  const { account, days, items, used } = context;
  return draft.lineIds.flatMap((lineId, n) => {
    const parts = draft.parts.filter((part) => part.lineId === lineId);
    const letGo = n === draft.lineIds.length - 1 ? draft.parts.filter(({ kind }) => kind === 'let-go') : [];
    const line = { lineId, ledgerAccount: account.ledgerAccount, effectiveDate: days.get(lineId) as PlainDate, parts, letGo };
    return entriesOfLine(matchId, line, items, used);
  });
}

function rowOf(
  { authorityId, principal }: Actor,
  matchId: string,
  draft: MatchDraft,
  { account, at }: MatchesToWrite,
  { lines, items }: Pick<Standing, 'lines' | 'items'>,
): MatchToWrite['row'] {
  const { decidedBy, stage, score, margin, reasons, learningVersion, lineIds } = draft;
  const days = lineIds.map((lineId) => (lines.get(lineId) as LineRow).bookingDate).sort();
  const payees = new Set(itemIdsOf(draft).flatMap((itemId) => items.get(itemId)?.payeeId ?? []));
  const [payeeId] = payees.size === 1 ? payees : [];
  return {
    ...{ authorityId, matchId, accountId: account.accountId, state: 'posting', decidedBy, stage, reasons, learningVersion },
    lastDay: days.at(-1) as PlainDate,
    score: score ?? null,
    margin: margin ?? null,
    payeeId: payeeId ?? null,
    madeBy: principal,
    madeAt: at,
  };
}

export function itemIdsOf({ parts }: Pick<MatchDraft, 'parts'>): string[] {
  return [...new Set(parts.flatMap(({ kind, target }) => (kind === 'item' || kind === 'let-go' ? [target] : [])))];
}
