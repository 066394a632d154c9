import type { Balance } from '../../ledger/index.ts';
import type { EntryDraft, Side } from '../../ledger/rules/entry-draft.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';

const SIDES = ['budget', 'actual', 'memo'] as const;
const ACCOUNT = 44;
const AMOUNT = 12;

/** The two sides of an entry apart, as each balances by itself; debits left, credits right. */
export function entryAsText(
  { effectiveDate, description, reference, override, postings }: EntryDraft,
  sideOf: ReadonlyMap<string, Side>,
): string {
  const head = [
    effectiveDate,
    description,
    ...(reference === undefined ? [] : [`(${reference})`]),
    ...(override === undefined ? [] : [`[override: ${override}]`]),
  ];
  const lines = SIDES.flatMap((side) =>
    postings
      .filter(({ account }) => sideOf.get(account) === side)
      .map(({ account, amount }, n) => {
        const pounds = showPounds(amount < 0n ? -amount : amount).padStart(AMOUNT);
        return `  ${(n === 0 ? side : '').padEnd(7)} ${account.padEnd(ACCOUNT)}${amount > 0n ? pounds : `${''.padEnd(AMOUNT)} ${pounds}`}`;
      }),
  );
  return [head.join('  '), ...lines].join('\n');
}

/** Every account in its normal direction; those at nothing too, for nothing is often what matters. */
export function balancesAsText(balances: readonly Balance[], sideOf: ReadonlyMap<string, Side>): string {
  const lines = SIDES.flatMap((side) =>
    balances
      .filter(({ account }) => sideOf.get(account) === side)
      .map(
        ({ account, balance }, n) =>
          `  ${(n === 0 ? side : '').padEnd(7)} ${account.padEnd(ACCOUNT)}${showPounds(balance).padStart(AMOUNT)}`,
      ),
  );
  return ['Balances', ...lines].join('\n');
}
