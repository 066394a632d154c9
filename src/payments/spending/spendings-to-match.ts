import { and, asc, eq } from 'drizzle-orm';
import type { FamilyKey } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { readAgreement } from '../agreements/store.ts';
import { monitoringPolicyOn } from '../monitoring/monitoring-policy.ts';
import { spendings } from './schema.ts';
import type { SpendingWords } from './show-spending.ts';

/** An agreement whose money is looked after with bank statements. */
export interface MonitoredAgreement {
  readonly agreementId: string;
  readonly childId: string;
  readonly from: PlainDate;
  readonly until: PlainDate;
  /** Up to this sum a spend needs no receipt. */
  readonly receiptAbove: bigint;
}

/**
 * The agreement, if the caller may see the bank statements of its account: a parent sees those of the account that is theirs, because a
 * bank statement tells more of its owner than the money it is looked at for.
 */
export async function agreementToMonitor(
  tx: Transaction,
  caller: Caller,
  { familyId, agreementId }: { readonly familyId: string; readonly agreementId: string },
  on: PlainDate,
): Promise<MonitoredAgreement | undefined> {
  const agreement = await readAgreement(tx, caller.authorityId, agreementId);
  if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId)) return undefined;
  const { childId, from, until, recipientPersonId } = agreement;
  const acting = caller.actingAs;
  if (acting?.role === 'parent' && recipientPersonId !== null && recipientPersonId !== acting.personId) return undefined;
  const receiptAbove = BigInt((await monitoringPolicyOn(tx, caller.authorityId, on))['receipt-above']);
  return { agreementId, childId, from, until, receiptAbove };
}

/** What a family has shown, as a line of its bank statement can be held against it. */
export interface SpendingToMatch {
  readonly spendingId: string;
  readonly spentOn: PlainDate;
  readonly amount: bigint;
  readonly paidTo: string;
}

/** Those that were taken; what was refused explains no line. */
export async function spendingsToMatch(
  tx: Transaction,
  key: FamilyKey,
  { authorityId, agreementId }: { readonly authorityId: number; readonly agreementId: string },
): Promise<SpendingToMatch[]> {
  const rows = await tx
    .select()
    .from(spendings)
    .where(and(eq(spendings.authorityId, authorityId), eq(spendings.agreementId, agreementId), eq(spendings.state, 'shown')))
    .orderBy(asc(spendings.spentOn), asc(spendings.spendingId));
  return rows.map(({ spendingId, spentOn, amount, sealed }) => ({
    ...{ spendingId, spentOn, amount },
    paidTo: key.open<SpendingWords>(sealed, spendingId)?.paidTo ?? '',
  }));
}
