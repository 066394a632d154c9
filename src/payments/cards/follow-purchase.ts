import { and, eq } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { accountForRail, clearingAccount, expenseAccount, type Share, shareAccount } from '../../budgets/index.ts';
import { pair } from '../../budgets/rules/postings.ts';
import { dimensionOf } from '../../budgets/rules/share.ts';
import type { Ledger, LedgerCommand } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { purchaseIdOf } from './decide-purchase.ts';
import { cardPurchases, cards } from './schema.ts';

/** What became of a purchase, as its issuer tells it afterwards. Nothing here can be declined any more: it has happened. */
export interface Settled {
  readonly authorityId: number;
  readonly issuer: string;
  readonly cardRef: string;
  /** The purchase that was held; missing where the shop never asked. */
  readonly purchaseRef?: string | undefined;
  /** The issuer's name of this movement: it is booked once. */
  readonly movementRef: string;
  /** Pence; below zero money comes back to the card. */
  readonly amount: bigint;
  readonly on: PlainDate;
}

export interface CardDesk {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

type NotFollowed = { readonly code: 'card-unknown' | 'ledger-refused'; readonly detail?: string };

const MOVEMENTS = 'c1b9c1de-5d2a-4f0b-8f9e-9d5ab9b4a2f3';
const CARDS = 'cards';

/**
 * The shop has taken its money: what was held is spent, less or more than was held, or without having been held at all. What goes beyond the
 * hold is booked under a named override, because limits stop promises and never the recording of what happened.
 */
export async function settlePurchase(desk: CardDesk, told: Settled): Promise<Result<undefined, NotFollowed>> {
  const { ledger, database, clock } = desk;
  const { authorityId, issuer, purchaseRef, movementRef, amount, on } = told;
  const found = await findCard(desk, told);
  if (found === undefined) return refused({ code: 'card-unknown' });
  const { share } = found;
  const holdId = purchaseIdOf(authorityId, issuer, purchaseRef ?? '');
  const [hold] = purchaseRef === undefined ? [] : await ledger.holds(authorityId, [holdId]);
  const held = hold?.state === 'pending' ? hold.amount - hold.captured : 0n;
  const id = (step: string) => uuidv5(`${authorityId} ${issuer} ${movementRef} ${step}`, MOVEMENTS);
  const [booked] = await ledger.entries(authorityId, [id('cost')]);
  if (booked !== undefined) return accepted(undefined);
  await ledger.openAccounts({ authorityId, principal: 'system' }, [{ ...accountForRail(CARDS), opensOn: '2020-01-01' }]);
  const base = { principal: 'system' } as const;
  const capture = amount > 0n ? (amount < held ? amount : held) : 0n;
  const beyond = amount - capture;
  const dimension = dimensionOf(share);
  const side = (debit: string, credit: string, sum: bigint) =>
    sum > 0n ? pair({ debit, credit, amount: sum, dimension }) : pair({ debit: credit, credit: debit, amount: -sum, dimension });
  const commands: LedgerCommand[] = [
    ...(capture > 0n
      ? [{ ...base, kind: 'hold-post' as const, id: id('held'), holdId, amount: capture, final: true, effectiveDate: on }]
      : []),
    {
      ...base,
      kind: 'entry',
      id: id('cost'),
      entry: {
        effectiveDate: on,
        description: amount > 0n ? 'Paid by card' : 'Given back to a card',
        reference: movementRef.slice(0, 40),
        postings: [
          ...side(expenseAccount(share), clearingAccount(CARDS), amount),
          ...(beyond === 0n ? [] : side(shareAccount(share, 'available'), shareAccount(share, 'paid'), beyond)),
        ],
        ...(beyond > 0n && { override: 'card-purchase-has-happened' }),
      },
    },
  ];
  const failed = (await ledger.post(authorityId, commands, { linked: commands.length > 1 })).find((result) => !result.ok);
  if (failed !== undefined && !failed.ok) return refused({ code: 'ledger-refused', detail: failed.refusal.code });
  const key = and(eq(cardPurchases.authorityId, authorityId), eq(cardPurchases.purchaseId, holdId));
  await inTransaction(database, { authorityId }, async (tx) => {
    if (purchaseRef !== undefined && amount > 0n) await tx.update(cardPurchases).set({ state: 'captured', captured: amount }).where(key);
    else
      await tx
        .insert(cardPurchases)
        .values({
          authorityId,
          purchaseId: id('cost'),
          cardId: found.cardId,
          issuerRef: movementRef,
          amount: amount > 0n ? amount : -amount,
          merchant: '',
          category: '',
          madeOn: on,
          state: amount > 0n ? ('captured' as const) : ('released' as const),
          captured: amount > 0n ? amount : 0n,
          decidedAt: clock.now(),
        })
        .onConflictDoNothing();
  });
  return accepted(undefined);
}

/** The shop let it go: what was held is free again. Told twice, or after it was captured, it changes nothing. */
export async function releasePurchase(
  { ledger, database }: CardDesk,
  { authorityId, issuer, purchaseRef, on }: Pick<Settled, 'authorityId' | 'issuer' | 'on'> & { readonly purchaseRef: string },
): Promise<void> {
  const holdId = purchaseIdOf(authorityId, issuer, purchaseRef);
  const [hold] = await ledger.holds(authorityId, [holdId]);
  if (hold?.state === 'pending') {
    await ledger.post(authorityId, [
      { kind: 'hold-void', id: uuidv5(`released ${holdId}`, MOVEMENTS), principal: 'system', holdId, effectiveDate: on },
    ]);
  }
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .update(cardPurchases)
      .set({ state: 'released' })
      .where(and(eq(cardPurchases.authorityId, authorityId), eq(cardPurchases.purchaseId, holdId), eq(cardPurchases.state, 'held'))),
  );
}

async function findCard(
  { database }: CardDesk,
  { authorityId, issuer, cardRef }: Settled,
): Promise<{ readonly cardId: string; readonly share: Share } | undefined> {
  const [row] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ cardId: cards.cardId, share: cards.share })
      .from(cards)
      .where(and(eq(cards.authorityId, authorityId), eq(cards.issuer, issuer), eq(cards.issuerRef, cardRef))),
  );
  return row;
}
