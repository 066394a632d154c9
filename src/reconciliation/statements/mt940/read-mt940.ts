import { identifyAccount } from '../account-identification.ts';
import { assemblePages, type StatementPage } from '../assemble-pages.ts';
import type { BankStatement, StatementBalance, StatementFinding } from '../bank-statement.ts';
import type { AccountIdentification, BankLine } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import type { ReadingLimits } from '../reading-limits.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readBalance } from './read-balance.ts';
import { readStatementLine } from './read-statement-line.ts';
import { type Mt940Field, splitMessages } from './split-messages.ts';

/** Fields that only the report of the running day (MT942) has. */
const FIELDS_OF_MT942: ReadonlySet<string> = new Set(['34F', '90C', '90D', '13D']);

interface Mt940Content {
  readonly statements: readonly BankStatement[];
  readonly findings: readonly StatementFinding[];
}

export function readMt940(text: string, limits: ReadingLimits): Mt940Content {
  const pages: StatementPage[] = [];
  const findings: StatementFinding[] = [];
  for (const message of splitMessages(text, limits)) {
    const read = readMessage(message);
    pages.push(read.page);
    findings.push(...read.findings);
  }
  if (pages.length === 0) {
    throw new UnreadableStatement('no-statement', 1, 'The file holds no bank statement (no field ":20:"). Ask the bank for it again.');
  }
  const assembled = assemblePages(pages);
  return { statements: assembled.statements, findings: [...findings, ...assembled.findings] };
}

/**
 * Reads the fields of one message in the order the standard gives them: `:20: :21: :25: :28C: :60F: (:61: :86:)* :62F: :64: :65: :86:`.
 * A field out of place is refused: where it stands, another field is missing, and with it maybe a payment.
 */
function readMessage(fields: readonly Mt940Field[]): { page: StatementPage; findings: StatementFinding[] } {
  const queue = new FieldQueue(fields);
  const reference = queue.take('20');
  queue.takeIf('21');
  const account = queue.take('25', '25P');
  const number = queue.take('28C', '28');
  const openingField = queue.take('60F', '60M');
  const opening = readBalance(openingField);
  const { lines, findings } = readLines(queue, opening.currency);
  const closingField = queue.take('62F', '62M');
  const closing = readBalance(closingField);
  queue.takeIf('64');
  while (queue.takeIf('65'));
  queue.takeIf('86');
  queue.expectEnd();
  const statement: BankStatement = {
    ...readHead(reference, number),
    account: readAccount(account.lines[0] ?? '', opening.currency),
    currency: opening.currency,
    from: opening.date,
    to: closing.date,
    opening,
    closing,
    lines,
  };
  const page = readPageNumber(number);
  const continuesEarlier = openingField.tag === '60M';
  return { page: { statement, ...(page && { page }), continuesEarlier, continuesLater: closingField.tag === '62M' }, findings };
}

function readLines(queue: FieldQueue, currency: StatementBalance['currency']): { lines: BankLine[]; findings: StatementFinding[] } {
  const lines: BankLine[] = [];
  const findings: StatementFinding[] = [];
  for (let field = queue.takeIf('61'); field !== undefined; field = queue.takeIf('61')) {
    const read = readStatementLine(field, queue.takeIf('86'), currency);
    lines.push(read.line);
    findings.push(...read.findings);
  }
  return { lines, findings };
}

function readHead(reference: Mt940Field, number: Mt940Field) {
  const statementId = reference.lines.join('').trim();
  const sequence = number.lines.join('').trim().split('/')[0];
  return { lineNumber: reference.line, ...defined({ statementId: statementId || undefined, sequence: sequence || undefined }) };
}

/** Banks write the account alone, behind their own code and a slash, or with the currency after it. */
function readAccount(text: string, currency: string): AccountIdentification {
  const written = text.trim();
  const withoutCurrency = written.endsWith(currency) ? written.slice(0, -currency.length).trim() : written;
  const behindSlash = identifyAccount(withoutCurrency.slice(withoutCurrency.lastIndexOf('/') + 1), currency);
  return behindSlash.other === undefined ? behindSlash : identifyAccount(withoutCurrency, currency);
}

function readPageNumber(number: Mt940Field): { number: number } | undefined {
  const page = /\/([0-9]{1,5})$/.exec(number.lines.join('').trim())?.[1];
  return page === undefined ? undefined : { number: Number(page) };
}

class FieldQueue {
  readonly #fields: readonly Mt940Field[];
  #next = 0;

  constructor(fields: readonly Mt940Field[]) {
    this.#fields = fields;
  }

  takeIf(...tags: readonly string[]): Mt940Field | undefined {
    const field = this.#fields[this.#next];
    if (field === undefined || !tags.includes(field.tag)) return undefined;
    this.#next += 1;
    return field;
  }

  take(...tags: readonly string[]): Mt940Field {
    const taken = this.takeIf(...tags);
    if (taken !== undefined) return taken;
    const expected = `:${tags[0]}:`;
    const found = this.#fields[this.#next];
    if (found !== undefined) throw outOfPlace(found, expected);
    const line = this.#fields.at(-1)?.line;
    throw new UnreadableStatement(
      'statement-cut-off',
      line,
      `The bank statement ends here, before its field ${expected}. Ask the bank for the whole file.`,
    );
  }

  expectEnd(): void {
    const found = this.#fields[this.#next];
    if (found !== undefined) throw outOfPlace(found, 'the end of the bank statement');
  }
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
