import { isDeepStrictEqual } from 'node:util';
import { and, eq } from 'drizzle-orm';
import { type Share, shareAccount } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { CardRules } from './rules/card-rules.ts';
import { cardRules, cards } from './schema.ts';

export interface NewCard {
  readonly cardId: string;
  readonly issuer: string;
  readonly issuerRef: string;
  readonly familyId: string;
  readonly share: Share;
}

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

/** A family has chosen a card and the issuer has made one. Nobody has to take one: an agreement is paid without it just as well. */
export async function openCard(
  { database, clock }: Desk,
  { authorityId, principal }: Actor,
  card: NewCard,
): Promise<Result<undefined, { readonly code: 'card-exists' }>> {
  const { share, cardId, issuer, issuerRef, familyId } = card;
  const row = {
    authorityId,
    ...card,
    stream: share.stream,
    availableAccount: shareAccount(share, 'available'),
    paidAccount: shareAccount(share, 'paid'),
    state: 'active' as const,
    openedBy: principal,
    openedAt: clock.now(),
  };
  return inTransaction(database, { authorityId }, async (tx) => {
    await tx.insert(cards).values(row).onConflictDoNothing();
    const [kept] = await tx
      .select()
      .from(cards)
      .where(and(eq(cards.authorityId, authorityId), eq(cards.issuer, issuer), eq(cards.issuerRef, issuerRef)));
    const isSame = kept?.cardId === cardId && kept.familyId === familyId && kept.availableAccount === row.availableAccount;
    return isSame ? accepted(undefined) : refused({ code: 'card-exists' });
  });
}

/** From this moment on nothing goes through; what is held stays held until its shop takes it or lets it go. */
export async function stopCard(
  { database }: Pick<Desk, 'database'>,
  { authorityId }: Actor,
  cardId: string,
): Promise<Result<undefined, { readonly code: 'card-not-found' }>> {
  const stopped = await inTransaction(database, { authorityId }, (tx) =>
    tx
      .update(cards)
      .set({ state: 'stopped' })
      .where(and(eq(cards.authorityId, authorityId), eq(cards.cardId, cardId)))
      .returning({ cardId: cards.cardId }),
  );
  return stopped.length > 0 ? accepted(undefined) : refused({ code: 'card-not-found' });
}

/** What cards of a stream may be used for from a day on. Rules of a day stand as they were set, because purchases have been judged by them; the same again is no change. */
export async function setCardRules(
  { database, clock }: Desk,
  { authorityId, principal }: Actor,
  { stream, validFrom, rules }: { readonly stream: Share['stream']; readonly validFrom: PlainDate; readonly rules: CardRules },
): Promise<Result<undefined, { readonly code: 'card-rules-set' }>> {
  const row = { authorityId, stream, validFrom, rules, setBy: principal, setAt: clock.now() };
  return inTransaction(database, { authorityId }, async (tx) => {
    await tx.insert(cardRules).values(row).onConflictDoNothing();
    const [kept] = await tx
      .select({ rules: cardRules.rules })
      .from(cardRules)
      .where(and(eq(cardRules.authorityId, authorityId), eq(cardRules.stream, stream), eq(cardRules.validFrom, validFrom)));
    return isDeepStrictEqual(kept?.rules, rules) ? accepted(undefined) : refused({ code: 'card-rules-set' });
  });
}
