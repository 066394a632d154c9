import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { LineCutter } from '../../../platform/files/line-cutter.ts';
import { identifyAccount } from '../account-identification.ts';
import type { BankLine } from '../canonical-line.ts';
import { parseSignedMinorUnits } from '../signed-amount.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readDayIn } from './date-formats.ts';
import { endByRunningBalance, RunningBalance } from './running-balance.ts';

const CURRENCY = 'GBP';
const FIRST_LINE = /^\s*From:\s*\d{2}\/\d{2}\/\d{4}\s+to\s+\d{2}\/\d{2}\/\d{4}/i;
const FIELD = /^(From|Account|Date|Description|Amount|Balance):\s*(.*)$/i;
const FIELDS_OF_A_LINE = ['date', 'description', 'amount', 'balance'] as const;

export function isSantanderText(head: string): boolean {
  return FIRST_LINE.test(head.replaceAll('\u00a0', ' '));
}

/** Santander's text download: the period, the account, then four named fields a line, newest first, with no-break spaces between. */
export class SantanderTextReader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #cutter: LineCutter;
  readonly #running = new RunningBalance();
  #open: OpenStatement | undefined;
  readonly #fields = new Map<string, string>();
  #period: { from: PlainDate; to: PlainDate } | undefined;
  #begun = 0;

  constructor({ stream, limits }: ReaderSetting) {
    this.#stream = stream;
    this.#cutter = new LineCutter(limits.fieldCharacters, {
      onLine: (content, line) => this.#line(content.replaceAll('\u00a0', ' ').trim(), line),
      tooLong: (line) => new UnreadableStatement('too-long', line, 'One line of the file is longer than any bank statement has.'),
    });
    stream.says('santander-text');
  }

  get lineNumber(): number {
    return this.#cutter.lineNumber;
  }

  write(text: string): void {
    this.#cutter.write(text);
  }

  end(): void {
    this.#cutter.end();
    if (this.#fields.size > 0) {
      const reason = 'The line that begins here has not all of its fields: the file was cut off. Ask the bank for the whole file.';
      throw new UnreadableStatement('statement-cut-off', this.#begun, reason);
    }
    const { open, period } = this.#expected(1);
    endByRunningBalance(this.#stream, open, { running: this.#running, currency: CURRENCY, ...period, lastLine: this.#begun || 1 });
  }

  #line(content: string, line: number): void {
    if (content === '') return;
    const [, name = '', value = ''] = FIELD.exec(content) ?? [];
    const field = name.toLowerCase();
    if (field === 'from' && this.#period === undefined) this.#readPeriod(value, line);
    else if (field === 'account' && this.#open === undefined) this.#readAccount(value, line);
    else if (field === FIELDS_OF_A_LINE[this.#fields.size]) this.#readField(field, value, line);
    else {
      throw new UnreadableStatement('field-out-of-place', line, `The line ${quoted(content)} stands where another field was expected.`);
    }
  }

  #readPeriod(text: string, line: number): void {
    const [from, to] = text.split(/\s+to\s+/i).map((day) => readDay(day, line));
    if (from === undefined || to === undefined) throw new UnreadableStatement('date-not-understood', line, `${quoted(text)} is no period.`);
    this.#period = { from, to };
  }

  #readAccount(text: string, line: number): void {
    this.#open = this.#stream.open({ lineNumber: line, account: identifyAccount(text, CURRENCY), currency: CURRENCY, ...this.#period });
  }

  #readField(field: string, value: string, line: number): void {
    if (this.#fields.size === 0) this.#begun = line;
    this.#fields.set(field, value.trim());
    if (this.#fields.size < FIELDS_OF_A_LINE.length) return;
    const { open } = this.#expected(line);
    const [date = '', remittance = '', amount = '', balance = ''] = this.#fields.values();
    const bookingDate = readDay(date, this.#begun);
    const balanceAfterMinor = readAmount(balance, line);
    const read: BankLine = {
      lineNumber: this.#begun,
      bookingDate,
      amountMinor: readAmount(amount, line),
      currency: CURRENCY,
      remittance: remittance.replace(/\s+/g, ' '),
      balanceAfterMinor,
      rawText: [...this.#fields.values()].join(' | '),
      state: 'booked',
      reversal: false,
    };
    this.#running.add(read.amountMinor, balanceAfterMinor, bookingDate, line);
    this.#stream.line(open, read);
    this.#fields.clear();
  }

  #expected(line: number): { open: OpenStatement; period: { from: PlainDate; to: PlainDate } } {
    if (this.#open !== undefined && this.#period !== undefined) return { open: this.#open, period: this.#period };
    throw new UnreadableStatement('field-missing', line, 'The file does not name its period and its account before its lines.');
  }
}

function readDay(text: string, line: number): PlainDate {
  const date = readDayIn(text.trim(), ['DD/MM/YYYY']);
  if (date === undefined) throw new UnreadableStatement('date-not-understood', line, `${quoted(text)} is not a day in the calendar.`);
  return date;
}

function readAmount(text: string, line: number): bigint {
  // The currency may stand behind the amount.
  const amount = parseSignedMinorUnits(text.replace(/\s*GBP$/, ''), { currency: CURRENCY, decimalMark: '.' });
  if (!amount.ok) throw new UnreadableStatement(amount.refusal.code, line, amount.refusal.reason);
  return amount.value;
}
