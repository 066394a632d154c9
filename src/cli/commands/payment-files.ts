import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { validate as isUuid } from 'uuid';
import {
  type AnswersDesk,
  type BankFileFormatName,
  bankFileFormatOf,
  councilPayees,
  fetchPaymentFile,
  findPaymentRun,
  followAnswers,
  type ImportedAnswers,
  importBankAnswers,
  instalmentsDue,
  LARGEST_ANSWER_BYTES,
  listParkedAnswers,
  makeRunFiles,
  nameCheckNotConfigured,
  paymentProblems,
} from '../../payments/index.ts';
import { businessDates, serviceCaller } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import type { Refusal, Result } from '../../platform/result.ts';
import { keepKeyRing } from '../../platform/secrets/key-ring.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';
import { writeOut } from './write-out.ts';

interface Options {
  readonly run?: string;
  readonly out?: string;
  readonly file?: number;
  readonly reason?: string;
  readonly authority?: string;
  readonly json?: boolean;
}

const FORMATS: readonly [name: string, format: BankFileFormatName, what: string][] = [
  ['bacs', 'bacs', 'a Bacs file (Standard 18)'],
  ['pain001', 'pain001', 'a pain.001 (ISO 20022)'],
  ['csv', 'bank-csv', 'the bank’s upload table'],
];

/** Files to the bank and its answers, for whoever runs the machine; every handing-out is kept with the name and the time. */
export function addPaymentFiles(program: Command): void {
  const payments =
    program.commands.find((each) => each.name() === 'payments') ?? program.command('payments').description('files for and from the bank');
  for (const [name, format, what] of FORMATS) {
    payments
      .command(name)
      .description(`write ${what} of a released run; the same run is the same bytes, and that it was fetched is kept`)
      .requiredOption('--run <id>', 'the payment run', readRunId)
      .requiredOption('--out <file>', 'where the file is written, readable by its owner only')
      .option('--file <number>', 'which of the run’s files, where the bank’s limits made several', readNumber)
      .option('--reason <words>', 'why it is fetched again')
      .option('--authority <name>', 'the authority, when there are several')
      .option('--json', 'print one JSON document')
      .action((options: Options) => writeFileOf(format, options));
  }
  payments
    .command('import-returns')
    .description('take in what the bank answers (ARUCS, AWACS, input report, pain.002): each line once, whatever comes in again')
    .argument('<file>', 'the file')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(importFile);
}

async function writeFileOf(
  format: BankFileFormatName,
  { run: runId = '', out = '', file: number = 1, reason, ...options }: Options,
): Promise<void> {
  const value = await onDesk(options, async (desk, authorityId) => {
    const caller = serviceCaller(authorityId, 'command-line');
    const run = await findPaymentRun(desk, authorityId, runId);
    if (run !== undefined && bankFileFormatOf(run.rail) !== format)
      throw new CommandEnded(`The run is paid by the rail ${run.rail}, so not by this kind of file.`, exitCode.misuse);
    const { files, turnedDown } = required(await makeRunFiles(desk, caller, { runId }));
    const file = files.find(({ ordinal }) => ordinal === number);
    if (file === undefined)
      throw new CommandEnded(`The run has ${counted(files.length, 'file')}; there is no file ${number}.`, exitCode.misuse);
    const fetched = required(await fetchPaymentFile(desk, caller, { fileId: file.fileId, reason }));
    await writeOut(out, (write) => write(fetched.content.toString('latin1')), 'latin1');
    return { ...file, amount: formatPounds(file.amount), files: files.length, turnedDown, out };
  });
  const { payments, amount, bankName, submitBy, sha256, files, turnedDown } = value;
  const text = [
    `${out}: ${counted(payments, 'payment')}, ${amount} pounds, number ${bankName}; at the bank by ${submitBy}. SHA-256 ${sha256}.`,
    ...(files > 1 ? [`The run has ${files} files; fetch the others with --file.`] : []),
    ...(turnedDown > 0 ? [`Not in the file and due again: ${counted(turnedDown, 'payment')}; look at the run for the reasons.`] : []),
    'Record the submission once the bank has it; until then nothing counts as sent.',
  ].join('\n');
  terminal(options.json ?? false).print(value, text);
}

async function importFile(path: string, options: Options): Promise<void> {
  const content = await contentOf(path);
  const value = await onDesk(options, async (desk, authorityId) => {
    const imported = required(
      await importBankAnswers(desk, serviceCaller(authorityId, 'command-line'), { fileName: basename(path), content }),
    );
    await followAnswers(desk, authorityId, { fileId: imported.fileId });
    return { ...imported, parked: await listParkedAnswers(desk.database, authorityId, imported.fileId) };
  });
  terminal(options.json ?? false).print(value, inWords(value));
}

function inWords({
  fileName,
  answers,
  saidBefore,
  importedBefore,
  parked,
}: ImportedAnswers & { readonly parked: readonly { line: number; words: string }[] }): string {
  const again = importedBefore ? ' It was imported before; nothing happened twice.' : '';
  return [
    `${fileName}: ${counted(answers.done + answers.booked, 'line')} booked, ${answers.noted} changed nothing, ${parked.length} ${parked.length === 1 ? 'waits' : 'wait'} for a person, ${saidBefore} were said before.${again}`,
    ...parked.map(({ line, words }) => `${fileName}, line ${line}: ${words}`),
  ].join('\n');
}

async function onDesk<Value>(options: Options, work: (desk: AnswersDesk, authorityId: number) => Promise<Value>): Promise<Value> {
  return withBook(async ({ config, database, ledger }) => {
    const { authorityId } = await chosenAuthority(database, options.authority);
    const room = { database, ledger, clock: systemClock, keyRing: keepKeyRing(config), businessDate: businessDates(database, systemClock) };
    const ports = { dueLines: instalmentsDue, payees: councilPayees(room), rails: new Map(), nameCheck: nameCheckNotConfigured };
    return work({ ...room, ...ports }, authorityId);
  });
}

function required<Value>(
  result: Result<Value, Refusal & { readonly reason?: string; readonly line?: number; readonly fileName?: string }>,
): Value {
  if (result.ok) return result.value;
  const { code, reason, line, fileName } = result.refusal;
  const words = (paymentProblems as Readonly<Record<string, { title: string; advice: string }>>)[code];
  const place = fileName === undefined ? '' : `${fileName}${line === undefined ? '' : `, line ${line}`}: `;
  throw new CommandEnded(
    `${place}${reason ?? ''}${reason === undefined ? '' : '\n'}${words === undefined ? code : `${words.title}. ${words.advice}`}`,
    exitCode.wrong,
  );
}

async function contentOf(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > LARGEST_ANSWER_BYTES) throw new Error('it is larger than any answer of a bank');
    return await readFile(path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${path} cannot be read: ${why}.`, exitCode.misuse);
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function readRunId(text: string): string {
  if (!isUuid(text)) throw new InvalidArgumentError('It is the id of a payment run, as "run status" lists them.');
  return text;
}

function readNumber(text: string): number {
  if (!/^[1-9][0-9]{0,3}$/.test(text)) throw new InvalidArgumentError('It is a number from 1.');
  return Number(text);
}
