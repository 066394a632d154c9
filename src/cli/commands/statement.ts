import { type Command, InvalidArgumentError } from 'commander';
import type { StatementLine } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';
import { readDate } from './balance.ts';

export function addStatement(program: Command): void {
  program
    .command('statement')
    .description('an account’s postings in the order they were recorded, each with the balance after it')
    .argument('<account>', 'the account’s code')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--from <date>', 'first effective date, YYYY-MM-DD', readDate)
    .option('--to <date>', 'last effective date, YYYY-MM-DD', readDate)
    .option('--limit <lines>', 'at most this many of the newest lines (default 100)', readLimit, 100)
    .option('--json', 'print one JSON document')
    .action(async (code: string, options: { authority?: string; from?: PlainDate; to?: PlainDate; limit: number; json?: boolean }) => {
      const { lines, sign } = await withBook(async ({ database, ledger }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const [account] = await ledger.accounts(authorityId, { codes: [code] });
        if (!account) throw new CommandEnded(`No such account: ${code}.`, exitCode.wrong);
        const newest = await ledger.accountStatement(authorityId, code, {
          limit: options.limit,
          newestFirst: true,
          ...(options.from && { from: options.from }),
          ...(options.to && { to: options.to }),
        });
        return { lines: newest.reverse(), sign: account.normalSide === 'debit' ? 1n : -1n };
      });
      terminal(options.json ?? false).print(
        lines.map((line) => lineAsJson(line, sign)),
        table(
          ['date', 'reference', 'what', { right: 'debit' }, { right: 'credit' }, { right: 'balance' }],
          lines.map((line) => [
            line.effectiveDate,
            line.reference ?? '',
            line.description ?? line.kind,
            { right: line.amount > 0n ? formatPounds(line.amount) : '' },
            { right: line.amount < 0n ? formatPounds(-line.amount) : '' },
            { right: formatPounds(line.balanceAfter * sign) },
          ]),
        ),
      );
    });
}

function lineAsJson(line: StatementLine, sign: bigint) {
  return {
    entryId: line.entryId,
    kind: line.kind,
    effectiveDate: line.effectiveDate,
    recordedAt: line.recordedAt.toISOString(),
    reference: line.reference,
    description: line.description,
    side: line.amount > 0n ? 'debit' : 'credit',
    amount: formatPounds(line.amount < 0n ? -line.amount : line.amount),
    balanceAfter: formatPounds(line.balanceAfter * sign),
    dimension: line.dimension,
  };
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new InvalidArgumentError('It is a whole number from 1 to 10000.');
  return limit;
}
