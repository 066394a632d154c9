import { type Command, InvalidArgumentError } from 'commander';
import { type AskedRecovery, paymentProblems, previewRecovery, recoveryGrounds, returnsDue } from '../../payments/index.ts';
import { businessDates, serviceCaller } from '../../people/index.ts';
import { type PlainDate, parsePlainDate } from '../../platform/calendar/plain-date.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { formatPounds, parsePounds } from '../../platform/money/pounds.ts';
import { keepKeyRing } from '../../platform/secrets/key-ring.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

interface Usual {
  readonly authority?: string;
  readonly json?: boolean;
}

/** Which families are asked for their figures, with nothing asked by it. */
export function addReturns(program: Command): void {
  program
    .command('returns')
    .description('the figures that families are asked for')
    .command('due')
    .description('which families are asked for their figures by a day; nobody is asked by this')
    .option('--on <day>', 'the day; the business date when left out', readDay)
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: Usual & { readonly on?: PlainDate }) => {
      const due = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const on = options.on ?? (await businessDates(database, systemClock)(authorityId));
        return inTransaction(database, { authorityId, readOnly: true }, (tx) => returnsDue(tx, authorityId, on));
      });
      const rows = due.map(({ familyId, agreementId, from, until, dueOn }) => [familyId, agreementId, from, until, dueOn]);
      terminal(options.json ?? false).print(due, table(['family', 'agreement', 'from', 'until', 'due by'], rows));
    });
}

interface PreviewOptions extends Usual {
  readonly ground: AskedRecovery['ground'];
  readonly on: PlainDate;
  readonly counted: bigint;
  readonly ownMoney: bigint;
  readonly contributions: bigint;
  readonly owed: bigint;
}

/** What would be asked for, by the very sum that a case is opened with. */
export function addRecovery(program: Command): void {
  program
    .command('recovery')
    .description('money to return')
    .command('preview')
    .description('work out what a family would be asked for; nothing is kept or told')
    .argument('<family>', 'the id of the family')
    .argument('<agreement>', 'the id of the agreement')
    .requiredOption('--ground <ground>', `one of ${recoveryGrounds.join(', ')}`, readGround)
    .requiredOption('--on <day>', 'the day of the bank statement', readDay)
    .requiredOption('--counted <pounds>', 'what the account holds, or what was paid or spent', readPounds)
    .option('--own-money <pounds>', 'of it the family’s own', readPounds, 0n)
    .option('--contributions <pounds>', 'of it what the family pays towards its support', readPounds, 0n)
    .option('--owed <pounds>', 'wages, tax and bills still to be paid', readPounds, 0n)
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (familyId: string, agreementId: string, options: PreviewOptions) => {
      const previewed = await withBook(async ({ config, database, ledger }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const room = {
          database,
          ledger,
          clock: systemClock,
          keyRing: keepKeyRing(config),
          businessDate: businessDates(database, systemClock),
        };
        const { ground, on: countedOn, counted, ownMoney, contributions, owed } = options;
        const caller = { ...serviceCaller(authorityId, 'command-line'), purpose: 'payments' };
        return previewRecovery(room, caller, familyId, { agreementId, ground, countedOn, counted, ownMoney, contributions, owed });
      });
      if (!previewed.ok) {
        const { title, advice } = paymentProblems[previewed.refusal.code as keyof typeof paymentProblems] ?? {
          title: 'It is refused',
          advice: previewed.refusal.code,
        };
        throw new CommandEnded(`${title}. ${advice}`, exitCode.wrong);
      }
      const { amount, kept, regime } = previewed.value;
      const value = { amount: formatPounds(amount), kept: formatPounds(kept), regime: regime.code };
      terminal(options.json ?? false).print(value, `To return: ${value.amount}. Kept by the family: ${value.kept}. Law: ${value.regime}.`);
    });
}

function readGround(text: string): AskedRecovery['ground'] {
  const ground = recoveryGrounds.find((each) => each === text);
  if (ground === undefined) throw new InvalidArgumentError(`It is one of ${recoveryGrounds.join(', ')}.`);
  return ground;
}

function readDay(text: string): PlainDate {
  const day = parsePlainDate(text);
  if (day === undefined) throw new InvalidArgumentError('It is a day of the calendar, written YYYY-MM-DD.');
  return day;
}

function readPounds(text: string): bigint {
  const pence = parsePounds(text);
  if (!pence.ok || pence.value < 0n) throw new InvalidArgumentError('It is a sum in pounds and pence, such as 1900.00.');
  return pence.value;
}
