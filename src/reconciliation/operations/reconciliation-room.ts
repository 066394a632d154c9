import { z } from 'zod';
import type { Actor, Ledger } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { parsePlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { StatementDesk } from '../imports/statement-desk.ts';
import { itemRooms } from '../items/item-rooms.ts';
import type { MatchDesk } from '../matches/match-desk.ts';
import { formatMinorUnits } from '../statements/minor-units.ts';

export interface ReconciliationOperationsOptions extends StatementDesk {
  readonly ledger: Ledger;
  /** What day it is for an authority. */
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
  /** The largest bank statement file that is taken. */
  readonly statementFileBytes: number;
}

export function matchDeskOf({ database, ledger, clock, businessDate }: ReconciliationOperationsOptions): MatchDesk {
  return { database, ledger, clock, businessDate, rooms: itemRooms };
}

export function actorOf({ authorityId, principal }: Caller): Actor {
  return { authorityId, principal };
}

/** Bank accounts may be in other currencies than the books, so the currency is any, and the decimals are its own. */
export const bankAmountSchema = z
  .strictObject({
    amount: z.string().meta({ description: 'Exact, with the decimals of the currency; below zero, money went out.', example: '-12.50' }),
    currency: z.string().meta({ example: 'GBP' }),
  })
  .meta({ id: 'BankAmount', description: 'An amount as the bank says it.' });

export function bankAmount(minor: bigint | string, currency: string) {
  return { amount: formatMinorUnits(BigInt(minor), currency), currency };
}

export const dayQuery = z
  .string()
  .refine((text) => parsePlainDate(text) !== undefined, 'This must be a day of the calendar, written YYYY-MM-DD.')
  .transform((text) => text as PlainDate)
  .meta({ format: 'date' });

/** Cuts a page out of one item more than it holds. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  encode: (last: Item) => string,
): { readonly data: readonly Item[]; readonly nextCursor: string | null } {
  const data = items.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: last !== undefined && items.length > limit ? encode(last) : null };
}
