import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { identifyAccount } from '../account-identification.ts';
import type { StatementBalance } from '../bank-statement.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readBai2Date, readFunds, readImpliedAmount } from './read-amounts.ts';
import { readDetail } from './read-detail.ts';
import { type Bai2Record, CutRecords, RecordFields } from './records.ts';

/** The standard's own default. */
const DEFAULT_CURRENCY = 'USD';
const OPENING_LEDGER = '010';
const CLOSING_LEDGER = '015';

/** Sums and counts of one level, to be compared with what its last record says. */
interface Control {
  total: bigint;
  parts: number;
  records: number;
}

type Level = 'file' | 'group' | 'account';

/** The record that begins a level, the one that ends it, and the level around it. */
const LEVELS: Readonly<Record<Level, { readonly begins: string; readonly ends: string; readonly words: string }>> = {
  file: { begins: '01', ends: '99', words: 'file' },
  group: { begins: '02', ends: '98', words: 'group' },
  account: { begins: '03', ends: '49', words: 'account' },
};

/**
 * Reads BAI2: a file of groups (one bank, one day) of accounts. Every level ends with its sum and its count of records, so a file that was
 * cut or changed shows it even where the bank gives no ledger balances.
 */
export class Bai2Reader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #records: CutRecords;
  readonly #levels: { level: Level; control: Control }[] = [];
  #ended = false;
  #date: PlainDate | undefined;
  #groupCurrency = '';
  #open: OpenStatement | undefined;
  #closing: StatementBalance | undefined;

  constructor({ stream, limits }: ReaderSetting) {
    this.#stream = stream;
    this.#records = new CutRecords(limits, (record) => this.#record(record));
  }

  get lineNumber(): number {
    return this.#records.lineNumber;
  }

  write(text: string): void {
    this.#records.write(text);
  }

  end(): void {
    this.#records.end();
    if (this.#ended && this.#stream.begun > 0) return;
    if (this.#ended)
      throw new UnreadableStatement('no-statement', 1, 'The file holds no account (no record "03"). Ask the bank for it again.');
    const { ends } = LEVELS[this.#levels.at(-1)?.level ?? 'file'];
    const reason = `The file ends before its record ${quoted(ends)}: it was cut off. Ask the bank for the whole file.`;
    throw new UnreadableStatement('statement-cut-off', this.lineNumber, reason);
  }

  #record(record: Bai2Record): void {
    for (const { control } of this.#levels) control.records += record.pieces.length;
    switch (record.code) {
      case '01':
        this.#begin('file', undefined, record);
        return;
      case '02':
        this.#begin('group', 'file', record);
        this.#beginGroup(record);
        return;
      case '03':
        this.#begin('account', 'group', record);
        this.#beginAccount(record);
        return;
      case '16':
        this.#detail(record);
        return;
      case '49':
        this.#end('account', record);
        this.#endAccount();
        return;
      case '98':
        this.#end('group', record);
        return;
      default:
        this.#end('file', record);
        this.#ended = true;
    }
  }

  #begin(level: Level, inside: Level | undefined, record: Bai2Record): void {
    if (this.#ended || this.#levels.at(-1)?.level !== inside) throw outOfPlace(record);
    this.#levels.push({ level, control: { total: 0n, parts: 0, records: record.pieces.length } });
  }

  #beginGroup(record: Bai2Record): void {
    const fields = new RecordFields(record);
    for (const _passedOver of ['receiver', 'originator', 'status']) fields.next();
    this.#date = readBai2Date(fields.required('day'), record.line);
    fields.next();
    this.#groupCurrency = fields.next() ?? '';
  }

  #beginAccount(record: Bai2Record): void {
    const fields = new RecordFields(record);
    const account = fields.required('account number');
    const currency = fields.next() || this.#groupCurrency || DEFAULT_CURRENCY;
    if (!/^[A-Z]{3}$/.test(currency)) {
      throw new UnreadableStatement(
        'currency-not-understood',
        record.line,
        `The account has the currency ${quoted(currency)}, which is none.`,
      );
    }
    const balances = this.#readSummaries(fields, currency, record);
    const opening = balances.get(OPENING_LEDGER);
    this.#closing = balances.get(CLOSING_LEDGER);
    this.#open = this.#stream.open({
      lineNumber: record.line,
      account: identifyAccount(inUkOrder(account), currency),
      currency,
      sequence: this.#day(record),
      from: this.#day(record),
      to: this.#day(record),
      ...(opening && { opening }),
    });
  }

  /** Balances and totals by type code; all of them count in the control total, two of them are the ledger balances. */
  #readSummaries(fields: RecordFields, currency: string, record: Bai2Record): ReadonlyMap<string, StatementBalance> {
    const balances = new Map<string, StatementBalance>();
    const date = this.#day(record);
    for (let code = fields.next(); code !== undefined; code = fields.next()) {
      if (code !== '' && !/^[0-9]{3}$/.test(code)) {
        throw new UnreadableStatement(
          'field-not-understood',
          record.line,
          `${quoted(code)} stands where a type code of three digits was expected.`,
        );
      }
      // A delimiter that stands before a line end has no further summary behind it.
      if (code === '' && fields.atLineEnd) continue;
      const text = fields.next() ?? '';
      fields.next();
      readFunds(fields);
      if (code === '' || text === '') continue;
      const amountMinor = readImpliedAmount(text, record.line);
      this.#count(amountMinor);
      if (balances.has(code) && (code === OPENING_LEDGER || code === CLOSING_LEDGER)) {
        throw new UnreadableStatement('field-out-of-place', record.line, `The balance ${code} stands twice where it may stand once.`);
      }
      balances.set(code, { date, amountMinor, currency, lineNumber: record.line });
    }
    return balances;
  }

  #detail(record: Bai2Record): void {
    const open = this.#open;
    if (open === undefined) throw outOfPlace(record);
    const { line, controlAmount } = readDetail(record, { currency: open.head.currency, bookingDate: this.#day(record) });
    this.#count(controlAmount);
    if (line !== undefined) this.#stream.line(open, line);
    else {
      const reason = 'The record is text without money (890); it was left out.';
      this.#stream.finding({ code: 'information-entry-left-out', severity: 'warning', line: record.line, reason });
    }
  }

  #endAccount(): void {
    if (this.#open !== undefined)
      this.#stream.end(this.#open, { ...(this.#closing && { closing: this.#closing }), balancesExpected: false });
    this.#open = undefined;
    this.#closing = undefined;
  }

  #count(amount: bigint): void {
    const control = this.#levels.at(-1)?.control;
    if (control !== undefined) control.total += amount;
  }

  /** Ends a level: its sum and its counts must be what the bank says; its sum then counts in the level around it. */
  #end(level: Level, record: Bai2Record): void {
    const ended = this.#levels.pop();
    if (ended === undefined || ended.level !== level) throw outOfPlace(record);
    const { control } = ended;
    const fields = new RecordFields(record);
    const told = readImpliedAmount(fields.required('control total'), record.line);
    if (told !== control.total)
      this.#differs(level, record, `control total is ${told}; its amounts make ${control.total} (in pence or the like)`);
    if (level !== 'account') this.#judgeCount(level, record, fields, 'parts', control.parts);
    this.#judgeCount(level, record, fields, 'records', control.records);
    const around = this.#levels.at(-1)?.control;
    if (around === undefined) return;
    around.total += told;
    around.parts += 1;
  }

  #judgeCount(level: Level, record: Bai2Record, fields: RecordFields, what: string, counted: number): void {
    const told = fields.required(`number of ${what}`);
    if (!/^[0-9]{1,10}$/.test(told) || Number(told) !== counted) {
      this.#differs(level, record, `number of ${what} is ${quoted(told)}; the file holds ${counted}`);
    }
  }

  #differs(level: Level, { line }: Bai2Record, words: string): void {
    const reason = `The ${LEVELS[level].words}'s ${words}. Ask the bank for the file again.`;
    this.#stream.finding({ code: 'control-total-differs', severity: 'error', line, reason });
  }

  #day(record: Bai2Record): PlainDate {
    if (this.#date !== undefined) return this.#date;
    throw outOfPlace(record);
  }
}

/** NatWest writes the account number before the sort code. */
function inUkOrder(account: string): string {
  return account.replace(/^([0-9]{8}) ([0-9]{6})$/, '$2 $1');
}

function outOfPlace(record: Bai2Record): UnreadableStatement {
  const reason = `The record ${quoted(record.code)} stands where another one was expected: a part of the file is missing.`;
  return new UnreadableStatement('field-out-of-place', record.line, reason);
}
