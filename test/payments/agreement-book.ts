import { randomUUID } from 'node:crypto';
import { agreeBudget, type LineDraft, requestBudget, setLines } from '../../src/budgets/index.ts';
import type { AgreementDesk } from '../../src/payments/agreements/agreement-desk.ts';
import { draftAgreement, type NewAgreement } from '../../src/payments/agreements/draft-agreement.ts';
import { giveNotice } from '../../src/payments/agreements/give-notice.ts';
import { recordRecipientCheck } from '../../src/payments/agreements/record-checks.ts';
import { recordConsent } from '../../src/payments/agreements/record-consent.ts';
import { type AgreementRow, readAgreement } from '../../src/payments/agreements/store.ts';
import type { ScheduledInstalment } from '../../src/payments/schedules/instalment.ts';
import { startPayments } from '../../src/payments/schedules/start-payments.ts';
import { instalmentsOfAgreement } from '../../src/payments/schedules/store.ts';
import { addPerson, recordRelationship } from '../../src/people/index.ts';
import { earlierOf, laterOf } from '../../src/platform/calendar/date-arithmetic.ts';
import { inTransaction, type Transaction } from '../../src/platform/database/in-transaction.ts';
import type { Caller } from '../../src/platform/http/operation.ts';
import { type BudgetBook, budgetBook } from '../budgets/budget-book.ts';
import { must } from '../people/example-family.ts';

/** A council, a family with a parent and a child, and agreed lines: where agreements begin. */
export interface AgreementBook extends Omit<BudgetBook, 'desk'> {
  readonly desk: AgreementDesk & BudgetBook['desk'];
  readonly parentId: string;
  readonly caseworker: Caller;
  tx<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** An agreed budget of these lines, with the money behind it put up. */
  lines(drafts: readonly LineDraft[]): Promise<readonly string[]>;
  agreement(agreementId: string): Promise<AgreementRow>;
  instalments(agreementId: string): Promise<ScheduledInstalment[]>;
  asRead(agreementId: string): Promise<{ familyId: string; agreementId: string; ifMatch: string }>;
  draft(draft: Partial<NewAgreement> & Pick<NewAgreement, 'lineCode' | 'amount'>): Promise<string>;
  /** Notice, signature on paper and check. */
  sign(agreementId: string): Promise<void>;
  start(agreementId: string): ReturnType<typeof startPayments>;
  live(draft: Partial<NewAgreement> & Pick<NewAgreement, 'lineCode' | 'amount'>): Promise<string>;
}

export async function agreementBook(options: Parameters<typeof budgetBook>[0] = {}): Promise<AgreementBook> {
  const book = await budgetBook(options);
  const { authorityId, familyId, childId, officer } = book;
  const desk = { ...book.desk, findPlan: async () => ({ state: 'in-force' }), maskedAccount: async () => '••••1234' };
  const { personId: parentId } = must(await addPerson(desk, officer, familyId, { kind: 'parent', details: { name: 'Sam' } }));
  const born = { adultId: parentId, childId, kind: 'parental-responsibility', from: '2014-05-14' } as const;
  must(await recordRelationship(desk, officer, familyId, born));
  const tx: AgreementBook['tx'] = (work) => inTransaction(desk.database, { authorityId }, work);
  const agreement: AgreementBook['agreement'] = async (agreementId) => {
    const row = await tx((t) => readAgreement(t, authorityId, agreementId));
    if (row === undefined) throw new Error('no agreement');
    return row;
  };
  const asRead: AgreementBook['asRead'] = async (agreementId) => ({
    familyId,
    agreementId,
    ifMatch: `${(await agreement(agreementId)).revision}`,
  });
  const caseworker: Caller = { ...officer, principal: 'caseworker-1', standings: [{ role: 'caseworker', standingId: randomUUID() }] };
  const draft: AgreementBook['draft'] = async (asked) => {
    const usual = { from: '2026-04-01', until: '2027-03-31', rhythm: { kind: 'monthly-on-the-first' }, timing: 'advance' } as const;
    const more = {
      partPayments: false,
      smoothed: true,
      recipientKind: 'parent',
      recipientPersonId: parentId,
      payeeId: randomUUID(),
    } as const;
    return must(await draftAgreement(desk, caseworker, familyId, { ...usual, ...more, ...asked })).agreementId;
  };
  const sign: AgreementBook['sign'] = async (agreementId) => {
    const { version } = must(await giveNotice(desk, caseworker, await asRead(agreementId), { agreedProvision: 'Help', conditions: [] }));
    const { recipientKind } = await agreement(agreementId);
    if (recipientKind === 'nominee' || recipientKind === 'third-party')
      must(await recordConsent(desk, caseworker, await asRead(agreementId), { kind: 'nomination', version, signedBy: parentId }));
    const signed = { kind: 'consent', version, signedBy: (await agreement(agreementId)).recipientPersonId ?? undefined } as const;
    must(await recordConsent(desk, caseworker, await asRead(agreementId), signed));
    const check = { mayBePaid: true, checkedOn: await desk.businessDate(authorityId), words: 'Seen' };
    must(await recordRecipientCheck(desk, caseworker, await asRead(agreementId), check));
  };
  const start: AgreementBook['start'] = async (agreementId) =>
    startPayments(desk, caseworker, await asRead(agreementId), book.key(randomUUID()), { reasons: 'Signed' });
  return {
    ...book,
    ...{ desk, parentId, caseworker, tx, agreement, asRead, draft, sign, start },
    instalments: (agreementId) => tx((t) => instalmentsOfAgreement(t, authorityId, agreementId)),
    lines: async (drafts) => {
      const from = drafts.map((each) => each.from).reduce(earlierOf);
      const until = drafts.map((each) => each.until).reduce(laterOf);
      const { budgetId, revision } = must(
        await requestBudget(desk, officer, familyId, { planId: book.planId, from, until, familyWords: 'We would like to choose' }),
      );
      const set = must(
        await setLines(
          desk,
          officer,
          { familyId, budgetId, ifMatch: `${revision}` },
          { lines: drafts, leftOut: [], reasons: 'As planned' },
        ),
      );
      must(
        await agreeBudget(
          desk,
          book.approver,
          { familyId, budgetId, ifMatch: `${set.revision}` },
          { reasons: 'Agreed' },
          book.key(randomUUID()),
        ),
      );
      return set.lineCodes;
    },
    live: async (asked) => {
      const agreementId = await draft(asked);
      await sign(agreementId);
      must(await start(agreementId));
      return agreementId;
    },
  };
}
