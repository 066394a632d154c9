import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmOriginator, proposeOriginator, removeOriginator } from '../../../../src/payments/originators/propose-originator.ts';
import { removeOwnAccount } from '../../../../src/payments/payees/own-accounts.ts';
import { stopPayee } from '../../../../src/payments/payees/stop-payee.ts';
import { readBacsFile } from '../../../../src/payments/rails/bacs/read-bacs-file.ts';
import { giveUpWaiting } from '../../../../src/payments/rails/files/give-up-waiting.ts';
import { fetchPaymentFile } from '../../../../src/payments/rails/files/hand-out-file.ts';
import { makeRunFiles } from '../../../../src/payments/rails/files/make-run-files.ts';
import { recordSubmission, voidPaymentFile } from '../../../../src/payments/rails/files/record-submission.ts';
import { readPain001File } from '../../../../src/payments/rails/pain001/read-pain001-file.ts';
import { must } from '../../../people/example-family.ts';
import { LINE } from '../../../support/payment-book.ts';
import {
  type BankFileBook,
  type BookPayee,
  bacsSettings,
  bankFileBook,
  csvSettings,
  PAY_DATE,
  pain001Settings,
  SUN,
  TODAY,
} from './bank-file-book.ts';

let book: BankFileBook;
let amina: BookPayee;
let taxi: BookPayee;
beforeAll(async () => {
  book = await bankFileBook();
  amina = await book.payee('Amina Ósman-Łuczak', '10000003');
  taxi = await book.payee('Short Breaks & Co', '20000006');
});
afterAll(() => book.close());

const as = (name: string) => ({ ...book.officer(name), kind: 'person' as const });
const make = (runId: string, who = 'maker') => makeRunFiles(book.desk, as(who), { runId });
const madeOf = async (runId: string) => must(await make(runId)).files;
const states = async (runId: string) => (await book.run(runId)).instructions.map(({ state }) => state);
const share = (state: string) => book.balance(`share:${LINE.line}:${LINE.source}:2026-27:${state}`);

