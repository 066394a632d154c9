import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { Actor } from '../../ledger/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import {
  commitImport,
  DATE_ORDERS,
  type DateOrder,
  formatMinorUnits,
  type ImportChoices,
  keepStatementFile,
  listMappings,
  openImport,
  previewImport,
  readBankAccounts,
  reconciliationProblems,
  runImport,
  type StatementImport,
  undoImport,
} from '../../reconciliation/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

/** Who acts when a command does; whoever runs it has the database's own keys. */
const PRINCIPAL = 'command-line';

interface ImportOptions {
  readonly account?: string;
  readonly authority?: string;
  readonly commit?: boolean;
  readonly mapping?: string;
  readonly profile?: string;
  readonly dateOrder?: DateOrder;
  readonly othersAllTheSame?: boolean;
  readonly json?: boolean;
}

export function addImportStatement(program: Command): void {
  program
    .command('import-statement')
    .description('say what importing a bank statement file would do; with --commit, do it')
    .argument('<file>', 'the bank’s file')
    .option('--commit', 'bring it into the books')
    .option('--account <name>', 'the account by its name in the register, where the file names none')
    .option('--mapping <name>', 'a saved CSV form')
    .option('--profile <name>', 'the name of a bank’s CSV, where the file does not tell it')
    .option('--date-order <order>', `where dates can be read in two ways: ${DATE_ORDERS.join(', ')}`, readDateOrder)
    .option('--others-all-the-same', 'lines that look like ones from another format are other payments')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: ImportOptions) => {
      const { print } = terminal(options.json ?? false);
      const outcome = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return importFile(database, { authorityId, principal: PRINCIPAL }, file, options);
      });
      if (outcome === undefined) {
        print({ file: basename(file), state: 'imported', linesNew: 0 }, 'This file is in the books already. There is nothing to do.');
        return;
      }
      print(outcome, words(outcome, options));
      if (outcome.state === 'refused') throw new CommandEnded('', exitCode.wrong);
    });

  program
    .command('undo-import')
    .description('undo an import of a bank statement file; its lines stay to be seen, marked as undone')
    .argument('<import>', 'the import’s id')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (importId: string, options: { authority?: string; json?: boolean }) => {
      const undone = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return undoImport({ database, clock: systemClock }, { authorityId, principal: PRINCIPAL }, importId);
      });
      if (!undone.ok) {
        const { title, advice } = reconciliationProblems[undone.refusal.code];
        throw new CommandEnded(`${title}. ${advice}`, exitCode.wrong);
      }
      const { linesUndone } = undone.value;
      terminal(options.json ?? false).print({ importId, linesUndone }, `Import ${importId} is undone: ${linesUndone} lines.`);
    });
}

/** Undefined when the bytes are in the books already. */
async function importFile(database: Database, actor: Actor, file: string, options: ImportOptions): Promise<StatementImport | undefined> {
  const desk = { database, clock: systemClock };
  const { authorityId } = actor;
  const choices: ImportChoices = {
    ...(options.account !== undefined && { accountId: await accountNamed(database, authorityId, options.account) }),
    ...(options.mapping !== undefined && { mappingId: await mappingNamed(database, authorityId, options.mapping) }),
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(options.dateOrder !== undefined && { dateOrder: options.dateOrder }),
    ...(options.othersAllTheSame === true && { lookAlikesAreOthers: true }),
  };
  const arriving = { fileName: basename(file), mediaType: 'application/octet-stream', content: contentOf(file) };
  const kept = await keepStatementFile(desk, actor, arriving);
  if (!kept.ok) throw new CommandEnded('The file is empty. Export it from the bank again.', exitCode.wrong);
  const opened = await openImport(desk, actor, { fileId: kept.value.fileId, choices });
  if (!opened.ok) {
    if (opened.refusal.code === 'file-already-imported') return undefined;
    throw new CommandEnded(reconciliationProblems[opened.refusal.code].advice, exitCode.wrong);
  }
  const { importId } = opened.value;
  const previewed = await previewImport(desk, authorityId, importId);
  if (!previewed.ok) throw new Error(previewed.refusal.code);
  if (options.commit !== true || previewed.value.state === 'refused') return previewed.value;
  const committed = await commitImport(desk, actor, importId);
  if (!committed.ok) throw new CommandEnded(reconciliationProblems[committed.refusal.code].advice, exitCode.wrong);
  const imported = await runImport(desk, authorityId, importId);
  if (!imported.ok) throw new Error(imported.refusal.code);
  return imported.value;
}

async function accountNamed(database: Database, authorityId: number, name: string): Promise<string> {
  const register = await readBankAccounts(database, authorityId);
  const account = register.find((each) => each.name === name || each.accountId === name);
  if (account !== undefined) return account.accountId;
  const known = register.map((each) => `"${each.name}"`).join(', ');
  throw new CommandEnded(
    `There is no account "${name}" in the register. ${known === '' ? 'It is empty.' : `There is ${known}.`}`,
    exitCode.wrong,
  );
}

async function mappingNamed(database: Database, authorityId: number, name: string): Promise<string> {
  const saved = (await listMappings(database, authorityId)).find(({ mapping }) => mapping.name === name);
  if (saved === undefined) throw new CommandEnded(`There is no saved CSV form "${name}".`, exitCode.wrong);
  return saved.mappingId;
}

function readDateOrder(text: string): DateOrder {
  const order = DATE_ORDERS.find((each) => each === text);
  if (order === undefined) throw new InvalidArgumentError(`It is one of ${DATE_ORDERS.join(', ')}.`);
  return order;
}

function words({ importId, state, preview, refusal, fileName }: StatementImport, { commit }: ImportOptions): string {
  if (state === 'refused') {
    const line = refusal?.line === undefined ? '' : `, line ${refusal.line}`;
    return `${fileName}${line}: ${refusal?.reason}\nNothing was stored.`;
  }
  if (preview === undefined) return `Import ${importId} is ${state}.`;
  const { statements, statementsLeftOut, findings, gapsOpened, gapsHealed } = preview;
  const rows = statements.map((each) => [
    each.account,
    each.firstDay ?? '',
    each.lastDay ?? '',
    { right: each.openingMinor === undefined ? '' : formatMinorUnits(BigInt(each.openingMinor), each.currency) },
    { right: each.closingMinor === undefined ? '' : formatMinorUnits(BigInt(each.closingMinor), each.currency) },
    { right: String(each.linesNew) },
    { right: String(each.linesKnown) },
    { right: String(each.linesPending) },
  ]);
  const heading = [
    'account',
    'from',
    'to',
    { right: 'opening' },
    { right: 'closing' },
    { right: 'new' },
    { right: 'here' },
    { right: 'pending' },
  ];
  return [
    `${fileName}: ${preview.formatVersion ?? preview.format}, ${preview.encoding}`,
    table(heading, rows),
    ...(statementsLeftOut > 0 ? [`and ${statementsLeftOut} more bank statements`] : []),
    ...findings.map(({ line, reason }) => `line ${line}: ${reason}`),
    ...gapsOpened.map((gap) => `opens a gap: ${gap.account}, between ${gap.lastDayBefore} and ${gap.firstDayAfter}`),
    ...gapsHealed.map((gap) => `heals a gap: ${gap.account}, between ${gap.lastDayBefore} and ${gap.firstDayAfter}`),
    '',
    state === 'imported'
      ? `Imported. To take it back: threefold undo-import ${importId}`
      : commit === true
        ? `The import is ${state}.`
        : 'This is a preview; nothing is in the books. Say --commit to import it.',
  ].join('\n');
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${file} cannot be read: ${reason}.`, exitCode.misuse);
  }
}
