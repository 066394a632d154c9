import type { EntryDraft, PostingDraft, Side } from '../../src/ledger/rules/entry-draft.ts';

/** A ledger in memory, for rules that post nothing themselves: adds up drafts the way the books would. */

/** Debits less credits by account code. */
export function balancesOf(drafts: readonly EntryDraft[]): ReadonlyMap<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const { account, amount } of postingsOf(drafts)) balances.set(account, (balances.get(account) ?? 0n) + amount);
  return balances;
}

export function postingsOf(drafts: readonly EntryDraft[]): PostingDraft[] {
  return drafts.flatMap(({ postings }) => postings);
}

/** The side an account's code says it is on. */
export function sideOfCode(code: string): Side {
  return /^(budget-control|source|share):/.test(code) ? 'budget' : 'actual';
}

/** What each side of an entry adds up to: zero and zero, or the builder is wrong. */
export function sideSums(draft: EntryDraft): Record<'budget' | 'actual', bigint> {
  const sums = { budget: 0n, actual: 0n };
  for (const { account, amount } of draft.postings) sums[sideOfCode(account) === 'budget' ? 'budget' : 'actual'] += amount;
  return sums;
}
