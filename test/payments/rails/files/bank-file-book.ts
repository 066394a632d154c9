import {
  accountForRail,
  accountsForBank,
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  committed,
  fundsPutUp,
} from '../../../../src/budgets/index.ts';
import type { OriginatorSettings } from '../../../../src/payments/originators/originator-settings.ts';
import { confirmOriginator, proposeOriginator } from '../../../../src/payments/originators/propose-originator.ts';
import { addPayee } from '../../../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../../../src/payments/payees/confirm-account.ts';
import { addOwnAccount } from '../../../../src/payments/payees/own-accounts.ts';
import { proposeAccount } from '../../../../src/payments/payees/propose-account.ts';
import { BACS_PROFILES } from '../../../../src/payments/rails/bacs/bacs-profiles.ts';
import { BANK_CSV_PROFILES } from '../../../../src/payments/rails/bank-csv/bank-csv-profiles.ts';
import { makeRunFiles } from '../../../../src/payments/rails/files/make-run-files.ts';
import { recordSubmission } from '../../../../src/payments/rails/files/record-submission.ts';
import { PAIN001_PROFILES } from '../../../../src/payments/rails/pain001/pain001-profiles.ts';
import { setUpRail } from '../../../../src/payments/rails/rail-settings.ts';
import type { AnswersDesk } from '../../../../src/payments/returns/answers/answers-desk.ts';
import { approvePaymentRun } from '../../../../src/payments/runs/approve-payment-run.ts';
import { councilPayees } from '../../../../src/payments/runs/council-payees.ts';
import { findPaymentRun } from '../../../../src/payments/runs/list-payments.ts';
import type { PaymentRun } from '../../../../src/payments/runs/payment-run.ts';
import { planPaymentRun } from '../../../../src/payments/runs/plan-payment-run.ts';
import { releasePaymentRun } from '../../../../src/payments/runs/release-payment-run.ts';
import { submitPaymentRun } from '../../../../src/payments/runs/submit-payment-run.ts';
import { inTransaction } from '../../../../src/platform/database/in-transaction.ts';
import { must } from '../../../people/example-family.ts';
import { type ListedDueLines, listedDueLines } from '../../../support/due-lines.ts';
import { LINE, uuidOf } from '../../../support/payment-book.ts';
import { type PayeeBook, payeeBook } from '../../payees/payee-book.ts';

export const SUN = '654321';

/** The council submits on Tuesday 6 October 2026; what it promises by Bacs is there on Thursday. */
export const TODAY = '2026-10-06';
export const PAY_DATE = '2026-10-08';

export interface BookPayee {
  readonly payeeId: string;
  readonly accountId: string;
  readonly code: string;
  readonly accountNumber: string;
}

export interface BankFileBook extends PayeeBook {
  readonly desk: AnswersDesk & { readonly dueLines: ListedDueLines };
  /** What was opened again, once for each time. */
  readonly reopened: string[];
  payee(name: string, accountNumber: string, rollNumber?: string): Promise<BookPayee>;
  originator(rail: string, settings: OriginatorSettings, limits?: object): Promise<string>;
  /** Released, with a payment to each payee. */
  released(name: string, rail: string, payees: readonly BookPayee[], amount?: (index: number) => bigint): Promise<PaymentRun>;
  /** Its file made and submitted as well. */
  sent(name: string, rail: string, payees: readonly BookPayee[], amount?: (index: number) => bigint): Promise<PaymentRun>;
  run(runId: string): Promise<PaymentRun>;
  balance(account: string): Promise<bigint>;
  rows<Row extends object>(query: string): Promise<Row[]>;
}

export const bacsSettings: OriginatorSettings = {
  format: 'bacs',
  serviceUserNumber: SUN,
  serviceUserName: 'EXAMPLE COUNCIL',
  profile: BACS_PROFILES[0] as (typeof BACS_PROFILES)[number],
};
export const pain001Settings: OriginatorSettings = {
  format: 'pain001',
  initiatingPartyName: 'Example Council',
  version: '09',
  scheme: 'faster-payments',
  profile: PAIN001_PROFILES[0] as (typeof PAIN001_PROFILES)[number],
};
export const csvSettings: OriginatorSettings = { format: 'bank-csv', profile: BANK_CSV_PROFILES[0] as (typeof BANK_CSV_PROFILES)[number] };

