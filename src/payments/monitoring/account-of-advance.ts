import { and, asc, desc, eq } from 'drizzle-orm';
import { type BudgetRoom, totalOf } from '../../budgets/index.ts';
import { changeFamily, readFamily } from '../../people/index.ts';
import { isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { readAgreement } from '../agreements/store.ts';
import { moneyOfAgreement } from '../recovery/recovery-desk.ts';
import { accountChecks, monitoringReturns } from './schema.ts';

export interface AccountOfAdvance {
  readonly paid: bigint;
  readonly shown: bigint;
  readonly notYetShown: bigint;
  readonly checks: readonly (typeof accountChecks.$inferSelect)[];
}

type NotFound = { readonly code: 'record-not-found' | 'agreement-not-found' };

/** What was paid, what has been shown as spent, and what the family's bank statements say beside it. */
export async function accountOfAdvance(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: { readonly familyId: string; readonly agreementId: string },
): Promise<Result<AccountOfAdvance, NotFound>> {
  const { authorityId } = caller;
  const money = await moneyOfAgreement(room, authorityId, agreementId);
  const read = await readFamily(room, authorityId, familyId, async ({ tx }): Promise<Result<AccountOfAdvance, NotFound>> => {
    const agreement = await readAgreement(tx, authorityId, agreementId);
    if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
      return refused({ code: 'agreement-not-found' });
    const checks = await tx
      .select()
      .from(accountChecks)
      .where(and(eq(accountChecks.authorityId, authorityId), eq(accountChecks.agreementId, agreementId)))
      .orderBy(desc(accountChecks.on));
    const [shown, notYetShown] = [totalOf(money.expense), totalOf(money.advance)];
    return accepted({ paid: shown + notYetShown, shown, notYetShown, checks });
  });
  return read.ok ? read.value : read;
}

export type CheckRefusal = {
  readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'agreement-not-found' | 'account-check-ahead' | 'account-check-exists';
};

/** The family tells its balance on a day; a return that asked for it is answered by that. A gap opens a question and nothing else. */
export async function tellBalance(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: { readonly familyId: string; readonly agreementId: string },
  { on, balance, ownMoney }: { readonly on: PlainDate; readonly balance: bigint; readonly ownMoney: bigint },
): Promise<Result<{ readonly checkId: string; readonly gap: bigint }, CheckRefusal>> {
  const { authorityId, principal: createdBy } = caller;
  const day = await room.businessDate(authorityId);
  const then = await moneyOfAgreement(room, authorityId, agreementId, on);
  return changeFamily(room, caller, { familyId, operation: 'payments.tell-balance' }, async ({ tx, now }) => {
    const agreement = await readAgreement(tx, authorityId, agreementId);
    if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
      return refused({ code: 'agreement-not-found' });
    if (isAfter(on, day)) return refused({ code: 'account-check-ahead' });
    const notYetShown = totalOf(then.advance);
    const gap = balance - ownMoney - notYetShown;
    const checkId = timeOrderedId(now);
    const kept = await tx
      .insert(accountChecks)
      .values({
        ...{ authorityId, checkId, familyId, childId: agreement.childId, agreementId, on, balance, ownMoney, notYetShown, gap },
        ...{ state: gap === 0n ? 'agrees' : 'question', createdAt: now, createdBy },
      })
      .onConflictDoNothing()
      .returning({ checkId: accountChecks.checkId });
    if (kept.length === 0) return refused({ code: 'account-check-exists' });
    const asked = await tx
      .select()
      .from(monitoringReturns)
      .where(and(eq(monitoringReturns.authorityId, authorityId), eq(monitoringReturns.agreementId, agreementId)))
      .orderBy(asc(monitoringReturns.until));
    for (const { returnId } of asked.filter(({ state, until }) => (state === 'asked' || state === 'with-officer') && !isAfter(until, on)))
      await tx
        .update(monitoringReturns)
        .set({ state: 'answered', answeredOn: day })
        .where(and(eq(monitoringReturns.authorityId, authorityId), eq(monitoringReturns.returnId, returnId)));
    return accepted({ value: { checkId, gap }, personId: agreement.childId, facts: { agreementId, checkId, isGap: gap !== 0n } });
  });
}

/** The family has explained the difference, or an officer has; the words stay with it. */
export async function answerGap(
  room: BudgetRoom,
  caller: Caller,
  { familyId, checkId }: { readonly familyId: string; readonly checkId: string },
  { words }: { readonly words: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'account-check-not-found' }>> {
  const { authorityId } = caller;
  return changeFamily(room, caller, { familyId, operation: 'payments.answer-gap' }, async ({ tx, key }) => {
    const changed = await tx
      .update(accountChecks)
      .set({ state: 'answered', sealed: key.seal({ words }, checkId) })
      .where(
        and(
          eq(accountChecks.authorityId, authorityId),
          eq(accountChecks.familyId, familyId),
          eq(accountChecks.checkId, checkId),
          eq(accountChecks.state, 'question'),
        ),
      )
      .returning({ childId: accountChecks.childId });
    const [found] = changed;
    if (found === undefined || !mayKnowOf(caller, familyId, found.childId)) return refused({ code: 'account-check-not-found' });
    return accepted({ value: undefined, personId: found.childId, facts: { checkId } });
  });
}
