import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { LineCutter } from '../../../platform/files/line-cutter.ts';
import { identifyAccount } from '../account-identification.ts';
import type { BankLine } from '../canonical-line.ts';
import type { Mutable } from '../mutable.ts';
import type { DateOrder, ReadingChoices } from '../reading-choices.ts';
import { parseSignedMinorUnits } from '../signed-amount.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readQifDate } from './read-qif-date.ts';

/** Sections that hold the payments of an account; others hold categories, prices or holdings. */
const ACCOUNT_SECTION = /^!Type:\s*(Bank|Cash|CCard|Oth A|Oth L)\s*$/i;
const NAMING_SECTION = /^!Account\s*$/i;
const SETTING = /^!(?:Option|Clear):/i;

const OPENING = 'opening balance';

interface Field {
  readonly text: string;
  readonly line: number;
}

/**
 * Reads QIF: records of one-letter fields. The format names no currency, no bank reference and no balances, and writes its days in the
 * order of the computer it came from, so a person says that order unless the first day shows it.
 */
export class QifReader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #cutter: LineCutter;
  readonly #currency: string;
  #dateOrder: DateOrder | undefined;
  #section: 'none' | 'account' | 'payments' = 'none';
  #accountName = '';
  #open: OpenStatement | undefined;
  readonly #fields = new Map<string, Field>();
  #recordLine = 0;

  constructor({ stream, limits, choices }: ReaderSetting) {
    const { currency = 'GBP', dateOrder }: ReadingChoices = choices;
    this.#stream = stream;
    this.#currency = currency;
    this.#dateOrder = dateOrder;
    this.#cutter = new LineCutter(limits.fieldCharacters, {
      onLine: (content, line) => this.#line(content, line),
      tooLong: (line) => new UnreadableStatement('too-long', line, 'One field of the file is longer than any bank statement has.'),
    });
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
      const reason = 'The record that begins here does not end with "^": the file was cut off. Export it again.';
      throw new UnreadableStatement('statement-cut-off', this.#recordLine, reason);
    }
    this.#endSection();
    if (this.#stream.begun === 0)
      throw new UnreadableStatement('no-statement', 1, 'The file holds no payments of an account ("!Type:Bank").');
  }

  #line(content: string, line: number): void {
    if (content.trim() === '') return;
    if (content.startsWith('!')) this.#header(content, line);
    else if (content.trim() === '^') this.#record();
    else this.#field(content, line);
  }

  #header(content: string, line: number): void {
    if (this.#fields.size > 0)
      throw new UnreadableStatement('statement-cut-off', this.#recordLine, 'The record that begins here does not end with "^".');
    if (SETTING.test(content)) return;
    this.#endSection();
    if (NAMING_SECTION.test(content)) this.#section = 'account';
    else if (ACCOUNT_SECTION.test(content)) {
      this.#section = 'payments';
      this.#begin(line);
    } else {
      const reason = `The section ${quoted(content)} holds no payments of a bank account. Export only the account.`;
      throw new UnreadableStatement('not-a-bank-statement', line, reason);
    }
  }

  #begin(line: number): void {
    const account = this.#accountName === '' ? {} : identifyAccount(this.#accountName, this.#currency);
    this.#open = this.#stream.open({ lineNumber: line, account, currency: this.#currency });
    if (this.#accountName !== '') return;
    const reason = 'The file does not say which account it is of. Make sure that it is imported for the right one.';
    this.#stream.finding({ code: 'account-not-named', severity: 'warning', line, reason });
  }

  #endSection(): void {
    if (this.#open !== undefined) this.#stream.end(this.#open, { balancesExpected: false });
    this.#open = undefined;
    this.#section = 'none';
  }

  #field(content: string, line: number): void {
    if (this.#section === 'none') throw new UnreadableStatement('field-out-of-place', line, 'A field stands before the first "!Type:".');
    const code = content.charAt(0);
    if (this.#fields.size === 0) this.#recordLine = line;
    // Addresses go on over lines and splits repeat; neither is read. Of what is read, each may stand once.
    if (this.#fields.has(code) && 'DTNPM'.includes(code)) {
      throw new UnreadableStatement('field-out-of-place', line, `The field ${quoted(code)} stands twice in one record.`);
    }
    this.#fields.set(code, { text: content.slice(1).trim(), line });
  }

  #record(): void {
    if (this.#section === 'account') this.#accountName = this.#fields.get('N')?.text ?? '';
    else if (this.#fields.size > 0) this.#payment();
    this.#fields.clear();
  }

  #payment(): void {
    const open = this.#open;
    if (open === undefined) return;
    const bookingDate = this.#date();
    const payee = this.#fields.get('P')?.text ?? '';
    const memo = this.#fields.get('M')?.text ?? '';
    const amountMinor = this.#amount();
    if (open.lineCount === 0 && payee.toLowerCase() === OPENING) {
      // The balance before the first payment, which the format can only write as if it were one.
      const opening = { date: bookingDate, amountMinor, currency: this.#currency, lineNumber: this.#recordLine };
      open.opening = opening;
      return;
    }
    const line: Mutable<BankLine> = {
      lineNumber: this.#recordLine,
      bookingDate,
      amountMinor,
      currency: this.#currency,
      remittance: (memo || payee).replace(/\s+/g, ' '),
      rawText: [...this.#fields].map(([code, { text }]) => `${code}${text}`).join('\n'),
      state: 'booked',
      reversal: false,
    };
    if (payee !== '') line.counterpartyName = payee;
    const number = this.#fields.get('N')?.text ?? '';
    if (number !== '') line.endToEndId = number;
    this.#stream.line(open, line);
  }

  #date(): PlainDate {
    const field = this.#fields.get('D');
    if (field === undefined) throw new UnreadableStatement('field-missing', this.#recordLine, 'The record has no day ("D").');
    const read = readQifDate(field.text, field.line, this.#dateOrder);
    this.#dateOrder = read.order;
    const date = parsePlainDate(read.written);
    if (date === undefined) {
      const reason = `${quoted(field.text)}, read as ${read.words}, is not a day in the calendar. Is the order of day and month the right one?`;
      throw new UnreadableStatement('date-not-understood', field.line, reason);
    }
    return date;
  }

  #amount(): bigint {
    const field = this.#fields.get('T') ?? this.#fields.get('U');
    if (field === undefined) throw new UnreadableStatement('field-missing', this.#recordLine, 'The record has no amount ("T").');
    const amount = parseSignedMinorUnits(field.text, { currency: this.#currency, decimalMark: '.' });
    if (!amount.ok) throw new UnreadableStatement(amount.refusal.code, field.line, amount.refusal.reason);
    return amount.value;
  }
}
