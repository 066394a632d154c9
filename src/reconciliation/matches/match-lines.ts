import { type BookingRefusal, earlierStep, finishIntended, finishStep, type KeyedRequest } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import { findBankAccount } from '../bank-accounts/register.ts';
import type { ItemRoom, TakenItem } from '../items/item-room.ts';
import { readWork } from '../work-list/store.ts';
import { matchBookingKinds } from './booking-kinds.ts';
import type { MatchDraft } from './match.ts';
import type { MatchDesk } from './match-desk.ts';
import { lockLines } from './store.ts';
import { itemIdsOf, type MatchRefusal, writeMatches } from './write-matches.ts';

export type MatchLinesRefusal =
  | MatchRefusal
  | BookingRefusal
  | VersionStale
  | { readonly code: 'idempotency-conflict' | 'bank-account-not-in-books' };

export interface LinesToMatch extends Pick<MatchDraft, 'lineIds' | 'parts'> {
  readonly stage: string;
  readonly reasons: readonly string[];
  /** The version of the first line's work as the officer saw it. */
  readonly ifMatch?: string | undefined;
}

/**
 * An officer says what lines are. The decision and the intent to book it are kept together; then it is booked, and only then the items count
 * as seen. Of two officers at one line the second is told, and nothing of what they wanted happens.
 */
export async function matchLinesByHand(
  desk: MatchDesk,
  actor: Actor,
  wanted: LinesToMatch,
  request: KeyedRequest,
): Promise<Result<{ readonly matchId: string; readonly replayed: boolean }, MatchLinesRefusal>> {
  const { database, ledger, clock, rooms } = desk;
  const { authorityId } = actor;
  const account = await accountOfLine(desk, authorityId, wanted.lineIds[0] ?? '');
  if (!account.ok) return account;
  const draft: MatchDraft = { ...wanted, decidedBy: 'officer', learningVersion: 0 };
  const fromBooks = await readFromBooks(desk, rooms, authorityId, account.value.ledgerAccount, itemIdsOf(draft));
  const periods = await ledger.periods(authorityId);
  const matchId = request.stepId;
  const asked = await inTransaction(database, { authorityId }, async (tx): Promise<Result<boolean, MatchLinesRefusal>> => {
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted(true);
    await lockLines(tx, authorityId, wanted.lineIds);
    if (wanted.ifMatch !== undefined) {
      const work = await readWork(tx, authorityId, wanted.lineIds[0] ?? '');
      const current = checkVersion(wanted.ifMatch, work?.version ?? 0);
      if (!current.ok && work !== undefined) return current;
    }
    const { results } = await writeMatches(tx, actor, {
      account: account.value,
      drafts: [{ matchId, draft }],
      rooms,
      fromBooks,
      periods,
      at: clock.now(),
      ...request,
    });
    const [result] = results;
    return result?.ok === false ? result : accepted(false);
  });
  if (!asked.ok) return asked;
  const booked = await (asked.value ? finishStep : finishIntended)({ ...desk, kinds: matchBookingKinds }, authorityId, request.stepId);
  return booked.ok ? accepted({ matchId, replayed: asked.value }) : booked;
}

export type AccountInBooks = BankAccount & { readonly ledgerAccount: string };

export function inBooks(account: BankAccount | undefined): AccountInBooks | undefined {
  return account?.ledgerAccount === undefined ? undefined : { ...account, ledgerAccount: account.ledgerAccount };
}

async function accountOfLine(
  { database }: MatchDesk,
  authorityId: number,
  lineId: string,
): Promise<Result<AccountInBooks, MatchLinesRefusal>> {
  const lines = await inTransaction(database, { authorityId }, (tx) => lockLines(tx, authorityId, [lineId]));
  const line = lines.get(lineId);
  if (line === undefined) return refused({ code: 'bank-line-not-found', lineId });
  const account = inBooks(await findBankAccount(database, authorityId, line.accountId));
  return account === undefined ? refused({ code: 'bank-account-not-in-books' }) : accepted(account);
}

/** What items stand for in the books, read before the transaction: the books are never called inside one. */
export async function readFromBooks(
  desk: MatchDesk,
  rooms: readonly ItemRoom[],
  authorityId: number,
  ledgerAccount: string,
  itemIds: readonly string[],
): Promise<Map<string, TakenItem>> {
  const known = new Map<string, TakenItem>();
  for (const room of rooms) {
    const own = itemIds.filter((itemId) => itemId.startsWith(`${room.prefix}:`));
    const found = own.length === 0 ? undefined : await room.fromBooks?.(desk, authorityId, ledgerAccount, own);
    for (const [itemId, item] of found ?? []) known.set(itemId, item);
  }
  return known;
}
