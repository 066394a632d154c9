import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addPaymentFiles } from '../../src/cli/commands/payment-files.ts';
import { CommandEnded } from '../../src/cli/exit-code.ts';
import { readBacsFile } from '../../src/payments/rails/bacs/read-bacs-file.ts';
import { recordSubmission } from '../../src/payments/rails/files/record-submission.ts';
import { readPain001File } from '../../src/payments/rails/pain001/read-pain001-file.ts';
import type { PaymentRun } from '../../src/payments/runs/payment-run.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { arucsXml } from '../payments/rails/bacs/written-reports.ts';
import {
  type BankFileBook,
  type BookPayee,
  bacsSettings,
  bankFileBook,
  csvSettings,
  pain001Settings,
  SUN,
  TODAY,
} from '../payments/rails/files/bank-file-book.ts';
import { must } from '../people/example-family.ts';
import { openAdmin } from '../support/admin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NOBODY = '01981c5e-7d7a-7c31-9a2b-0d7c5a1e4f10';

let book: BankFileBook;
let folder: string;
let amina: BookPayee;
let runs: Record<'bacs' | 'pain001' | 'bank-csv', PaymentRun>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-payments-'));
  book = await bankFileBook();
  amina = await book.payee('Amina Ósman', '10000003');
  const rails = { bacs: bacsSettings, pain001: pain001Settings, 'bank-csv': csvSettings };
  for (const [rail, settings] of Object.entries(rails)) await book.originator(rail, settings);
  runs = {
    bacs: await book.released('cli-bacs', 'bacs', [amina, amina]),
    pain001: await book.released('cli-pain001', 'pain001', [amina]),
    'bank-csv': await book.released('cli-csv', 'bank-csv', [amina]),
  };
  // The command has no clock to be handed: its day is the authority's own.
  const admin = await openAdmin(book.api.store.adminUrl);
  await admin.rows(`update people.authorities set business_date = '${TODAY}'`);
  await admin.close();
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await book.close();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const settings = () => ({ DATABASE_URL: book.api.store.appUrl, THREEFOLD_DATA_KEY: book.api.dataKey });

