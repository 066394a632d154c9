import type { Dimension, Ledger } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import type { OpenItem } from '../matching/items.ts';

/** What is asked for: everything that lines of these days of one account may be about. */
export interface ItemsAsked {
  readonly account: BankAccount & { readonly ledgerAccount: string };
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Where the other half of a bank line's entry goes, and whose money it is. The weights of an item's parts add up to it, without sign. */
export interface ItemPart {
  readonly account: string;
  readonly dimension?: Dimension;
  readonly weight: bigint;
}

/** An item as it stands at the moment when it is taken. */
export interface TakenItem {
  /** All of it, with the sign that its bank line has. */
  readonly wholeMinor: bigint;
  /** What a posting needs; absent where the books have the bank's side already, and a line only explains it. */
  readonly parts?: readonly ItemPart[];
  /** Where the books have it already: the entry. */
  readonly entryId?: string;
  readonly payeeId?: string;
  readonly reference?: string;
}

export interface SeenAtBank {
  readonly seenOn: PlainDate;
  readonly bankReference?: string;
  readonly at: Date;
}

export interface ItemDesk {
  readonly database: Database;
  readonly ledger: Ledger;
}

/**
 * One kind of thing that a bank line can be about, as matching needs it from the room that owns it. Ids carry the room's prefix, so a kind
 * that is added later changes nothing here. Whatever has to be known of the books is read before, in `listOpen` and `fromBooks`; everything with a
 * transaction runs inside the one that writes the match.
 */
export interface ItemRoom {
  readonly prefix: string;
  listOpen(desk: ItemDesk, authorityId: number, asked: ItemsAsked): Promise<readonly OpenItem[]>;
  /** Read before the transaction of the match, for items that are entries of the books: those that still stand there. */
  fromBooks?(
    desk: ItemDesk,
    authorityId: number,
    ledgerAccount: string,
    itemIds: readonly string[],
  ): Promise<ReadonlyMap<string, TakenItem>>;
  /** Those of them that are open now, locked against whoever else would settle them. */
  take(
    tx: Transaction,
    authorityId: number,
    itemIds: readonly string[],
    fromBooks: ReadonlyMap<string, TakenItem>,
  ): Promise<ReadonlyMap<string, TakenItem>>;
  /** The books have the posting. */
  seen?(tx: Transaction, authorityId: number, itemIds: readonly string[], facts: SeenAtBank): Promise<void>;
  /** Why it cannot be given back: a code of the problem table. */
  keepsFromUndoing?(tx: Transaction, authorityId: number, itemIds: readonly string[]): Promise<'item-not-undoable' | undefined>;
  /** The books have the reversal. */
  unseen?(tx: Transaction, authorityId: number, itemIds: readonly string[]): Promise<void>;
}

/** `payment:019a…` is the room's prefix and its own id. */
export function itemIdOf(prefix: string, id: string): string {
  return `${prefix}:${id}`;
}

export function ownIdsOf(prefix: string, itemIds: readonly string[]): string[] {
  return itemIds.flatMap((itemId) => (itemId.startsWith(`${prefix}:`) ? [itemId.slice(prefix.length + 1)] : []));
}
