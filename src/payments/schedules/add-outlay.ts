import { v5 as uuidv5 } from 'uuid';
import {
  accountsForShare,
  type BookingKinds,
  type BookingStep,
  committed,
  finishIntended,
  intendStep,
  type StepRefusal,
} from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type AgreementRow, readAgreement } from '../agreements/store.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import { sumByShare } from '../rules/instalment-shares.ts';
import { yearOfCover } from '../rules/instalments.ts';
import { openFromTheStart } from './decide-payments.ts';
import type { ScheduledInstalment } from './instalment.ts';
import { outlayRefused } from './job-contracts.ts';
import { partsOfDecision, readShares } from './payment-decision.ts';
import { insertInstalments, instalmentsOfAgreement, moveInstalments } from './store.ts';

const STEP = 'payments.outlay';
/** Under which the books let a line go below nothing for it: the council owes it because it was late. */
const OWED = 'outlay-repaid-for-a-late-payment';

export interface NewOutlay {
  readonly authorityId: number;
  readonly familyId: string;
  readonly agreementId: string;
  /** Names the instalment and its booking: the same one added twice is one. */
  readonly claimId: string;
  /** In pence. */
  readonly amount: bigint;
  readonly payOn: PlainDate;
  readonly by: string;
  readonly at: Date;
}

const stepIdOf = (claimId: string) => uuidv5('outlay', claimId);

/**
 * What a family laid out itself, as an instalment of the agreement on whose money it is. It stands at once and is held until its promise is
 * booked, so that no run takes what the books do not know; `bookOutlay`, or the sweeper after an outage, lets it go.
 */
export async function addOutlay(
  tx: Transaction,
  { authorityId, familyId, agreementId, claimId, amount, payOn, by, at }: NewOutlay,
): Promise<Result<{ readonly dueRef: string }, { readonly code: 'outlay-not-payable' }>> {
  const agreement = await readAgreement(tx, authorityId, agreementId, 'update');
  // A decision that is being booked has its numbers already: a number taken now would be taken twice.
  if (agreement?.familyId !== familyId || agreement.stepId !== null) return refused({ code: 'outlay-not-payable' });
  const standing = await instalmentsOfAgreement(tx, authorityId, agreementId);
  const parts = await partsOf(tx, agreement, { amount, payOn });
  if (parts === undefined) return refused({ code: 'outlay-not-payable' });
  const number = standing.reduce((highest, each) => Math.max(highest, each.number), 0) + 1;
  const instalmentId = uuidv5('instalment', claimId);
  const dueRef = `instalment:${instalmentId}`;
  const row: ScheduledInstalment = {
    ...{ instalmentId, agreementId, familyId, lineCode: agreement.lineCode, number, kind: 'outlay', amount, parts, dueRef },
    ...{ dueOn: payOn, payOn, coverFrom: payOn, coverUntil: payOn },
    ...{ state: 'held', holdReason: 'change-under-way', paidOn: null, returns: 0 },
  };
  await insertInstalments(tx, authorityId, [row], { at, by });
  const stepId = stepIdOf(claimId);
  const entry = { ...committed({ effectiveDate: payOn, parts: sumByShare(parts) }), override: OWED };
  const booking = {
    accounts: parts.flatMap(({ share }) => accountsForShare(share)).map(openFromTheStart),
    commands: [{ kind: 'entry' as const, id: uuidv5('promised', stepId), principal: by, entry }],
  };
  await intendStep(tx, { authorityId, principal: by }, { stepId, kind: STEP, subjectId: agreementId, ...booking, details: { dueRef } }, at);
  return accepted({ dueRef });
}

/** Promises it in the books, after `addOutlay` has committed. An outage is thrown, and the sweeper finishes it. */
export async function bookOutlay(desk: PaymentDesk, authorityId: number, claimId: string): Promise<void> {
  await finishIntended({ ...desk, kinds: outlayKinds }, authorityId, stepIdOf(claimId));
}

async function partsOf(tx: Transaction, agreement: AgreementRow, { amount, payOn }: Pick<NewOutlay, 'amount' | 'payOn'>) {
  const cover = { first: payOn, last: payOn };
  const add = [{ kind: 'outlay' as const, dueOn: payOn, payOn, cover, amount, financialYear: yearOfCover(cover) }];
  const decision = { add, cancel: [], override: OWED };
  const shares = await readShares(tx, agreement);
  if (shares.length === 0) return undefined;
  const cut = await partsOfDecision(tx, { agreement }, decision, { shares, available: new Map() });
  return cut.ok ? cut.value[0] : undefined;
}

async function onBooked(tx: Transaction, { authorityId, details }: BookingStep): Promise<void> {
  const { dueRef } = details as { readonly dueRef: string };
  await moveInstalments(tx, authorityId, [dueRef], ['held'], { state: 'planned', holdReason: null });
}

/** It stays held, where whoever plans a run sees it, and officers are told: a family waits for money that two people have agreed. */
async function onRefused(
  tx: Transaction,
  { authorityId, stepId, subjectId: agreementId, details }: BookingStep,
  { code: ledgerCode }: StepRefusal,
  at: Date,
): Promise<void> {
  const { dueRef } = details as { readonly dueRef: string };
  const outboxId = uuidv5('refused', stepId);
  await appendToOutbox(tx, outlayRefused, { authorityId, payload: { agreementId, dueRef, ledgerCode }, recordedAt: at, outboxId });
}

export const outlayKinds: BookingKinds = { [STEP]: { onBooked, onRefused } };