/** A council that pays through its own bank: payees with accounts, money promised, and originators on the list. */
export async function bankFileBook(): Promise<BankFileBook> {
  const book = await payeeBook();
  const { room, authorityId, officer } = book;
  book.today(TODAY);
  const { ledger, database } = room;
  const dueLines = listedDueLines();
  const reopened: string[] = [];
  const desk: BankFileBook['desk'] = {
    ...room,
    dueLines: {
      ...dueLines,
      reopen: async (tx, authority, dueRefs, why) => {
        reopened.push(...dueRefs);
        await dueLines.reopen(tx, authority, dueRefs, why);
      },
    },
    payees: councilPayees(room),
    rails: new Map(),
  };
  const system = officer('test');
  const rails = ['bacs', 'pain001', 'bank-csv', 'bacs-small'];
  must(await ledger.openPeriods(system, [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]));
  const accounts = [
    ...accountsForSource(LINE.source, LINE.financialYear),
    ...accountsForShare(LINE),
    ...accountsForBank('main'),
    ...rails.map(accountForRail),
  ];
  must(
    await ledger.openAccounts(
      system,
      accounts.map((account) => ({ ...account, opensOn: '2026-04-01' as const })),
    ),
  );
  const parts = [{ share: LINE, amount: 100_000_000n }];
  const funds = { source: LINE.source, financialYear: LINE.financialYear, amount: 100_000_000n };
  const entries = [
    fundsPutUp({ effectiveDate: '2026-04-01', ...funds }),
    allocatedToLine({ effectiveDate: '2026-04-01', parts }),
    committed({ effectiveDate: '2026-04-01', parts }),
  ];
  for (const [index, entry] of entries.entries()) {
    const [posted] = await ledger.post(authorityId, [{ kind: 'entry', id: uuidOf(`opening ${index}`), principal: 'test', entry }]);
    if (!posted?.ok) throw new Error(JSON.stringify(posted?.refusal));
  }
  for (const rail of rails) {
    const limits = { largestPayment: 10_000_000n, largestRun: 100_000_000n, plannedDaily: false };
    must(await setUpRail(desk, system, { rail, bank: 'main', settledBy: 'bank-statement', ...limits }));
  }
  const own = must(
    await addOwnAccount(room, officer('maker'), { accountName: 'Example Council', sortCode: '20-00-00', accountNumber: '55779911' }),
  );
  const run = async (runId: string) => {
    const found = await findPaymentRun(desk, authorityId, runId);
    if (found === undefined) throw new Error('no run');
    return found;
  };
  const released: BankFileBook['released'] = async (name, rail, payees, amount = (index) => 10_000n + BigInt(index)) => {
    const runId = uuidOf(name);
    const lines = payees.map(({ payeeId, accountId, code: payee }, index) => ({
      ...{ dueRef: `${name}:${index}`, kind: 'instalment' as const, payee, payeeId, accountId },
      parts: [{ share: LINE, amount: amount(index) }],
    }));
    must(await planPaymentRun(desk, officer('maker'), { runId, payDate: PAY_DATE, rail, lines }));
    must(await submitPaymentRun(desk, officer('submitter'), { runId }));
    must(await approvePaymentRun(desk, officer('checker'), { runId }));
    return must(await releasePaymentRun(desk, officer('system'), { runId }));
  };
  return {
    ...book,
    desk,
    reopened,
    payee: async (name, accountNumber, rollNumber) => {
      const { payeeId, code } = must(await addPayee(room, officer('maker'), { kind: 'organisation', name }));
      const details = { ...book.details(accountNumber, name), ...(rollNumber !== undefined && { rollNumber }) };
      const { accountId } = must(await proposeAccount(room, officer('maker'), { payeeId, details, untilThen: 'pay-the-old-one' }));
      must(await confirmAccount(room, officer('checker'), { payeeId, accountId }));
      return { payeeId, accountId, code, accountNumber };
    },
    originator: async (rail, settings, limits = {}) => {
      const { originatorId } = must(
        await proposeOriginator(room, officer('maker'), { rail, ownAccountId: own.ownAccountId, settings, ...limits }),
      );
      must(await confirmOriginator(room, officer('checker'), { originatorId }));
      return originatorId;
    },
    released,
    sent: async (name, rail, payees, amount) => {
      const { runId } = await released(name, rail, payees, amount);
      const { files } = must(await makeRunFiles(desk, officer('maker'), { runId }));
      for (const { fileId } of files) must(await recordSubmission(desk, officer('maker'), { fileId, submission: 'accepted' }));
      return run(runId);
    },
    run,
    balance: async (account) => (await ledger.balances(authorityId, [account]))[0]?.balance ?? 0n,
    rows: (query) => inTransaction(database, { authorityId }, async (_, client) => (await client.query(query)).rows as never[]),
  };
}
