import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerBankAnswers } from '../../jobs/bank-answers.ts';
import { registerOverspendAlerts } from '../../jobs/overspend-alerts.ts';
import { runJob } from '../../jobs/run-job.ts';
import { alertWords, listOpenAlerts } from '../../src/alerts/index.ts';
import { loadModulusTable } from '../../src/payments/modulus/load-table.ts';
import { madeUpTable } from '../../src/payments/modulus/made-up-table.ts';
import { importBankAnswers } from '../../src/payments/returns/answers/import-answers.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { arucsXml } from '../payments/rails/bacs/written-reports.ts';
import { type BankFileBook, bacsSettings, bankFileBook, SUN } from '../payments/rails/files/bank-file-book.ts';
import { must } from '../people/example-family.ts';

let book: BankFileBook;
beforeAll(async () => {
  book = await bankFileBook();
  await book.originator('bacs', bacsSettings);
}, 60_000);
afterAll(() => book.close());

const clerk = () => ({ ...book.officer('priya'), kind: 'person' as const });
const count = async (query: string) => (await book.rows<{ count: number }>(query.replace('count(*)', 'count(*)::int')))[0]?.count;

/** Every job of these topics that waits, each twice at once, as two workers would. */
async function work(topics: readonly string[]): Promise<void> {
  const { database } = book.api.store;
  const processors = registerBankAnswers(registerOverspendAlerts(new JobRegistry(), { ...book.desk, facts: [] }), book.desk);
  const options = { database, processors, clock: book.api.clock, log: pino({ level: 'silent' }) };
  for (const topic of topics) {
    const waiting = await book.rows<{ outbox_id: string }>(`select outbox_id from platform.outbox where topic = '${topic}'`);
    const jobs = waiting.map(({ outbox_id: outboxId }) => ({ topic, authorityId: book.authorityId, outboxId }));
    await Promise.allSettled([...jobs, ...jobs].map((job) => runJob(options, new AbortController().signal, job)));
  }
}

it('a death in a report stops the payee, opens its list of steps and raises one alert; lines that wait raise another', async () => {
  const { payeeId, accountId } = await book.paid(book.family.mother.personId, '20000006', 'Morgan Example');
  const [{ code } = { code: '' }] = await book.rows<{ code: string }>(`select code from payments.payees where payee_id = '${payeeId}'`);
  const mother = { payeeId, accountId, code, accountNumber: '20000006' };
  const run = await book.sent('jobs', 'bacs', [mother, mother]);
  const items = run.instructions.map(({ reference, amount }, index) => ({
    ...{ reference, pounds: formatPounds(amount), code: index === 0 ? '2' : 'Z' },
    ...{ sortCode: '01-02-03', accountNumber: mother.accountNumber },
  }));
  const text = arucsXml(items, { serviceUserNumber: SUN }).replaceAll('2027-03-30', '2026-10-07').replaceAll('2027-04-02', '2026-10-12');
  const { fileId, answers } = must(await importBankAnswers(book.desk, clerk(), { fileName: 'arucs.xml', content: Buffer.from(text) }));
  expect([answers.booked, answers.parked]).toEqual([1, 1]);
  const stopped = () => count(`select count(*) from payments.payees where state = 'stopped' and stopped_reason = 'died'`);
  expect(await stopped()).toBe(0);

  await work(['payments.follow-bank-answers', 'payments.payee-died-says-bank', 'payments.bank-answers-wait']);
  await work(['payments.follow-bank-answers', 'payments.payee-died-says-bank', 'payments.bank-answers-wait']);

  expect([await stopped(), await count('select count(*) from payments.deaths')]).toEqual([1, 1]);
  const told = (await listOpenAlerts(book.api.store.database, book.authorityId)).map((alert) => alertWords(alert));
  expect(told.map(({ title }) => title).sort()).toEqual([
    'Lines of a file from the bank wait for a person',
    'The bank says that a payee has died',
  ]);
  const sentences = told.map(({ sentence }) => sentence).join('\n');
  expect(sentences).toContain(`Payment ${run.instructions[0]?.reference} came back. Payments to ${code} are stopped`);
  expect(sentences).toContain(`1 of its lines could not be placed and changed nothing.`);
  expect(sentences).toContain(`file ${fileId}.`);
});

it('a check of the payee book that broke off after its table was loaded is carried out by the job', async () => {
  await book.payee('Example Care Ltd', '30000008');
  const cut = { ...book.room, keyRing: { ...book.room.keyRing, unwrap: () => expect.unreachable('the process has ended') } };
  await expect(loadModulusTable(cut, clerk(), { ...madeUpTable, validFrom: '2026-10-01' })).rejects.toThrow();
  expect(await count('select count(*) from payments.modulus_changes')).toBe(0);
  await work(['payments.recheck-payee-book']);
  const changes = () => book.rows("select before, after from payments.modulus_changes where after = 'invalid'");
  expect(await changes()).toEqual([{ before: 'cannot-tell', after: 'invalid' }]);
});
