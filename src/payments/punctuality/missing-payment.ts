import { and, asc, eq, isNull } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { changeFamily, readerOf, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { addWorkingDays } from '../../platform/calendar/working-days.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { payeePolicyOn } from '../payees/payee-policy.ts';
import { readAccount, readPayeeOfPerson } from '../payees/store.ts';
import type { PunctualityRoom } from './promised-payments.ts';
import type { MissingAnswer } from './rules/kinds.ts';
import type { PromisedPayment } from './rules/lateness.ts';
import { missingPayments } from './schema.ts';

export interface ReportMissing {
  readonly familyId: string;
  readonly dueRef?: string | undefined;
  readonly words?: string | undefined;
}

/** What is known at once, in the answer to the question itself. */
export interface MissingCase {
  readonly caseId: string;
  readonly answerBy: PlainDate;
  readonly known?: {
    readonly dueRef: string;
    readonly promisedOn: PlainDate;
    readonly amount: bigint;
    readonly state: PromisedPayment['state'];
    readonly sentOn?: PlainDate;
    readonly returnedOn?: PlainDate;
    readonly maskedAccount?: string;
  };
}

/** "I did not get my payment", in one step: a case with what is known, and the day by which somebody answers. Said twice it is one case. */
export async function reportMissingPayment(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, dueRef, words }: ReportMissing,
): Promise<Result<MissingCase, { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'promised-payment-not-found' }>> {
  const { authorityId, principal } = caller;
  const today = await room.businessDate(authorityId);
  const personId = caller.onBehalfOf?.personId ?? (caller.actingAs?.familyId === familyId ? caller.actingAs.personId : undefined);
  return changeFamily(room, caller, { familyId, operation: 'payments.report-missing-payment' }, async ({ tx, key, now }) => {
    const own = personId === undefined ? undefined : await readPayeeOfPerson(tx, authorityId, personId);
    const isStaff = readerOf(caller, familyId).kind === 'staff';
    // Of payments to the other parent a person of the family learns nothing here, not even that there are any.
    const theirs = (payment: PromisedPayment) => (isStaff && personId === undefined) || payment.payeeId === own?.payeeId;
    const promised = (await room.promised.ofFamily(tx, authorityId, familyId)).filter(theirs);
    const meant = dueRef === undefined ? lastPromised(promised, today) : promised.find((each) => each.dueRef === dueRef);
    if (dueRef !== undefined && meant === undefined) return refused({ code: 'promised-payment-not-found' });
    const standing = meant === undefined ? undefined : await openCase(tx, authorityId, familyId, meant.dueRef);
    const { answerDays } = await payeePolicyOn(tx, authorityId, today);
    const answerBy = standing?.answerBy ?? addWorkingDays(today, answerDays);
    const caseId = standing?.caseId ?? uuidV4();
    if (standing === undefined)
      await tx.insert(missingPayments).values({
        authorityId,
        caseId,
        familyId,
        personId: personId ?? null,
        dueRef: meant?.dueRef ?? null,
        openedOn: today,
        answerBy,
        sealed: words === undefined ? null : key.seal({ words }, caseId),
        revision: 1,
        createdAt: now,
        createdBy: principal,
      });
    const account = meant?.accountId == null ? undefined : await readAccount(tx, authorityId, meant.accountId);
    const known = meant && {
      dueRef: meant.dueRef,
      promisedOn: meant.promisedOn,
      amount: meant.amount,
      state: meant.state,
      ...(meant.sentOn !== null && { sentOn: meant.sentOn }),
      ...(meant.returnedOn !== null && { returnedOn: meant.returnedOn }),
      ...(account !== undefined && { maskedAccount: account.masked }),
    };
    const value: MissingCase = { caseId, answerBy, ...(known !== undefined && { known }) };
    return accepted({ value, ...(personId !== undefined && { personId }), facts: { caseId, answerBy, standing: standing !== undefined } });
  });
}

