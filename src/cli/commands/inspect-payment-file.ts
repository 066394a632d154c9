import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import {
  BANK_CSV_PROFILES,
  type BankCsvProfile,
  bankCsvProfileSchema,
  type Explanation,
  explainPaymentFile,
} from '../../payments/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { writeOut } from './write-out.ts';

/** A run has thousands of payments, and a person looks at the first of them. */
const ITEMS_SHOWN = 50;

interface Options {
  readonly all?: boolean;
  readonly profile?: string;
  readonly mapping?: string;
  readonly json?: boolean;
}

export function addInspectPaymentFile(program: Command): void {
  const payments =
    program.commands.find((each) => each.name() === 'payments') ?? program.command('payments').description('files for and from the bank');
  payments
    .command('inspect')
    .description(
      'say in words what a payment file is and what each line of it means, and whether it is sound (Bacs, ARUCS, AWACS, input reports, pain.001, pain.002, bank CSV); needs no database',
    )
    .argument('<file>', 'the file')
    .option('--all', `tell every payment, and not only the first ${ITEMS_SHOWN}`)
    .addOption(new Option('--profile <bank>', 'the bank whose table a CSV file is').choices(BANK_CSV_PROFILES.map(({ name }) => name)))
    .addOption(new Option('--mapping <file>', 'a JSON file that says what the columns of a CSV file are').conflicts('profile'))
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: Options) => {
      const profile = await profileOf(options);
      const explained = explainPaymentFile(contentOf(file), { fileName: basename(file), ...(profile !== undefined && { profile }) });
      const told = firstOf(explained, options.all === true ? Number.POSITIVE_INFINITY : ITEMS_SHOWN);
      const sound = options.json === true ? await asJson(told) : await asText(told);
      if (!sound) throw new CommandEnded('', exitCode.wrong);
    });
}

/** All lines that matter, and so many of the payments; how many were passed over is said where they stop. */
async function* firstOf(explained: AsyncIterable<Explanation>, most: number): AsyncGenerator<Explanation> {
  let [items, last] = [0, 0];
  const passedOver = (): Explanation => ({ kind: 'line', line: last, words: `… and ${items - most} more like these; --all tells them.` });
  let told = false;
  for await (const each of explained) {
    if (each.kind === 'item') {
      items += 1;
      last = each.line;
      if (items > most) continue;
    } else if (items > most && !told) {
      told = true;
      yield passedOver();
    }
    yield each;
  }
}

async function asText(told: AsyncIterable<Explanation>): Promise<boolean> {
  let sound = true;
  await writeOut(undefined, async (write) => {
    for await (const each of told) {
      sound = each.kind !== 'refused';
      await write(`${inWords(each)}\n`);
    }
  });
  return sound;
}

function inWords(each: Explanation): string {
  if (each.kind === 'format' || each.kind === 'end') return each.words;
  if (each.kind !== 'refused') return `${String(each.line).padStart(6)}  ${each.words}`;
  const { fileName, line, reason } = each.refusal;
  return `${fileName}${line === undefined ? '' : `, line ${line}`}: ${reason}\nThe file is not sound; use nothing of it.`;
}

async function asJson(told: AsyncIterable<Explanation>): Promise<boolean> {
  const all: Explanation[] = [];
  for await (const each of told) all.push(each);
  terminal(true).print({ explanation: all }, '');
  return all.at(-1)?.kind !== 'refused';
}

async function profileOf({ profile, mapping }: Options): Promise<BankCsvProfile | undefined> {
  if (mapping === undefined) return BANK_CSV_PROFILES.find(({ name }) => name === profile);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(mapping, 'utf8'));
  } catch (error) {
    throw new CommandEnded(`The mapping ${mapping} cannot be read: ${(error as Error).message}.`, exitCode.misuse);
  }
  const understood = bankCsvProfileSchema.safeParse(json);
  if (understood.success) return understood.data;
  const faults = understood.error.issues.map(({ path, message }) => `${path.join('.') || 'mapping'}: ${message}`);
  throw new CommandEnded(`The mapping ${mapping} is not understood. ${faults.join('; ')}`, exitCode.misuse);
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${file} cannot be read: ${reason}.`, exitCode.misuse);
  }
}
