import type { Actor } from '../../ledger/index.ts';
import { addDays, daysBetween, isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { addWorkingDays, isWorkingDay } from '../../platform/calendar/working-days.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import { bankAccountsIn } from '../bank-accounts/register.ts';
import type { StatementDesk } from '../imports/statement-desk.ts';
import type { ChainGap, ChainStretch, StatementChain } from '../rules/statement-chain.ts';
import { readChain } from './read-chain.ts';

export interface MissingDays {
  /** Absent when the break lies within one day: a bank statement of that day is missing. */
  readonly firstDay?: PlainDate;
  readonly lastDay?: PlainDate;
  readonly workingDays: number;
  readonly lastDayBefore: PlainDate;
  readonly firstDayAfter: PlainDate;
  readonly closingMinor: bigint;
  readonly openingMinor: bigint;
  /** What the account moved by while nobody told us. */
  readonly differenceMinor: bigint;
}

export interface AccountGaps {
  readonly account: BankAccount;
  /** Days for which bank statements follow one another without a break. */
  readonly stretches: readonly ChainStretch[];
  readonly gaps: readonly MissingDays[];
  /** Bank statements without balances: nothing shows that they are whole. */
  readonly unprovedStatements: number;
  readonly coveredUntil?: PlainDate;
  /** The first day by which a bank statement was to be here and is not. */
  readonly lateSince?: PlainDate;
}

/** What is missing, account by account: days between bank statements that do not join, and bank statements that are late. */
export async function gapReport(
  { database }: Pick<StatementDesk, 'database'>,
  { authorityId }: Pick<Actor, 'authorityId'>,
  { today, accountId }: { readonly today: PlainDate; readonly accountId?: string },
): Promise<AccountGaps[]> {
  return inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (tx) => {
    const register = await bankAccountsIn(tx, authorityId);
    const report: AccountGaps[] = [];
    for (const account of register) {
      if (accountId !== undefined && account.accountId !== accountId) continue;
      report.push(gapsOf(account, await readChain(tx, authorityId, account.accountId), today));
    }
    return report;
  });
}

function gapsOf(account: BankAccount, chain: StatementChain, today: PlainDate): AccountGaps {
  const lastDays = [...chain.stretches, ...chain.unproved].map(({ lastDay }) => lastDay);
  const coveredUntil = lastDays.reduce<PlainDate | undefined>(
    (last, day) => (last === undefined || isAfter(day, last) ? day : last),
    undefined,
  );
  const due = account.state === 'closed' || coveredUntil === undefined ? undefined : nextDue(account.expected, coveredUntil);
  return {
    account,
    stretches: chain.stretches,
    gaps: chain.gaps.map(missingDays),
    unprovedStatements: chain.unproved.length,
    ...(coveredUntil !== undefined && { coveredUntil }),
    ...(due !== undefined && isBefore(due, today) && { lateSince: due }),
  };
}

function missingDays({ before, after, closingMinor, openingMinor }: ChainGap): MissingDays {
  const money = { closingMinor, openingMinor, differenceMinor: openingMinor - closingMinor };
  const edges = { lastDayBefore: before.lastDay, firstDayAfter: after.firstDay };
  const days = daysBetween(before.lastDay, after.firstDay) - 1;
  if (days < 1) return { ...edges, ...money, workingDays: 0 };
  const missing = Array.from({ length: days }, (_, index) => addDays(before.lastDay, index + 1));
  return {
    firstDay: missing[0] as PlainDate,
    lastDay: missing.at(-1) as PlainDate,
    workingDays: missing.filter(isWorkingDay).length,
    ...edges,
    ...money,
  };
}

/** The day by whose end the next bank statement is to be here. */
function nextDue(expected: BankAccount['expected'], coveredUntil: PlainDate): PlainDate | undefined {
  switch (expected) {
    case 'working-days':
      return addWorkingDays(coveredUntil, 2);
    case 'weekly':
      return addWorkingDays(addDays(coveredUntil, 7), 1);
    case 'monthly':
      return addWorkingDays(addDays(coveredUntil, 31), 1);
    case 'when-used':
      return undefined;
  }
}
