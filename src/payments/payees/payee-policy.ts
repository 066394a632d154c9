import { eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { appendAudit, eventOf } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PayeeRoom } from './payee-room.ts';
import { payeePolicies } from './schema.ts';
import { readPolicyOn } from './store.ts';

export interface PayeePolicy {
  readonly from: PlainDate;
  /** Working days between the second person's yes and the first payment to a changed account. */
  readonly changeDays: number;
  /** The same for somebody's first account. */
  readonly firstDays: number;
  /** Working days within which a family hears where its payment is. */
  readonly answerDays: number;
  readonly source: string;
}

/** What holds until an authority makes its own rule. No law sets these days; three keep a forged letter from being faster than a true one. */
const USUAL: readonly (PayeePolicy & { readonly verified: boolean })[] = [
  { from: '2014-09-01', changeDays: 3, firstDays: 0, answerDays: 2, source: 'Usual practice against mandate fraud', verified: false },
];

export async function payeePolicyOn(tx: Transaction, authorityId: number, on: PlainDate): Promise<PayeePolicy> {
  const own = await readPolicyOn(tx, authorityId, on);
  const policy = own ?? USUAL.findLast(({ from }) => from <= on) ?? USUAL[0];
  if (policy === undefined) throw new Error('the usual rule on payees is missing');
  const { from, changeDays, firstDays, answerDays, source } = policy;
  return { from, changeDays, firstDays, answerDays, source };
}

/** A rule for days to come; what has been confirmed keeps the day it was given. */
export async function setPayeePolicy(
  { database, clock, businessDate }: PayeeRoom,
  caller: Caller,
  policy: PayeePolicy,
): Promise<Result<{ readonly policyId: string }, { readonly code: 'payee-policy-in-the-past' | 'payee-policy-exists' }>> {
  const { authorityId, principal } = caller;
  const today = await businessDate(authorityId);
  if (policy.from < today) return refused({ code: 'payee-policy-in-the-past' });
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const now = clock.now();
    const policyId = uuidV4();
    const made = await tx
      .insert(payeePolicies)
      .values({ authorityId, policyId, ...policy, createdAt: now, createdBy: principal })
      .onConflictDoNothing()
      .returning({ policyId: payeePolicies.policyId });
    if (made.length === 0) return refused({ code: 'payee-policy-exists' });
    const facts = {
      policyId,
      from: policy.from,
      changeDays: policy.changeDays,
      firstDays: policy.firstDays,
      answerDays: policy.answerDays,
    };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.set-payee-policy', 'change', now, {}, facts)]);
    return accepted({ policyId });
  });
}

export async function listPayeePolicies({ database }: PayeeRoom, authorityId: number): Promise<PayeePolicy[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx.select().from(payeePolicies).where(eq(payeePolicies.authorityId, authorityId)).orderBy(payeePolicies.from);
    return [...USUAL, ...rows].map(({ from, changeDays, firstDays, answerDays, source }) => ({
      from,
      changeDays,
      firstDays,
      answerDays,
      source,
    }));
  });
}
