import { type WrittenLine, writeCamt053 } from '../../../src/demo/write-camt053.ts';
import { type PaymentRail, type PaymentRun, setUpRail } from '../../../src/payments/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import {
  type BankAccount,
  commitImport,
  itemRooms,
  keepStatementFile,
  listBankLines,
  type MatchDesk,
  type MatchRun,
  matchAccount,
  openImport,
  previewImport,
  registerBankAccount,
  runImport,
} from '../../../src/reconciliation/index.ts';
import { fakeRail } from '../../support/fake-rail.ts';
import { LINE, paymentBook, uuidOf } from '../../support/payment-book.ts';

export const DAY = '2026-05-07' satisfies PlainDate;

/** A council with one bank account in the register and in the books, and payments of £10, £20 and £30 that were sent. */
export async function matchingBook() {
  const book = await paymentBook();
  const { authorityId } = book;
  const desk: MatchDesk = { ...book.desk, rooms: itemRooms, businessDate: async () => DAY };
  (book.desk.rails as Map<string, PaymentRail>).set('faster-payments', fakeRail('faster-payments'));
  const settings = { rail: 'faster-payments', bank: 'main', settledBy: 'bank-statement' as const, plannedDaily: true };
  const set = await setUpRail(book.desk, book.as('test'), { ...settings, largestPayment: 1_000_000n, largestRun: 2_000_000n });
  if (!set.ok) throw new Error(set.refusal.code);
  /** Puts an account into the register, under a name that the bank knows it by as well. */
  const register = async (name: string, kind: BankAccount['kind'], ledgerAccount: string): Promise<string> => {
    const draft = { name, kind, identification: { other: name }, currency: 'GBP', expected: 'weekly', ledgerAccount } as const;
    const registered = await registerBankAccount(book.desk, book.as('officer'), draft);
    if (!registered.ok) throw new Error(registered.refusal.code);
    return registered.value.accountId;
  };
  const accountId = await register('main', 'council', 'bank:main');
  let files = 0;
  const balances = new Map<string, bigint>();

  return {
    ...book,
    runDesk: book.desk,
    desk,
    accountId,
    register,
    /** Payments of so many pence each, sent by Bacs. */
    sent: async (name: string, amounts: readonly bigint[], rail = 'faster-payments'): Promise<PaymentRun> => {
      const lines = amounts.map((amount, n) => ({
        dueRef: `${name}:${n}`,
        kind: 'instalment' as const,
        payee: 'payee-1',
        parts: [{ share: LINE, amount }],
      }));
      const run = await book.approved(book.plan(name, { lines, rail }));
      await book.pay(run);
      return run;
    },
    /** The bank's file of one day, imported all the way; the lines' ids in its order. */
    bring: async (lines: readonly WrittenLine[], day: PlainDate = DAY, name = 'main'): Promise<string[]> => {
      files += 1;
      const opening = { date: day, amountMinor: balances.get(name) ?? 0n } as const;
      const xml = writeCamt053({ account: { other: name }, statementId: `S${files}`, opening, closingDate: day, lines });
      balances.set(
        name,
        lines.reduce((sum, { amountMinor }) => sum + amountMinor, opening.amountMinor),
      );
      const actor = book.as('officer');
      async function* content() {
        yield Buffer.from(xml);
      }
      const kept = await keepStatementFile(book.desk, actor, { fileName: `s${files}.xml`, mediaType: 'text/xml', content: content() });
      const opened = kept.ok ? await openImport(book.desk, actor, kept.value) : kept;
      if (!opened.ok) throw new Error(opened.refusal.code);
      const { importId } = opened.value;
      await previewImport(book.desk, authorityId, importId);
      await commitImport(book.desk, actor, importId);
      const run = await runImport(book.desk, authorityId, importId);
      if (!run.ok || run.value.state !== 'imported') throw new Error(JSON.stringify(run));
      const stored = await listBankLines(book.desk.database, authorityId, { importId, limit: 1_000 });
      return stored.toSorted((a, b) => a.lineNumber - b.lineNumber).map(({ lineId }) => lineId);
    },
    match: async (account = accountId): Promise<MatchRun> => {
      const run = await matchAccount(desk, book.as('system'), account);
      if (!run.ok) throw new Error(run.refusal.code);
      return run.value;
    },
    rows: <Row extends object>(text: string): Promise<Row[]> =>
      inTransaction(desk.database, { authorityId }, async (_, client) => (await client.query<Row>(text)).rows),
    /** Every balance of the book. */
    balances: async (): Promise<Record<string, bigint>> => {
      const trial = await book.ledger.trialBalance(authorityId);
      return Object.fromEntries(trial.filter(({ balance: each }) => each !== 0n).map(({ account, balance: each }) => [account, each]));
    },
  };
}

export type MatchingBook = Awaited<ReturnType<typeof matchingBook>>;

export function asked(name: string) {
  return { stepId: uuidOf(name), fingerprint: Buffer.from(name) };
}

export function paymentLine({ reference, amount }: { reference: string; amount: bigint }, change: Partial<WrittenLine> = {}): WrittenLine {
  return { bookingDate: DAY, amountMinor: -amount, reference, bankReference: `B-${reference}`, ...change };
}