describe('a run on a rail of bank files', () => {
  it('makes no file until two people have put the originator on the list', async () => {
    const { runId } = await book.released('unlisted', 'bacs', [amina]);
    expect(await make(runId)).toMatchObject({ refusal: { code: 'originator-not-listed' } });
    const [own] = await book.rows<{ own_account_id: string }>('select own_account_id from payments.own_accounts');
    const proposal = { rail: 'bacs', ownAccountId: own?.own_account_id ?? '', settings: bacsSettings };
    expect(await proposeOriginator(book.room, as('maker'), { ...proposal, rail: 'pain001' })).toMatchObject({
      refusal: { code: 'originator-of-other-format' },
    });
    const { originatorId } = must(await proposeOriginator(book.room, as('maker'), proposal));
    expect(await make(runId)).toMatchObject({ refusal: { code: 'originator-not-listed' } });
    expect(await confirmOriginator(book.room, as('maker'), { originatorId })).toMatchObject({
      refusal: { code: 'proposer-may-not-confirm' },
    });
    must(await confirmOriginator(book.room, as('checker'), { originatorId }));
    expect(await madeOf(runId)).toHaveLength(1);
    expect(await states(runId)).toEqual(['released']);
  });

  it('is one fixed file: the same bytes whenever it is asked for, and whoever asks at once', async () => {
    const { runId, instructions } = await book.released('fixed', 'bacs', [amina, taxi]);
    const both = await Promise.all([make(runId, 'maker'), make(runId, 'other')]);
    const ids = both.map((each) => must(each).files.map(({ fileId }) => fileId));
    expect(ids[0]).toEqual(ids[1]);
    const [file] = await madeOf(runId);
    if (file === undefined) throw new Error('no file');
    const first = must(await fetchPaymentFile(book.desk, as('priya'), { fileId: file.fileId }));
    expect(createHash('sha256').update(first.content).digest('hex')).toBe(file.sha256);
    expect(await fetchPaymentFile(book.desk, as('tom'), { fileId: file.fileId })).toMatchObject({
      refusal: { code: 'fetch-reason-missing' },
    });
    const again = must(await fetchPaymentFile(book.desk, as('tom'), { fileId: file.fileId, reason: 'the bank’s page lost it' }));
    expect(again.content.equals(first.content)).toBe(true);
    const read = must(await readBacsFile(first.content, { fileName: 'bacs', serviceUserNumbers: [SUN] }));
    expect([read.serial, read.createdOn, read.payments.map(({ processingDate }) => processingDate)]).toEqual([
      file.bankName,
      TODAY,
      ['2026-10-07', '2026-10-07'],
    ]);
    expect(read.payments.map(({ reference, amountPence, accountNumber, name }) => [reference, amountPence, accountNumber, name])).toEqual([
      [instructions[0]?.reference, 10_000n, '10000003', 'AMINA OSMAN-LUCZAK'],
      [instructions[1]?.reference, 10_001n, '20000006', 'SHORT BREAKS & CO'],
    ]);
    expect(file.changedNames).toBe(1);
    const kept = await book.rows<{ sealed: Buffer }>('select sealed from payments.payment_file_chunks');
    expect(kept.some(({ sealed }) => sealed.includes('10000003') || sealed.includes('VOL1'))).toBe(false);
    const log = await book.rows(
      `select fetched_by, reason from payments.payment_file_fetches where file_id = '${file.fileId}' order by number`,
    );
    expect(log).toEqual([
      { fetched_by: 'identity:priya', reason: null },
      { fetched_by: 'identity:tom', reason: 'the bank’s page lost it' },
    ]);
    const change = `update payments.payment_files set payments = 9 where file_id = '${file.fileId}'`;
    await expect(book.rows(change)).rejects.toThrow('a file to the bank does not change');
  });

  it('is sent once an officer has given its file to the bank, however often it is recorded', async () => {
    const { runId } = await book.released('submitted', 'bacs', [amina, taxi]);
    const [file] = await madeOf(runId);
    const clearing = await book.balance('clearing:bacs');
    const told = { fileId: file?.fileId ?? '', submission: 'BACS-77' };
    await Promise.all([1, 2].map(() => recordSubmission(book.desk, as('priya'), told)));
    must(await recordSubmission(book.desk, as('tom'), told));
    expect(await states(runId)).toEqual(['sent', 'sent']);
    expect((await book.run(runId)).state).toBe('sent');
    expect((await book.balance('clearing:bacs')) - clearing).toBe(20_001n);
    const [row] = await madeOf(runId);
    expect([row?.state, row?.submittedBy]).toEqual(['submitted', 'identity:priya']);
    expect(await voidPaymentFile(book.desk, as('checker'), { fileId: told.fileId, reason: 'never-submitted' })).toMatchObject({
      refusal: { code: 'payment-file-submitted' },
    });
  });

  it('goes into a new file under a new number when a second person says that the first never left', async () => {
    const { runId } = await book.released('void', 'bacs', [amina]);
    const [file] = await madeOf(runId);
    const fileId = file?.fileId ?? '';
    expect(await voidPaymentFile(book.desk, as('maker'), { fileId, reason: 'never-submitted' })).toMatchObject({
      refusal: { code: 'maker-may-not-void' },
    });
    must(await voidPaymentFile(book.desk, as('checker'), { fileId, reason: 'never-submitted' }));
    expect(await recordSubmission(book.desk, as('priya'), { fileId, submission: 'x' })).toMatchObject({
      refusal: { code: 'payment-file-void' },
    });
    expect(await fetchPaymentFile(book.desk, as('priya'), { fileId })).toMatchObject({ refusal: { code: 'payment-file-void' } });
    const [second] = await madeOf(runId);
    expect(Number.parseInt(second?.bankName ?? '', 36)).toBe(Number.parseInt(file?.bankName ?? '', 36) + 1);
    const numbers = await book.rows<{ bank_name: string }>("select bank_name from payments.payment_files where format = 'bacs' order by 1");
    expect(numbers.map(({ bank_name }) => Number.parseInt(bank_name, 36))).toEqual(numbers.map((_, index) => index + 1));
  });

  it('leaves out who may not be paid any more, with the reason, and pays the others', async () => {
    const dead = await book.payee('Somebody Else', '30000009');
    const nameless = await book.payee('张伟', '40000001');
    const [paid, promised] = [await share('paid'), await share('committed')];
    const { runId } = await book.released('some', 'bacs', [amina, dead, nameless]);
    must(await stopPayee(book.room, as('maker'), { payeeId: dead.payeeId, reason: 'ended' }));
    const made = must(await make(runId));
    expect([made.turnedDown, made.files.map(({ payments }) => payments)]).toEqual([2, [1]]);
    expect(await states(runId)).toEqual(['released', 'refused', 'refused']);
    expect([(await share('paid')) - paid, promised - (await share('committed'))]).toEqual([10_000n, 10_000n]);
    expect(book.reopened.slice(-2).sort()).toEqual(['some:1', 'some:2']);
    const why = await book.rows(
      `select due_ref, facts ->> 'reason' as reason from payments.run_exclusions where run_id = '${runId}' order by 1`,
    );
    expect(why).toEqual([
      { due_ref: 'some:1', reason: 'payee-stopped' },
      { due_ref: 'some:2', reason: 'name-says-nothing' },
    ]);
  });

  it('is refused in words when it would come too late, and is then due again', async () => {
    const { runId } = await book.released('late', 'bacs', [amina]);
    book.today('2026-10-07');
    expect(await make(runId)).toMatchObject({
      refusal: {
        code: 'too-late-to-submit',
        reason: 'To be there on Thursday 8 October 2026 the file had to be at the bank by Tuesday 6 October 2026 at 22:30.',
      },
    });
    book.today(TODAY);
    book.api.clock.set(`${TODAY}T21:45:00.000Z`);
    expect(await make(runId)).toMatchObject({ refusal: { code: 'too-late-to-submit' } });
    expect(must(await giveUpWaiting(book.desk, as('priya'), { runId }))).toEqual({ givenUp: 1 });
    expect(await states(runId)).toEqual(['refused']);
    expect(book.reopened.at(-1)).toBe('late:0');
    book.today(TODAY);
  });

  it('is several files where the bank takes fewer payments in one', async () => {
    await book.originator('bacs-small', { ...bacsSettings, serviceUserNumber: '111111' } as typeof bacsSettings, { mostPayments: 2 });
    const { runId } = await book.released('several', 'bacs-small', [amina, taxi, amina]);
    const files = await madeOf(runId);
    expect(files.map(({ ordinal, payments, bankName }) => [ordinal, payments, bankName])).toEqual([
      [1, 2, '000001'],
      [2, 1, '000002'],
    ]);
    must(await recordSubmission(book.desk, as('priya'), { fileId: files[1]?.fileId ?? '', submission: 'x' }));
    expect(await states(runId)).toEqual(['released', 'released', 'sent']);
    expect((await book.run(runId)).state).toBe('released');
    must(await recordSubmission(book.desk, as('priya'), { fileId: files[0]?.fileId ?? '', submission: 'x' }));
    expect((await book.run(runId)).state).toBe('sent');
  });

  it('is a pain.001 or a table of the bank by the same steps', async () => {
    await book.originator('pain001', pain001Settings);
    await book.originator('bank-csv', csvSettings);
    const message = await book.released('message', 'pain001', [amina, taxi]);
    const [xml] = await madeOf(message.runId);
    const fetched = must(await fetchPaymentFile(book.desk, as('priya'), { fileId: xml?.fileId ?? '' }));
    const read = must(await readPain001File(fetched.content, { fileName: 'pain001' }));
    expect([read.messageId, read.payments.map(({ processingDate }) => processingDate)]).toEqual([xml?.bankName, [PAY_DATE, PAY_DATE]]);
    const table = await book.released('table', 'bank-csv', [amina]);
    const [csv] = await madeOf(table.runId);
    const rows = must(await fetchPaymentFile(book.desk, as('priya'), { fileId: csv?.fileId ?? '' }));
    expect(rows.content.toString()).toBe(
      `010203,10000003,AMINA OSMAN-LUCZAK,100.00,99,200000,55779911,EXAMPLE COUNCIL,${table.instructions[0]?.reference},08/10/2026\r\n`,
    );
    expect(rows.fileName).toMatch(/^bank-csv-2026-10-08-TF\w+-C000001\.csv$/);
  });

  it('is refused once its originator, or its account, is off the list', async () => {
    const { runId } = await book.released('delisted', 'bank-csv', [amina]);
    const [listed] = await book.rows<{ originator_id: string }>(
      "select originator_id from payments.originators where rail = 'bank-csv' and state = 'listed'",
    );
    must(await removeOriginator(book.room, as('maker'), { originatorId: listed?.originator_id ?? '' }));
    expect(await make(runId)).toMatchObject({ refusal: { code: 'originator-not-listed' } });
    const bacs = await book.released('delisted-account', 'bacs', [amina]);
    const [own] = await book.rows<{ own_account_id: string }>('select own_account_id from payments.own_accounts');
    must(await removeOwnAccount(book.room, as('maker'), own?.own_account_id ?? ''));
    expect(await make(bacs.runId)).toMatchObject({ refusal: { code: 'originator-not-listed' } });
  });
});