/** Somebody has looked: the answer in a word, and in words for the family. */
export async function answerMissingPayment(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, caseId, ifMatch }: { readonly familyId: string; readonly caseId: string; readonly ifMatch: string },
  { answer, words }: { readonly answer: MissingAnswer; readonly words: string },
): Promise<
  Result<
    { readonly revision: number },
    | VersionStale
    | { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'missing-payment-not-found' | 'missing-payment-answered' }
  >
> {
  const { authorityId, principal: answeredBy } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.answer-missing-payment' }, async ({ tx, key }) => {
    const which = and(
      eq(missingPayments.authorityId, authorityId),
      eq(missingPayments.familyId, familyId),
      eq(missingPayments.caseId, caseId),
    );
    const [row] = await tx.select().from(missingPayments).where(which).for('update');
    if (row === undefined) return refused({ code: 'missing-payment-not-found' });
    const checked = checkVersion(ifMatch, row.revision);
    if (!checked.ok) return checked;
    if (row.answer !== null) return refused({ code: 'missing-payment-answered' });
    const revision = row.revision + 1;
    const answerSealed = key.seal({ words }, `${caseId}/answer`);
    await tx.update(missingPayments).set({ answer, answeredOn: today, answeredBy, answerSealed, revision }).where(which);
    const { personId } = row;
    return accepted({ value: { revision }, ...(personId !== null && { personId }), facts: { caseId, answer } });
  });
}

export interface MissingView {
  readonly caseId: string;
  readonly dueRef: string | null;
  readonly openedOn: PlainDate;
  readonly answerBy: PlainDate;
  readonly words?: string;
  readonly answer: MissingAnswer | null;
  readonly answeredOn: PlainDate | null;
  readonly answerWords?: string;
  readonly revision: number;
}

/** A family's questions: staff see all, a person of the family their own. */
export async function missingPaymentsOf(
  room: PunctualityRoom,
  caller: Caller,
  familyId: string,
): Promise<Result<MissingView[], { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const rows = await tx
      .select()
      .from(missingPayments)
      .where(and(eq(missingPayments.authorityId, authorityId), eq(missingPayments.familyId, familyId)))
      .orderBy(asc(missingPayments.createdAt));
    const isStaff = readerOf(caller, familyId).kind === 'staff';
    return rows
      .filter(({ personId }) => isStaff || (personId !== null && personId === caller.actingAs?.personId))
      .map(({ caseId, dueRef, openedOn, answerBy, sealed, answer, answeredOn, answerSealed, revision }) => {
        const words = key.open<{ words: string }>(sealed, caseId)?.words;
        const answerWords = key.open<{ words: string }>(answerSealed, `${caseId}/answer`)?.words;
        const said = { ...(words !== undefined && { words }), ...(answerWords !== undefined && { answerWords }) };
        return { caseId, dueRef, openedOn, answerBy, answer, answeredOn, revision, ...said };
      });
  });
}

/** Questions nobody has answered, the soonest promise first. */
export async function openMissingPayments({ database }: PunctualityRoom, authorityId: number) {
  const { caseId, familyId, dueRef, openedOn, answerBy } = missingPayments;
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ caseId, familyId, dueRef, openedOn, answerBy })
      .from(missingPayments)
      .where(and(eq(missingPayments.authorityId, authorityId), isNull(missingPayments.answer)))
      .orderBy(asc(answerBy), asc(caseId))
      .limit(500),
  );
}

function lastPromised(payments: readonly PromisedPayment[], today: PlainDate): PromisedPayment | undefined {
  return payments
    .filter(({ promisedOn, state }) => promisedOn <= today && state !== 'cancelled')
    .toSorted((one, other) => (one.promisedOn < other.promisedOn ? 1 : -1))[0];
}

async function openCase(tx: Transaction, authorityId: number, familyId: string, dueRef: string) {
  const [row] = await tx
    .select({ caseId: missingPayments.caseId, answerBy: missingPayments.answerBy })
    .from(missingPayments)
    .where(
      and(
        eq(missingPayments.authorityId, authorityId),
        eq(missingPayments.familyId, familyId),
        eq(missingPayments.dueRef, dueRef),
        isNull(missingPayments.answer),
      ),
    );
  return row;
}
