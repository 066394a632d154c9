import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import type { Account } from '../accounts.ts';
import type { BookFormat } from './book-format.ts';
import { facts, partOfBook, signedBalance } from './hledger.ts';

const ROOTS = { asset: 'Assets', liability: 'Liabilities', equity: 'Equity', income: 'Income', expense: 'Expenses' } as const;

/**
 * Beancount's format. Its accounts have five roots and names of its own, so each opening carries our code; the file ends with a balance of
 * every account on the day after the last entry, which `bean-check` proves.
 */
export function beancountFormat(accounts: readonly Account[]): BookFormat {
  const names = namesOf(accounts);
  const name = (code: string) => names.get(code) ?? `Equity:Unknown:${component(code)}`;
  return {
    head: (_, only) =>
      [
        ...(only === undefined ? [] : [`; ${partOfBook(only)}`]),
        'option "title" "Threefold"',
        ...[...new Set(accounts.map(({ currency }) => currency))].map((currency) => `option "operating_currency" "${currency}"`),
        '',
        ...accounts.flatMap((account) => [
          `${account.opensOn} open ${name(account.code)} ${account.currency}`,
          `  code: ${quoted(account.code)}`,
        ]),
        '',
        '',
      ].join('\n'),
    entry: (entry) =>
      [
        `${entry.effectiveDate} * ${quoted(entry.description ?? entry.kind)}`,
        ...metadata(facts(entry), '  '),
        ...entry.postings.flatMap((leg) => [
          `  ${name(leg.account)}  ${formatPounds(leg.amount)} ${leg.currency}`,
          ...metadata({ ...leg.dimension }, '    '),
        ]),
        '',
        '',
      ].join('\n'),
    foot: (whole, lastDate) => {
      if (lastDate === undefined) return '';
      const day = addDays(lastDate as PlainDate, 1);
      // Without a tolerance of its own bean-check would let a whole penny pass.
      // An account that opens later still stands at nothing, and Beancount does not know it yet.
      return whole
        .filter(({ opensOn }) => opensOn <= day)
        .map((account) => `${day} balance ${name(account.code)}  ${formatPounds(signedBalance(account))} ~ 0.001 ${account.currency}\n`)
        .join('');
    },
  };
}

/** Beancount's names say less than our codes; two codes that would share one are told apart by a number. */
function namesOf(accounts: readonly Account[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const account of accounts) {
    const wanted = [ROOTS[account.class], component(account.side), ...account.code.split(':').map(component)].join(':');
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
    taken.add(name);
    names.set(account.code, name);
  }
  return names;
}

function component(part: string): string {
  const plain = part.replace(/[^A-Za-z0-9-]/g, '-') || 'X';
  return /^[A-Z0-9]/.test(plain) ? plain : /^[a-z]/.test(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : `X${plain}`;
}

/** Metadata keys begin with a small letter; values are text. */
function metadata(values: Record<string, string | undefined>, before: string): string[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${before}${key}: ${quoted(value)}`]));
}

function quoted(text: string): string {
  return `"${text.replace(/\s+/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}
