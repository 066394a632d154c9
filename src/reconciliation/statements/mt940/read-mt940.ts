import { identifyAccount } from '../account-identification.ts';
import type { AccountIdentification } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readBalance } from './read-balance.ts';
import { readStatementLine } from './read-statement-line.ts';
import { type Mt940Field, SplitMessages } from './split-messages.ts';

/** Fields that only the report of the running day (MT942) has. */
const FIELDS_OF_MT942: ReadonlySet<string> = new Set(['34F', '90C', '90D', '13D']);

/** The head of a message as far as it was read. */
interface MessageHead {
  reference?: Mt940Field;
  account?: Mt940Field;
  number?: Mt940Field;
}

/** What must come next; optional fields are passed over on the way to it. */
type Place = 'reference' | 'account' | 'number' | 'opening' | 'lines' | 'after-closing';

/**
 * Reads the fields of each message in the order the standard gives them: `:20: :21: :25: :28C: :60F: (:61: :86:)* :62F: :64: :65: :86:`.
 * A field out of place is refused: where it stands, another field is missing, and with it maybe a payment.
 */
export class Mt940Reader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #messages: SplitMessages;
  #place: Place = 'reference';
  #head: MessageHead = {};
  #open: OpenStatement | undefined;
  #statementLine: Mt940Field | undefined;
  #last: Mt940Field | undefined;

  constructor({ stream, limits }: ReaderSetting) {
    this.#stream = stream;
    this.#messages = new SplitMessages(limits, { field: (field) => this.#take(field), messageEnds: () => this.#messageEnds() });
  }

  get lineNumber(): number {
    return this.#messages.lineNumber;
  }

  write(text: string): void {
    this.#messages.write(text);
  }

  end(): void {
    this.#messages.end();
    if (this.#stream.begun === 0) {
      throw new UnreadableStatement('no-statement', 1, 'The file holds no bank statement (no field ":20:"). Ask the bank for it again.');
    }
  }

  #take(field: Mt940Field): void {
    const { tag } = field;
    this.#last = field;
    switch (this.#place) {
      case 'lines':
        this.#takeLine(field);
        return;
      case 'reference':
        if (tag !== '20') throw outOfPlace(field, ':20:');
        this.#head = { reference: field };
        this.#place = 'account';
        return;
      case 'account':
        if (tag === '21' && this.#head.account === undefined) return;
        if (tag !== '25' && tag !== '25P') throw outOfPlace(field, ':25:');
        this.#head.account = field;
        this.#place = 'number';
        return;
      case 'number':
        if (tag !== '28C' && tag !== '28') throw outOfPlace(field, ':28C:');
        this.#head.number = field;
        this.#place = 'opening';
        return;
      case 'opening':
        if (tag !== '60F' && tag !== '60M') throw outOfPlace(field, ':60F:');
        this.#begin(field);
        this.#place = 'lines';
        return;
      case 'after-closing':
        if (tag !== '64' && tag !== '65' && tag !== '86') throw outOfPlace(field, 'the end of the bank statement');
    }
  }

  #begin(openingField: Mt940Field): void {
    const { reference, account, number } = this.#head;
    const opening = readBalance(openingField);
    const statementId = textOf(reference);
    const sequence = textOf(number).split('/')[0];
    this.#open = this.#stream.open({
      ...defined({ statementId: statementId || undefined, sequence: sequence || undefined }),
      lineNumber: reference?.line ?? openingField.line,
      account: readAccount(account?.lines[0] ?? '', opening.currency),
      currency: opening.currency,
      from: opening.date,
      opening,
      page: readPageNumber(textOf(number)),
      continuesEarlier: openingField.tag === '60M',
    });
  }

  #takeLine(field: Mt940Field): void {
    const { tag } = field;
    const isInformation = tag === '86' && this.#statementLine !== undefined;
    this.#finishLine(isInformation ? field : undefined);
    if (isInformation) return;
    if (tag === '61') this.#statementLine = field;
    else if (tag === '62F' || tag === '62M') this.#close(field);
    else throw outOfPlace(field, ':62F:');
  }

  #finishLine(information: Mt940Field | undefined): void {
    const field = this.#statementLine;
    const open = this.#open;
    if (field === undefined || open === undefined) return;
    this.#statementLine = undefined;
    const { line, finding } = readStatementLine(field, information, open.head.currency);
    if (finding !== undefined) this.#stream.finding(finding);
    this.#stream.line(open, line);
  }

  #close(field: Mt940Field): void {
    const closing = readBalance(field);
    if (this.#open !== undefined) {
      this.#stream.end(this.#open, { closing, to: closing.date, continuesLater: field.tag === '62M', balancesExpected: true });
    }
    this.#open = undefined;
    this.#place = 'after-closing';
  }

  #messageEnds(): void {
    if (this.#place === 'reference') return;
    if (this.#place !== 'after-closing') {
      const expected = EXPECTED_NEXT[this.#place];
      throw new UnreadableStatement(
        'statement-cut-off',
        this.#last?.line,
        `The bank statement ends here, before its field ${expected}. Ask the bank for the whole file.`,
      );
    }
    this.#place = 'reference';
  }
}

const EXPECTED_NEXT: Readonly<Record<Exclude<Place, 'reference' | 'after-closing'>, string>> = {
  account: ':25:',
  number: ':28C:',
  opening: ':60F:',
  lines: ':62F:',
};

function textOf(field: Mt940Field | undefined): string {
  return field === undefined ? '' : field.lines.join('').trim();
}

/** Banks write the account alone, behind their own code and a slash, or with the currency after it. */
function readAccount(text: string, currency: string): AccountIdentification {
  const written = text.trim();
  const withoutCurrency = written.endsWith(currency) ? written.slice(0, -currency.length).trim() : written;
  const behindSlash = identifyAccount(withoutCurrency.slice(withoutCurrency.lastIndexOf('/') + 1), currency);
  return behindSlash.other === undefined ? behindSlash : identifyAccount(withoutCurrency, currency);
}

function readPageNumber(number: string): { number: number } | undefined {
  const page = /\/([0-9]{1,5})$/.exec(number)?.[1];
  return page === undefined ? undefined : { number: Number(page) };
}

function outOfPlace(found: Mt940Field, expected: string): UnreadableStatement {
  if (FIELDS_OF_MT942.has(found.tag)) {
    const reason =
      'The file is a report of the running day (MT942), which has no closing balance. Ask the bank for the MT940 bank statement.';
    return new UnreadableStatement('not-a-bank-statement', found.line, reason);
  }
  return new UnreadableStatement(
    'field-out-of-place',
    found.line,
    `The field ${quoted(`:${found.tag}:`)} stands where ${expected} was expected.`,
  );
}