/** As an officer runs it: a process of its own. */
function started(...args: readonly string[]): Promise<Ended> {
  const { DATABASE_OWNER_URL: _, REDIS_URL: __, ...rest } = process.env;
  const env = { ...rest, ...settings() };
  return new Promise((resolve) => {
    execFile(process.execPath, ['src/run-ts.mjs', 'src/cli/threefold.ts', 'payments', ...args], { cwd: root, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

/** The same command without the time it takes to start: what it writes to the terminal, and how it ends. */
async function payments(...args: readonly string[]): Promise<Ended> {
  for (const [name, value] of Object.entries(settings())) vi.stubEnv(name, value);
  let [out, err] = ['', ''];
  const told = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  const program = new Command('threefold').exitOverride().configureOutput({
    writeErr: (text) => {
      err += text;
    },
  });
  addPaymentFiles(program);
  for (const command of program.commands.flatMap((each) => each.commands)) command.copyInheritedSettings(program);
  try {
    await program.parseAsync(['payments', ...args], { from: 'user' });
    return { code: 0, out, err };
  } catch (error) {
    if (error instanceof CommanderError) return { code: 2, out, err };
    if (error instanceof CommandEnded) return { code: error.exitCode, out, err: error.message };
    throw error;
  } finally {
    told.mockRestore();
    vi.unstubAllEnvs();
  }
}

const inFolder = (name: string) => join(folder, name);
const reportOf = () => {
  const [first, second] = runs.bacs.instructions;
  const items = [first, second].map((each, index) => ({
    ...{ reference: each?.reference ?? '', pounds: formatPounds(each?.amount ?? 0n), code: index === 0 ? 'C' : 'Z' },
    ...{ sortCode: '01-02-03', accountNumber: amina.accountNumber },
  }));
  return arucsXml(items, { serviceUserNumber: SUN }).replaceAll('2027-03-30', '2026-10-07').replaceAll('2027-04-02', '2026-10-12');
};

it('payments bacs and import-returns, each started by itself, write a file and tell of one that was cut', {
  timeout: 120_000,
}, async () => {
  writeFileSync(inFolder('cut.xml'), reportOf().slice(0, -200));
  const [bacs, cut] = await Promise.all([
    started('bacs', '--run', runs.bacs.runId, '--out', inFolder('bacs.txt')),
    started('import-returns', inFolder('cut.xml')),
  ]);
  expect([bacs.code, bacs.err]).toEqual([0, '']);
  expect(bacs.out).toMatch(/bacs\.txt: 2 payments, 200\.01 pounds, number 000001; at the bank by 2026-10-06\. SHA-256 [0-9a-f]{64}\./);
  expect(bacs.out).toContain('Record the submission once the bank has it; until then nothing counts as sent.');
  expect((statSync(inFolder('bacs.txt')).mode & 0o777).toString(8)).toBe('600');
  const read = must(await readBacsFile(readFileSync(inFolder('bacs.txt')), { fileName: 'bacs.txt', serviceUserNumbers: [SUN] }));
  expect(read.payments.map(({ reference }) => reference)).toEqual(runs.bacs.instructions.map(({ reference }) => reference));
  expect([cut.code, cut.err]).toEqual([1, expect.stringMatching(/^cut\.xml, line \d+: /)]);
});

it('payments pain001 and csv write the message and the table of the authority’s own day', async () => {
  const xml = await payments('pain001', '--run', runs.pain001.runId, '--out', inFolder('pain001.xml'), '--json');
  const csv = await payments('csv', '--run', runs['bank-csv'].runId, '--out', inFolder('table.csv'), '--json');
  expect([xml.err, csv.err]).toEqual(['', '']);
  const message = must(await readPain001File(readFileSync(inFolder('pain001.xml')), { fileName: 'pain001.xml' }));
  expect(JSON.parse(xml.out)).toMatchObject({ format: 'pain001', payments: 1, amount: '100.00', bankName: message.messageId });
  expect(message.createdAt.slice(0, 10)).toBe(TODAY);
  expect(JSON.parse(csv.out)).toMatchObject({ format: 'bank-csv', payments: 1, amount: '100.00', files: 1, turnedDown: 0 });
});

it('payments bacs hands the same bytes out again only with a reason, and refuses in words what is not there', async () => {
  const { runId } = runs.bacs;
  const out = inFolder('again.txt');
  const refusals: [args: readonly string[], code: number, words: string][] = [
    [['bacs', '--run', runId], 1, 'Say in reason why it is fetched again'],
    [['csv', '--run', runId], 2, 'The run is paid by the rail bacs, so not by this kind of file.'],
    [['bacs', '--run', NOBODY], 1, 'No such payment run'],
    [['bacs', '--run', 'R-1'], 2, 'It is the id of a payment run'],
    [['bacs', '--run', runId, '--file', '2'], 2, 'The run has 1 file; there is no file 2.'],
    [['bacs', '--run', runId, '--file', '0'], 2, 'It is a number from 1.'],
  ];
  for (const [args, code, words] of refusals)
    expect(await payments(...args, '--out', out)).toEqual({ code, out: '', err: expect.stringContaining(words) });
  expect(readdirSync(folder)).not.toContain('again.txt');
  const again = await payments('bacs', '--run', runId, '--out', out, '--reason', 'the bureau lost it');
  expect([again.code, again.err]).toEqual([0, '']);
  expect(readFileSync(out).equals(readFileSync(inFolder('bacs.txt')))).toBe(true);
});

it('payments import-returns books a report once, and names what waits by file and line', async () => {
  const made = await book.rows<{ file_id: string }>(`select file_id from payments.payment_files where run_id = '${runs.bacs.runId}'`);
  const priya = { ...book.officer('priya'), kind: 'person' as const };
  must(await recordSubmission(book.desk, priya, { fileId: made[0]?.file_id ?? '', submission: 'B-1' }));
  writeFileSync(inFolder('arucs.xml'), reportOf());
  const taken = await payments('import-returns', inFolder('arucs.xml'));
  expect([taken.code, taken.err]).toEqual([0, '']);
  expect(taken.out).toContain('arucs.xml: 1 line booked, 0 changed nothing, 1 waits for a person, 0 were said before.');
  expect(taken.out).toMatch(/arucs\.xml, line \d+: Nobody here knows the code "Z" of ARUCS/);
  expect((await book.run(runs.bacs.runId)).instructions.map(({ state }) => state)).toEqual(['returned', 'sent']);
  const again = await payments('import-returns', inFolder('arucs.xml'), '--json');
  expect(JSON.parse(again.out)).toMatchObject({ importedBefore: true, answers: { done: 1, parked: 1 }, saidBefore: 0 });
  const missing = await payments('import-returns', inFolder('nowhere.xml'));
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('nowhere.xml cannot be read: there is no such file.')]);
});
