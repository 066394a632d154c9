import { CutRows } from '../../../platform/files/cut-rows.ts';
import { UnreadableFile } from '../../../platform/files/unreadable-file.ts';
import { isReportHeading } from '../bacs/reports/read-report-csv.ts';
import type { BankCsvProfile } from '../bank-csv/bank-csv-profile.ts';
import { BANK_CSV_PROFILES } from '../bank-csv/bank-csv-profiles.ts';
import { bankCsvRow, isHeadingOf } from '../bank-csv/read-bank-csv.ts';
import { READING_LIMITS } from '../bank-files/read-content.ts';

/** Which table a file is, from its first row: a known heading, or, where tables have none, the only profile that the row fits. */
export function chooseCsvProfile(head: string): BankCsvProfile | 'report' | undefined {
  const first = firstRow(head, ',');
  if (first !== undefined && isReportHeading(first)) return 'report';
  const headed = BANK_CSV_PROFILES.find((profile) => isHeadingOf(firstRow(head, profile.delimiter) ?? [], profile));
  if (headed !== undefined) return headed;
  const fitting = BANK_CSV_PROFILES.filter((profile) => !profile.header && fits(firstRow(head, profile.delimiter), profile));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function fits(cells: readonly string[] | undefined, profile: BankCsvProfile): boolean {
  if (cells === undefined) return false;
  try {
    bankCsvRow({ cells, lineNumber: 1, raw: '' }, profile);
    return true;
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}

function firstRow(head: string, delimiter: string): readonly string[] | undefined {
  let first: readonly string[] | undefined;
  const rows = new CutRows(delimiter, READING_LIMITS, ({ cells }) => {
    first ??= cells;
  });
  try {
    rows.write(`${head}\n`);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return first;
}
