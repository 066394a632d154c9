import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import {
  CSV_PROFILE_NAMES,
  type CsvMapping,
  csvMappingSchema,
  DATE_ORDERS,
  type DateOrder,
  HELD_LIMITS,
  parseStatementFile,
  type ReadingChoices,
  refusalAsJson,
  refusalAsText,
  statementExitCode,
  statementFileAsText,
  statementFileJsonPieces,
} from '../../reconciliation/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';

const STANDARD_INPUT = '-';
/** A person who looks into a file by hand may have a large one, and one process to do it in. */
const LIMITS = { ...HELD_LIMITS, fileBytes: 1024 * 1024 * 1024, lines: 1_000_000 };

interface Options {
  readonly json?: boolean;
  readonly profile?: string;
  readonly mapping?: string;
  readonly dateOrder?: DateOrder;
  readonly currency?: string;
}

export function addParseStatement(program: Command): void {
  program
    .command('parse-statement')
    .description(
      'read a bank statement file (camt.053, MT940, OFX, QIF, BAI2, Bankline Direct, CSV) and say what is in it and whether it ties; needs no database',
    )
    .argument('<file>', 'the bank’s file, or - for standard input')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--profile <bank>', 'the bank whose table a CSV file is').choices([...CSV_PROFILE_NAMES]))
    .addOption(new Option('--mapping <file>', 'a JSON file that says what the columns of a CSV file mean').conflicts('profile'))
    .addOption(new Option('--date-order <order>', 'the order of day, month and year in a QIF file').choices([...DATE_ORDERS]))
    .option('--currency <code>', 'the currency of a QIF file, which names none', asCurrency)
    .action(async (file: string, options: Options) => {
      const content = file === STANDARD_INPUT ? process.stdin : contentOf(file);
      const fileName = file === STANDARD_INPUT ? 'standard input' : basename(file);
      const parsed = await parseStatementFile(content, { fileName, limits: LIMITS, choices: await choicesOf(options) });
      const { print } = terminal(options.json ?? false);
      if (!parsed.ok) print(refusalAsJson(parsed.refusal), refusalAsText(parsed.refusal));
      else if (options.json) await pipeline(Readable.from(statementFileJsonPieces(parsed.value)), process.stdout, { end: false });
      else print(undefined, statementFileAsText(parsed.value));
      const code = statementExitCode(parsed.ok ? parsed.value : parsed.refusal);
      if (code !== exitCode.done) throw new CommandEnded('', code);
    });
}

async function choicesOf({ profile, mapping, dateOrder, currency }: Options): Promise<ReadingChoices> {
  return {
    ...(profile !== undefined && { profile }),
    ...(mapping !== undefined && { mapping: await readMapping(mapping) }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(currency !== undefined && { currency }),
  };
}

async function readMapping(file: string): Promise<CsvMapping> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CommandEnded(`The mapping ${file} cannot be read: ${(error as Error).message}.`, exitCode.misuse);
  }
  const mapping = csvMappingSchema.safeParse(json);
  if (mapping.success) return mapping.data;
  const faults = mapping.error.issues.map(({ path, message }) => `${path.join('.') || 'mapping'}: ${message}`);
  throw new CommandEnded(`The mapping ${file} is not understood. ${faults.join('; ')}.`, exitCode.misuse);
}

function asCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new CommandEnded(`"${text}" is no currency: write it like GBP.`, exitCode.misuse);
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${file} cannot be read: ${reason}.`, exitCode.misuse);
  }
}
