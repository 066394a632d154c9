import { formatPounds } from '../../platform/money/pounds.ts';
import type { StoredEntry, StoredPosting } from '../read-entries.ts';
import type { BookFormat } from './book-format.ts';

const COLUMNS = [
  'entry_id',
  'kind',
  'effective_date',
  'recorded_at',
  'reference',
  'description',
  'override',
  'reverses',
  'posting',
  'account',
  'debit',
  'credit',
  'currency',
  'share',
  'stream',
  'source',
  'financial_year',
  'cost_centre',
  'subjective',
] as const;

/** One row for each posting, RFC 4180. Text that a spreadsheet would take for a formula is made text; amounts stay numbers. */
export const csvFormat: BookFormat = {
  head: () => `${COLUMNS.join(',')}\r\n`,
  entry: (entry) => entry.postings.map((posting) => `${row(entry, posting)}\r\n`).join(''),
  foot: () => '',
};

function row(entry: StoredEntry, { posting, account, amount, currency, dimension }: StoredPosting): string {
  return [
    entry.entryId,
    entry.kind,
    entry.effectiveDate,
    entry.recordedAt.toISOString(),
    text(entry.reference),
    text(entry.description),
    text(entry.override),
    entry.reverses ?? '',
    String(posting),
    text(account),
    amount > 0n ? formatPounds(amount) : '',
    amount < 0n ? formatPounds(-amount) : '',
    currency,
    text(dimension.share),
    dimension.stream ?? '',
    text(dimension.source),
    text(dimension.financialYear),
    text(dimension.costCentre),
    text(dimension.subjective),
  ].join(',');
}

function text(value: string | undefined): string {
  if (value === undefined) return '';
  const defused = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
