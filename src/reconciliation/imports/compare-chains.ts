import type { BankAccount } from '../bank-accounts/bank-account.ts';
import type { StatementChain } from '../rules/statement-chain.ts';
import { formatMinorUnits } from '../statements/minor-units.ts';
import type { ImportRefusal, ToldGap } from './import.ts';

/** Gaps of the one chain that the other does not have. */
export function gapsNotIn(account: BankAccount, chain: StatementChain, other: StatementChain): ToldGap[] {
  const told = (each: StatementChain): ToldGap[] =>
    each.gaps.map(({ before, after, closingMinor, openingMinor }) => ({
      account: account.name,
      lastDayBefore: before.lastDay,
      firstDayAfter: after.firstDay,
      differenceMinor: `${openingMinor - closingMinor}`,
    }));
  const known = new Set(told(other).map((gap) => JSON.stringify(gap)));
  return told(chain).filter((gap) => !known.has(JSON.stringify(gap)));
}

/**
 * The last check before anything is kept: over days without a gap, the bank's own balances must be what the kept lines make. Were a line
 * taken for one that is here, or added a second time, it would show in this sum.
 */
export function unprovenBy(account: BankAccount, before: StatementChain, after: StatementChain): ImportRefusal | undefined {
  const knownDifferences = new Set(before.stretches.map(({ differenceMinor }) => differenceMinor));
  const broken = after.stretches.find(({ differenceMinor }) => differenceMinor !== 0n && !knownDifferences.has(differenceMinor));
  if (broken === undefined) return undefined;
  const { firstDay, lastDay, differenceMinor } = broken;
  const difference = `${formatMinorUnits(differenceMinor, account.currency)} ${account.currency}`;
  return {
    code: 'kept-lines-would-not-tie',
    reason:
      `With this file the lines kept for ${account.name} from ${firstDay} to ${lastDay} would differ from the bank's balances by ${difference}. ` +
      'Compare the file with the imports of those days, undo the one that is wrong, and import again.',
  };
}
