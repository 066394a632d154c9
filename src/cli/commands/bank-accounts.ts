import { type Command, InvalidArgumentError } from 'commander';
import { businessDates } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import {
  type AccountGaps,
  type AccountIdentification,
  accountKinds,
  type BankAccount,
  expectations,
  formatMinorUnits,
  gapReport,
  readBankAccounts,
  reconciliationProblems,
  registerBankAccount,
} from '../../reconciliation/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

interface AddOptions {
  readonly number?: AccountIdentification;
  readonly iban?: AccountIdentification;
  readonly other?: string;
  readonly kind: BankAccount['kind'];
  readonly currency: string;
  readonly expected: BankAccount['expected'];
  readonly ledgerAccount?: string;
  readonly officer?: string;
  readonly authority?: string;
  readonly json?: boolean;
}

export function addBankAccounts(program: Command): void {
  const accounts = program.command('bank-accounts').description('the bank accounts whose bank statements are taken');

  accounts
    .command('add')
    .description('register a bank account')
    .argument('<name>', 'what officers call it')
    .option('--number <sort-code and number>', 'such as "00-00-00 12345678"', readNumber)
    .option('--iban <iban>', 'its IBAN', readIban)
    .option('--other <name>', 'what the bank or card firm calls it in its files')
    .option('--kind <kind>', `whose money is on it: ${accountKinds.join(', ')}`, oneOf(accountKinds), 'council')
    .option('--currency <code>', 'three capitals', 'GBP')
    .option(
      '--expected <how often>',
      `how often bank statements are to come: ${expectations.join(', ')}`,
      oneOf(expectations),
      'working-days',
    )
    .option('--ledger-account <code>', 'the account of the books that stands for it')
    .option('--officer <id>', 'who looks after it')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (name: string, options: AddOptions) => {
      const { number, iban, other, kind, currency, expected, ledgerAccount, officer } = options;
      const registered = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const actor = { authorityId, principal: 'command-line' };
        return registerBankAccount({ database, clock: systemClock }, actor, {
          name,
          kind,
          currency,
          expected,
          identification: number ?? iban ?? (other === undefined ? {} : { other }),
          ...(ledgerAccount !== undefined && { ledgerAccount }),
          ...(officer !== undefined && { responsibleOfficer: officer }),
        });
      });
      if (!registered.ok) {
        const { title, advice } = reconciliationProblems[registered.refusal.code];
        throw new CommandEnded(`${title}. ${advice}`, exitCode.wrong);
      }
      terminal(options.json ?? false).print(registered.value, `${name} is in the register, as ${registered.value.accountId}.`);
    });

  accounts
    .command('list')
    .description('the account register')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: { authority?: string; json?: boolean }) => {
      const found = await withBook(async ({ database }) =>
        readBankAccounts(database, (await chosenAuthority(database, options.authority)).authorityId),
      );
      terminal(options.json ?? false).print(
        found,
        table(
          ['name', 'account', 'currency', 'whose', 'expected', ''],
          found.map((each) => [each.name, shown(each), each.currency, each.kind, each.expected, each.state === 'closed' ? 'closed' : '']),
        ),
      );
    });
}

export function addStatementGaps(program: Command): void {
  program
    .command('statement-gaps')
    .description('which bank statements are missing or late; ends with 1 when any is')
    .option('--account <name>', 'one account, by its name in the register')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: { account?: string; authority?: string; json?: boolean }) => {
      const report = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const today = await businessDates(database, systemClock)(authorityId);
        const all = await gapReport({ database }, { authorityId }, { today });
        return options.account === undefined ? all : all.filter(({ account }) => account.name === options.account);
      });
      if (options.account !== undefined && report.length === 0)
        throw new CommandEnded(`There is no account "${options.account}" in the register.`, exitCode.wrong);
      terminal(options.json ?? false).print(report, report.map(gapWords).join('\n') || 'No bank account is in the register.');
      if (report.some(isIncomplete)) throw new CommandEnded('', exitCode.wrong);
    });
}

function isIncomplete({ gaps, lateSince, stretches }: AccountGaps): boolean {
  return gaps.length > 0 || lateSince !== undefined || stretches.some(({ differenceMinor }) => differenceMinor !== 0n);
}

function gapWords({ account, gaps, coveredUntil, lateSince, stretches, unprovedStatements }: AccountGaps): string {
  const money = (minor: bigint) => `${formatMinorUnits(minor, account.currency)} ${account.currency}`;
  return [
    `${account.name}: ${coveredUntil === undefined ? 'no bank statement yet' : `here until ${coveredUntil}`}${lateSince === undefined ? '' : `, the next was due on ${lateSince}`}`,
    ...gaps.map(({ firstDay, lastDay, workingDays, lastDayBefore, differenceMinor }) =>
      firstDay === undefined
        ? `  missing: a bank statement of ${lastDayBefore}; the account moved by ${money(differenceMinor)}`
        : `  missing: ${firstDay} to ${lastDay} (${workingDays} working days); the account moved by ${money(differenceMinor)}`,
    ),
    ...stretches
      .filter(({ differenceMinor }) => differenceMinor !== 0n)
      .map(
        (each) => `  the lines from ${each.firstDay} to ${each.lastDay} differ from the bank's balances by ${money(each.differenceMinor)}`,
      ),
    ...(unprovedStatements > 0 ? [`  ${unprovedStatements} bank statements say no balances: nothing shows that they are whole`] : []),
  ].join('\n');
}

function shown({ identification: { iban, sortCode, accountNumber, other } }: BankAccount): string {
  return iban ?? (sortCode === undefined ? (other ?? '') : `${sortCode} ${accountNumber}`);
}

function readNumber(text: string): AccountIdentification {
  const found = /^([0-9]{2})-?([0-9]{2})-?([0-9]{2})[ /-]?([0-9]{8})$/.exec(text.trim());
  if (found === null) throw new InvalidArgumentError('Write six digits of sort code and eight of account number.');
  const [, one = '', two = '', three = '', accountNumber = ''] = found;
  return { sortCode: one + two + three, accountNumber };
}

function readIban(text: string): AccountIdentification {
  const iban = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(iban)) throw new InvalidArgumentError('It is no IBAN.');
  return { iban };
}

function oneOf<const Choice extends string>(choices: readonly Choice[]): (text: string) => Choice {
  return (text) => {
    const choice = choices.find((each) => each === text);
    if (choice === undefined) throw new InvalidArgumentError(`It is one of ${choices.join(', ')}.`);
    return choice;
  };
}
