import { randomUUID } from 'node:crypto';
import type { Share } from '../../src/budgets/index.ts';
import { agreements } from '../../src/payments/agreements/schema.ts';
import type { ScheduledInstalment } from '../../src/payments/index.ts';
import { insertInstalments } from '../../src/payments/schedules/store.ts';
import { addDays } from '../../src/platform/calendar/date-arithmetic.ts';
import type { Transaction } from '../../src/platform/database/in-transaction.ts';

type AgreementRow = typeof agreements.$inferInsert;

const AT = new Date('2026-04-01T09:00:00Z');

/** An agreement that may be paid, without the steps that lead to it: for tests of what comes after. */
export async function liveAgreement(
  tx: Transaction,
  authorityId: number,
  { share, ...change }: Partial<AgreementRow> & { readonly share: Share },
): Promise<string> {
  const agreementId = change.agreementId ?? randomUUID();
  await tx.insert(agreements).values({
    authorityId,
    agreementId,
    familyId: randomUUID(),
    childId: randomUUID(),
    planId: randomUUID(),
    lineId: randomUUID(),
    lineCode: share.line,
    stream: share.stream,
    recipientKind: 'parent',
    recipientPersonId: randomUUID(),
    payeeId: randomUUID(),
    state: 'live',
    from: '2026-04-01',
    until: '2027-03-31',
    amount: 1_000_000n,
    rhythm: { rhythm: { kind: 'every-four-weeks', from: '2026-04-01' }, partPayments: false },
    timing: 'advance',
    smoothed: true,
    onPremises: false,
    noticeVersion: 1,
    consentedVersion: 1,
    mayBePaid: true,
    revision: 1,
    createdAt: AT,
    createdBy: 'a test',
    ...change,
  });
  return agreementId;
}

/** Instalments of one share on the days given, of the same amount each. */
export async function plannedInstalments(
  tx: Transaction,
  authorityId: number,
  {
    agreementId,
    familyId,
    share,
    payOn,
    amount,
  }: { agreementId: string; familyId?: string; share: Share; payOn: readonly `${number}-${number}-${number}`[]; amount: bigint },
): Promise<ScheduledInstalment[]> {
  const rows = payOn.map((day, index): ScheduledInstalment => {
    const instalmentId = randomUUID();
    return {
      instalmentId,
      agreementId,
      familyId: familyId ?? randomUUID(),
      lineCode: share.line,
      number: index + 1,
      kind: 'regular',
      dueOn: day,
      payOn: day,
      coverFrom: addDays(day, index),
      coverUntil: addDays(day, index),
      amount,
      parts: [{ share, amount }],
      state: 'planned',
      holdReason: null,
      dueRef: `instalment:${instalmentId}`,
      paidOn: null,
      returns: 0,
    };
  });
  await insertInstalments(tx, authorityId, rows, { at: AT, by: 'a test' });
  return rows;
}
