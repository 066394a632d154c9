import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  commitImport,
  type Import,
  type ImportFormat,
  type ImportPreview,
  type ImportRefusal,
  importFormats,
  previewImport,
  readImports,
  undoImport,
} from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';
import { readDate } from './balance.ts';
import { faultsAsText, importAsText, previewAsJson, previewAsText } from './import-words.ts';

const FORMATS: Readonly<Record<string, ImportFormat>> = {
  '.csv': 'csv',
  '.journal': 'hledger',
  '.hledger': 'hledger',
  '.ledger': 'hledger',
  '.j': 'hledger',
};
const LARGEST_FILE = 30_000_000;
const PRINCIPAL = 'command-line';

interface ImportOptions {
  readonly format?: ImportFormat;
  readonly commit?: boolean;
  readonly override?: string;
  readonly authority?: string;
  readonly json?: boolean;
}

export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('read a file of opening balances or of another book: shows what it would do, and does it with --commit')
    .argument('<file>', 'a journal of hledger or a CSV file')
    .addOption(new Option('--format <format>', 'what the file is, if its name does not say so').choices(importFormats))
    .option('--commit', 'post it: all of it or nothing')
    .option('--override <name>', 'a named permission to go beyond limits, for what has happened all the same')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(importFile);

  command
    .command('undo')
    .description('take an import back: every entry of it is reversed; safe to repeat')
    .argument('<import>', 'the import’s id', readId)
    .option('--on <date>', 'date of the reversals; each entry’s own when left out', readDate)
    .option('--reason <words>', 'why; kept with the reversals')
    .action(async (importId: string, _: unknown, self: Command) => {
      const options = self.optsWithGlobals<ImportOptions & { on?: PlainDate; reason?: string }>();
      const undone = await withBook(async ({ database, ledger }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return undoImport({ database, ledger }, { authorityId, principal: PRINCIPAL }, { importId, ...undoOptions(options) });
      });
      if (!undone.ok) throw refusalEnded(undone.refusal, options.json);
      const { import: after, replayed } = undone.value;
      terminal(options.json ?? false).print(after, replayed ? `It was undone before.\n${importAsText(after)}` : importAsText(after));
    });

  command
    .command('list')
    .description('the files that were imported, and what became of them')
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<ImportOptions>();
      const found = await withBook(async ({ database }) =>
        readImports(database, (await chosenAuthority(database, options.authority)).authorityId),
      );
      terminal(options.json ?? false).print(found, listAsText(found));
    });
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const format = options.format ?? FORMATS[extname(file).toLowerCase()];
  if (format === undefined)
    throw new CommandEnded(`Say what ${file} is: --format ${importFormats.join(' or --format ')}.`, exitCode.misuse);
  const content = await contentOf(file);
  const request = { format, fileName: basename(file), content, ...(options.override !== undefined && { override: options.override }) };
  const { print } = terminal(options.json ?? false);
  if (!options.commit) {
    const preview = await withBook(async ({ database, ledger }) =>
      previewImport({ database, ledger }, (await chosenAuthority(database, options.authority)).authorityId, request),
    );
    print(previewAsJson(preview), previewAsText(preview));
    if (isWrong(preview)) throw new CommandEnded('', exitCode.wrong);
    return;
  }
  const done = await withBook(async ({ database, ledger }) => {
    const { authorityId } = await chosenAuthority(database, options.authority);
    return commitImport({ database, ledger, clock: systemClock }, { authorityId, principal: PRINCIPAL }, request);
  });
  if (!done.ok) throw refusalEnded(done.refusal, options.json);
  const { import: made, replayed } = done.value;
  print({ ...made, replayed }, replayed ? `This file is imported already; nothing was added.\n${importAsText(made)}` : importAsText(made));
}

function isWrong({ faults, state }: ImportPreview): boolean {
  return faults.length > 0 || state === 'partly-undone';
}

function undoOptions({ on, reason }: { on?: PlainDate; reason?: string }) {
  return { ...(on !== undefined && { effectiveDate: on }), ...(reason !== undefined && { reason }) };
}

async function contentOf(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${file} cannot be read: ${reason}.`, exitCode.misuse);
  }
  if (bytes.length > LARGEST_FILE)
    throw new CommandEnded(`${file} is larger than ${LARGEST_FILE / 1_000_000} MB. Divide it between entries.`, exitCode.wrong);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandEnded(`${file} is not written in UTF-8. Save it as UTF-8 and try again.`, exitCode.wrong);
  }
}

interface Refused {
  readonly code: string;
  readonly faults?: Extract<ImportRefusal, { faults: unknown }>['faults'];
  readonly undone?: number;
}

/** With --json the refusal is the document; without, its lines are said to the person who asked. */
function refusalEnded(refusal: Refused, json: boolean | undefined): CommandEnded {
  const { code, faults = [], undone } = refusal;
  const outage = code === 'service-busy' || code === 'service-unavailable';
  if (json) terminal(true).print(refusal, '');
  const words = [
    WORDS[code] ?? `It was refused: ${code}.`,
    ...(undone === undefined || undone === 0 ? [] : [`${undone} entries are taken back so far.`]),
  ];
  return new CommandEnded(json ? '' : [...words, ...faultsAsText(faults)].join('\n'), outage ? exitCode.outage : exitCode.wrong);
}

const WORDS: Readonly<Record<string, string>> = {
  'import-refused': 'Nothing of the file is imported. These lines have to be put right:',
  'import-not-found': 'There is no such import. See: import list.',
  'import-not-posted': 'This import posted nothing, so there is nothing to take back.',
  'import-being-undone': 'An undo of this file has begun and not ended. Repeat it first.',
  'import-undo-refused': 'The import is not taken back, because something was built on it:',
  'service-unavailable': 'The book did not answer in time. It is not known whether this was done; the same command again ends it safely.',
};

function listAsText(imports: readonly Import[]): string {
  return table(
    ['import', 'file', 'format', 'started', { right: 'entries' }, { right: 'postings' }, 'state'],
    imports.map((each) => [
      each.importId,
      each.fileName,
      each.format,
      each.startedAt.toISOString().slice(0, 10),
      { right: String(each.entries) },
      { right: String(each.postings) },
      each.state,
    ]),
  );
}

function readId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('It is a UUID, as import list shows it.');
  return text.toLowerCase();
}
