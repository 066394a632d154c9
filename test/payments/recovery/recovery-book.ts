import { randomUUID } from 'node:crypto';
import { accountForRail, accountsForBank, type Share } from '../../../src/budgets/index.ts';
import {
  approvePaymentRun,
  councilPayees,
  instalmentsDue,
  planDueRun,
  type RunDesk,
  releasePaymentRun,
  sendRunPayments,
  settlePayment,
  setUpRail,
  spendingShown,
  submitPaymentRun,
} from '../../../src/payments/index.ts';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import { type CaseRow, readCase } from '../../../src/payments/recovery/store.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import { must } from '../../people/example-family.ts';
import { fakeNameCheck } from '../../support/fake-name-check.ts';
import { fakeRail } from '../../support/fake-rail.ts';
import { quiet } from '../../support/payment-book.ts';
import { type AgreementBook, agreementBook } from '../agreement-book.ts';

/** A council that pays families and may ask for money back. */
export interface RecoveryBook extends AgreementBook {
  readonly runs: RunDesk;
  readonly payeeId: string;
  as(name: string): Caller;
  parent(): Caller;
  /** Plans and pays what is due on a day; what was sent. */
  pay(payDate: PlainDate): Promise<bigint[]>;
  shown(share: Share, amount: bigint, on: PlainDate): Promise<void>;
  theCase(caseId: string): Promise<CaseRow>;
  caseAsRead(caseId: string): Promise<{ familyId: string; caseId: string; ifMatch: string }>;
  newKey(): ReturnType<AgreementBook['key']>;
}

export async function recoveryBook(options: Parameters<typeof agreementBook>[0] = {}): Promise<RecoveryBook> {
  const book = await agreementBook(options);
  const { authorityId, familyId, parentId, childId, desk } = book;
  const as = (name: string): Caller => ({ ...book.officer, principal: `identity:${name}` });
  const bank = fakeNameCheck();
  bank.open('010203', '11112222', 'Sam Example');
  const room = { ...desk, nameCheck: bank };
  const details = { accountName: 'Sam Example', sortCode: '01-02-03', accountNumber: '11112222' };
  const { payeeId } = must(await addPayee(room, as('maker'), { familyId, personId: parentId }));
  const { accountId } = must(await proposeAccount(room, as('maker'), { payeeId, details, untilThen: 'pay-the-old-one' }));
  must(await confirmAccount(room, as('checker'), { payeeId, accountId }));
  const rails = new Map([['bacs', fakeRail('bacs')]]);
  const { database, ledger, clock } = desk;
  const runs: RunDesk = { database, ledger, clock, dueLines: instalmentsDue, payees: councilPayees(desk), rails };
  const accounts = [...accountsForBank('main'), accountForRail('bacs')].map((each) => ({ ...each, opensOn: '2026-04-01' as const }));
  must(await ledger.openAccounts({ authorityId, principal: 'test' }, accounts));
  const limits = { largestPayment: 10_000_000n, largestRun: 20_000_000n, plannedDaily: true };
  must(await setUpRail(runs, as('treasury'), { rail: 'bacs', bank: 'main', settledBy: 'bank-statement', ...limits }));
  const theCase: RecoveryBook['theCase'] = async (caseId) => {
    const row = await book.tx((tx) => readCase(tx, authorityId, caseId));
    if (row === undefined) throw new Error('no case');
    return row;
  };
  return {
    ...book,
    ...{ runs, payeeId, as, theCase },
    parent: () => {
      const standing = { role: 'parent', standingId: randomUUID(), familyId, personId: parentId, children: [childId] } as const;
      return { ...book.officer, principal: 'identity:parent', standings: [standing], actingAs: standing };
    },
    pay: async (payDate) => {
      book.on(payDate);
      const { run } = must(await planDueRun(runs, as('planner'), { payDate, rail: 'bacs' }));
      const { runId, instructions } = run;
      must(await submitPaymentRun(runs, as('submitter'), run));
      must(await approvePaymentRun(runs, as('approver'), run));
      must(await releasePaymentRun(runs, as('system'), { runId }));
      must(await sendRunPayments(runs, as('system'), { runId, log: quiet }));
      for (const { instructionId } of instructions)
        must(await settlePayment(runs, as('system'), { instructionId, bank: 'main', seenOn: payDate }));
      return instructions.map(({ amount }) => amount);
    },
    shown: async (share, amount, on) => {
      const entry = spendingShown({ effectiveDate: on, parts: [{ share, amount }] });
      const [posted] = await ledger.post(authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry }]);
      if (!posted?.ok) throw new Error(JSON.stringify(posted?.refusal));
    },
    caseAsRead: async (caseId) => ({ familyId, caseId, ifMatch: `${(await theCase(caseId)).revision}` }),
    newKey: () => book.key(randomUUID()),
  };
}
