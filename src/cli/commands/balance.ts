import { type Command, InvalidArgumentError } from 'commander';
import { type PlainDate, parsePlainDate } from '../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

export function addBalance(program: Command): void {
  program
    .command('balance')
    .description('what accounts stand at: now, at the end of a date, or as it was known at an instant')
    .argument('<account...>', 'account codes; one that ends in * means all that begin so')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--on <date>', 'at the end of this effective date, YYYY-MM-DD', readDate)
    .option('--known-at <instant>', 'as recorded at this instant, such as 2026-12-31T17:00:00Z', readInstant)
    .option('--json', 'print one JSON document')
    .action(async (codes: string[], options: { authority?: string; on?: PlainDate; knownAt?: Date; json?: boolean }) => {
      if (options.on && options.knownAt) throw new CommandEnded('Give --on or --known-at, not both.', exitCode.misuse);
      const balances = await withBook(async ({ database, ledger }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const wanted: string[] = [];
        for (const code of codes) {
          if (code.endsWith('*'))
            wanted.push(...(await ledger.accounts(authorityId, { prefix: code.slice(0, -1) })).map((account) => account.code));
          else wanted.push(code);
        }
        const asOf = options.on ? { effectiveDate: options.on } : options.knownAt ? { recordedAt: options.knownAt } : undefined;
        const found = await ledger.balances(authorityId, wanted, asOf);
        const missing = wanted.filter((code) => !found.some((balance) => balance.account === code));
        if (missing.length > 0 || found.length === 0)
          throw new CommandEnded(`No such account: ${(missing.length > 0 ? missing : codes).join(', ')}.`, exitCode.wrong);
        return found;
      });
      terminal(options.json ?? false).print(
        balances.map(({ account, currency, balance }) => ({ account, balance: { amount: formatPounds(balance), currency } })),
        table(
          ['account', { right: 'balance' }],
          balances.map(({ account, balance }) => [account, { right: formatPounds(balance) }]),
        ),
      );
    });
}

export function readDate(text: string): PlainDate {
  const date = parsePlainDate(text);
  if (!date) throw new InvalidArgumentError('It is no date of the calendar, written YYYY-MM-DD.');
  return date;
}

function readInstant(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || !/(Z|[+-]\d{2}:\d{2})$/.test(text))
    throw new InvalidArgumentError('Write it with its offset, such as 2026-12-31T17:00:00Z.');
  return instant;
}
