import { formatPounds } from '../../platform/money/pounds.ts';
import type { Account } from '../accounts.ts';
import type { StoredEntry, StoredPosting } from '../read-entries.ts';
import type { BookFormat } from './book-format.ts';

const TYPES = { asset: 'A', liability: 'L', equity: 'E', income: 'R', expense: 'X' } as const;

/**
 * hledger's journal. Accounts keep their codes under the name of their side, each is declared with its type, and the file ends with an
 * assertion of every balance, so that `hledger check --strict` proves that nothing was lost on the way.
 */
export function hledgerFormat(sideOf: ReadonlyMap<string, string>): BookFormat {
  const name = (code: string) => `${sideOf.get(code) ?? 'other'}:${code.replace(/[^\w:./-]/g, (sign) => encodeURIComponent(sign))}`;
  const posting = (leg: StoredPosting) =>
    `    ${name(leg.account).padEnd(60)}  ${leg.currency} ${formatPounds(leg.amount)}${tags({ ...leg.dimension }, '  ')}`;
  return {
    head: (accounts, only) =>
      [
        ...(only === undefined ? [] : [`; ${partOfBook(only)}`]),
        ...[...new Set(accounts.map(({ currency }) => currency))].map((currency) => `commodity ${currency} 1000.00`),
        ...accounts.map((account) => `account ${name(account.code)}  ; type: ${TYPES[account.class]}`),
        '',
        '',
      ].join('\n'),
    entry: (entry) =>
      [`${entry.effectiveDate} * ${describe(entry)}${tags(facts(entry), '  ')}`, ...entry.postings.map(posting), '', ''].join('\n'),
    foot: (accounts, lastDate) =>
      lastDate === undefined || accounts.length === 0
        ? ''
        : [
            `${lastDate} * every balance, as the book has it`,
            ...accounts.map(
              (account) =>
                `    ${name(account.code).padEnd(60)}  ${account.currency} 0.00 = ${account.currency} ${formatPounds(signedBalance(account))}`,
            ),
            '',
          ].join('\n'),
  };
}

/** Other accounts than the chosen one show only a part of what moved on them, and nobody shall take that for their balance. */
export function partOfBook(account: string): string {
  return `Only the entries that touch ${account}. Its balance is whole; what other accounts show here is not theirs.`;
}

/** Debit positive, as the other programs count. */
export function signedBalance(account: Account): bigint {
  return account.normalSide === 'debit' ? account.balance : -account.balance;
}

/** What an entry says about itself, besides its date and its words. */
export function facts(entry: StoredEntry): Record<string, string | undefined> {
  return {
    id: entry.entryId,
    recorded: entry.recordedAt.toISOString(),
    reference: entry.reference,
    override: entry.override,
    reverses: entry.reverses,
  };
}

function tags(values: Record<string, string | undefined>, before: string): string {
  const written = Object.entries(values).flatMap(([tag, value]) =>
    value === undefined ? [] : [`${tag}:${inOneLine(value).replaceAll(',', ' ')}`],
  );
  return written.length === 0 ? '' : `${before}; ${written.join(', ')}`;
}

/** What begins like a mark or a code would be read as one, but not behind a code that is empty. */
function describe(entry: StoredEntry): string {
  const said = inOneLine(entry.description ?? entry.kind);
  return /^[(!*]/.test(said) ? `() ${said}` : said;
}

/** A line break would begin another line of the journal, and a semicolon a comment. */
function inOneLine(text: string): string {
  return text.replace(/[\s;|]+/g, ' ').trim();
}
