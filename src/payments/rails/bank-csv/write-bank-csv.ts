import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { BankFileRefusal } from '../bank-files/bank-file-refusal.ts';
import { bankText } from '../bank-files/bank-text.ts';
import { faultOfPayment, type PaymentFault } from '../bank-files/check-payment.ts';
import { faultOfPayer, notUnderstood } from '../bank-files/check-submission.ts';
import type { DayTotal, PayingAccount, PaymentToSend } from '../bank-files/payment-to-send.ts';
import { type BankFile, type BankFileFormat, type ChangedText, writeBankFile } from '../bank-files/write-bank-file.ts';
import { type BankCsvColumn, type BankCsvProfile, BEGINS_A_FORMULA, bankCsvProfileSchema } from './bank-csv-profile.ts';

export interface BankCsvSubmission {
  readonly profile: BankCsvProfile;
  readonly account: PayingAccount;
  readonly approved: readonly DayTotal[];
  /** The bank's most for one payment. */
  readonly itemLimitPence: bigint;
}

const LONGEST_NAME = 70;

/**
 * Writes a bank's upload table. Its cells are the letters of a bank, so none can hold a line end, and one that would begin like a formula
 * loses that sign and is told: somebody will open the file in a spreadsheet to look at it.
 */
export function writeBankCsv(
  submission: BankCsvSubmission,
  payments: Iterable<PaymentToSend> | AsyncIterable<PaymentToSend>,
): Result<BankFile, BankFileRefusal> {
  const { account, approved, profile } = submission;
  const understood = bankCsvProfileSchema.safeParse(profile);
  if (!understood.success) {
    const [issue] = understood.error.issues;
    return refused(notUnderstood(`profile.${issue?.path.join('.') ?? ''}`, issue?.message ?? 'The profile is not understood.'));
  }
  const fault = faultOfPayer(account, approved);
  if (fault !== undefined) return refused(fault);
  if (approved.length > 1 && !profile.columns.some(({ field }) => field === 'date'))
    return refused(notUnderstood('approved', 'The table has no column for the day, so its payments must all be of one day.'));
  return accepted(writeBankFile(new Table(submission), payments, { approved }));
}

class Table implements BankFileFormat {
  readonly #submission: BankCsvSubmission;
  readonly #lineEnd: string;

  constructor(submission: BankCsvSubmission) {
    this.#submission = submission;
    this.#lineEnd = submission.profile.lineEnd === 'crlf' ? '\r\n' : '\n';
  }

  head(): string {
    const { columns, header } = this.#submission.profile;
    return header ? this.#row(columns.map(({ heading }) => heading)) : '';
  }

  line(payment: PaymentToSend, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string | PaymentFault {
    const { profile, itemLimitPence } = this.#submission;
    const fault = faultOfPayment(payment, { itemLimitPence });
    if (fault !== undefined) return fault;
    const cells: string[] = [];
    for (const column of profile.columns) {
      const cell = this.#cell(column, payment, tell);
      if (cell.length > (column.longest ?? cell.length)) {
        const reason = `${cell} does not fit into the ${column.longest} characters of the column ${column.heading}.`;
        return { field: 'amountPence', code: 'amount-over-limit', reason };
      }
      cells.push(cell);
    }
    return this.#row(cells);
  }

  foot(): string {
    return '';
  }

  #cell(column: BankCsvColumn, payment: PaymentToSend, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string {
    const { account, profile } = this.#submission;
    switch (column.field) {
      case undefined:
        return column.constant ?? '';
      case 'reference':
        return this.#reference(payment, tell);
      case 'name':
        return safeName(payment.name, column.longest ?? LONGEST_NAME, tell);
      case 'sort-code':
        return payment.sortCode;
      case 'sort-code-with-hyphens':
        return hyphenated(payment.sortCode);
      case 'account-number':
        return payment.accountNumber;
      case 'amount-in-pounds':
        return formatPounds(payment.amountPence);
      case 'amount-in-pence':
        return payment.amountPence.toString();
      case 'date':
        return writtenDate(payment.processingDate, profile.dateFormat);
      case 'own-sort-code':
        return account.sortCode;
      case 'own-sort-code-with-hyphens':
        return hyphenated(account.sortCode);
      case 'own-account-number':
        return account.accountNumber;
      case 'own-name':
        return safeName(account.name, column.longest ?? LONGEST_NAME, () => undefined);
    }
  }

  #reference({ reference, rollNumber }: PaymentToSend, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string {
    if (rollNumber === undefined) return reference;
    const to = rollNumber.toUpperCase();
    tell({ field: 'reference', from: reference, to, changes: ['roll-number-in-place'] });
    return to;
  }

  #row(cells: readonly string[]): string {
    const { delimiter, quoting } = this.#submission.profile;
    const quoted = cells.map((cell) =>
      quoting === 'always' || (quoting === 'when-needed' && (cell.includes(delimiter) || cell.includes('"')))
        ? `"${cell.replaceAll('"', '""')}"`
        : cell.replaceAll(delimiter, ' '),
    );
    return quoted.join(delimiter) + this.#lineEnd;
  }
}

/** Of the letters of a bank only the hyphen begins a formula. */
function safeName(name: string, longest: number, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string {
  const { text, changes } = bankText(name, longest);
  const safe = BEGINS_A_FORMULA.test(text) ? text.replace(/^[ -]+/, '') : text;
  const all = safe === text ? changes : [...new Set([...changes, 'characters-became-spaces' as const])];
  if (all.length > 0) tell({ field: 'name', from: name, to: safe, changes: all });
  return safe;
}

function hyphenated(sortCode: string): string {
  return `${sortCode.slice(0, 2)}-${sortCode.slice(2, 4)}-${sortCode.slice(4)}`;
}

function writtenDate(date: PlainDate, format: BankCsvProfile['dateFormat']): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return format.replace('YYYY', year).replace('MM', month).replace('DD', day);
}
