import { v7 as uuidv7 } from 'uuid';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import { accountAsText } from '../statements/account-identification.ts';
import type { BankLine } from '../statements/canonical-line.ts';
import { lineIdentity } from './line-identity.ts';

/** Each call carries this many lines: enough that the journey does not count, and few enough to hold. */
const LINES_A_CALL = 1_000;

const COLUMNS = [
  ['ordinal', 'integer'],
  ['n', 'integer'],
  ['line_id', 'uuid'],
  ['line_number', 'integer'],
  ['booking_date', 'date'],
  ['value_date', 'date'],
  ['value_date_as_written', 'text'],
  ['amount_minor', 'bigint'],
  ['currency', 'text'],
  ['bank_reference', 'text'],
  ['end_to_end_id', 'text'],
  ['counterparty_name', 'text'],
  ['counterparty_account', 'text'],
  ['remittance', 'text'],
  ['return_reason', 'text'],
  ['type_code', 'text'],
  ['raw_text', 'text'],
  ['reversal', 'boolean'],
  ['batch_items', 'jsonb'],
  ['identity', 'bytea'],
] as const;

const INSERT = `insert into pg_temp.arriving_lines (${COLUMNS.map(([name]) => name).join(', ')})
  select * from unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})`;

/** Hands the lines of a file to the database as they are read, so that this process never holds more than one call's worth. */
export class LineStage {
  readonly #client: TransactionClient;
  readonly #now: Date;
  #rows: unknown[][] = [];
  #count = 0;

  constructor(client: TransactionClient, now: Date) {
    this.#client = client;
    this.#now = now;
  }

  get count(): number {
    return this.#count;
  }

  /** False while there is room; true asks for `flush`. */
  add(ordinal: number, line: BankLine): boolean {
    this.#count += 1;
    this.#rows.push([
      ordinal,
      this.#count,
      // In the order of the file, so that a list by id is in its order too.
      uuidv7({ msecs: this.#now.getTime(), seq: this.#count }),
      line.lineNumber,
      line.bookingDate,
      line.valueDate ?? null,
      storable(line.valueDateAsWritten),
      line.amountMinor.toString(),
      line.currency,
      storable(line.bankReference),
      storable(line.endToEndId),
      storable(line.counterpartyName),
      line.counterpartyAccount === undefined ? null : storable(accountAsText(line.counterpartyAccount)),
      storable(line.remittance),
      storable(line.returnReason),
      storable(line.typeCode),
      storable(line.rawText),
      line.reversal,
      line.batchItems === undefined ? null : storable(JSON.stringify(line.batchItems, bigintAsText)),
      lineIdentity(line),
    ]);
    return this.#rows.length >= LINES_A_CALL;
  }

  async flush(): Promise<void> {
    const rows = this.#rows;
    if (rows.length === 0) return;
    this.#rows = [];
    await this.#client.query(
      INSERT,
      COLUMNS.map((_, column) => rows.map((row) => row[column])),
    );
  }
}

/** PostgreSQL keeps no NUL and UTF-8 no half of a pair; the file itself is kept as it came, so nothing is lost by showing a sign instead. */
function storable(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function bigintAsText(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? storable(value) : value;
}
