import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { quoted } from '../../../platform/files/unreadable-file.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import type { NumberedLine } from '../bank-files/read-content.ts';
import { UnreadablePaymentFile } from '../bank-files/unreadable-payment-file.ts';
import { readBacsDate } from './bacs-date.ts';
import { BalanceOfDays, type PaymentRecord } from './balance-of-days.ts';
import { cutRecord } from './record-layout.ts';
import { CONTRA, CREDIT, type Days, LABELS, type LabelName, PAYMENT, PAYMENT_WITH_DATE, RECORD_LENGTH } from './standard-18.ts';

/** One record of a Bacs file, in the order of the file. */
export type BacsRecord =
  | { readonly kind: 'label'; readonly line: number; readonly label: LabelName; readonly fields: Readonly<Record<string, string>> }
  | (PaymentRecord & { readonly kind: 'payment' | 'contra' });

export interface BacsReadingChoices {
  /** Ours; a file for another service user is refused. */
  readonly serviceUserNumbers?: readonly string[];
}

/** What the labels say of the whole file. */
export interface BacsFileFacts {
  readonly serial: string;
  readonly serviceUserNumber: string;
  readonly days: Days;
  readonly createdOn: PlainDate;
}

const ORDER: readonly LabelName[] = ['VOL1', 'HDR1', 'HDR2', 'UHL1', 'EOF1', 'EOF2', 'UTL1'];
const RECORDS_BEGIN_BEHIND = ORDER.indexOf('UHL1');
const CARRIED = /^[A-Z0-9.&/ -]*$/;

/** Takes a Bacs file line by line and throws `UnreadableFile` at the first that is not sound. */
export class BacsReader {
  readonly #choices: BacsReadingChoices;
  readonly #labels = new Map<
    LabelName,
    { readonly line: number; readonly text: string; readonly fields: Readonly<Record<string, string>> }
  >();
  readonly #balance = new BalanceOfDays();
  readonly #dates = new Map<string, PlainDate | undefined>();
  #next = 0;
  #line = 0;

  constructor(choices: BacsReadingChoices) {
    this.#choices = choices;
  }

  take({ text, line }: NumberedLine): BacsRecord {
    this.#line = line;
    if (!CARRIED.test(text))
      throw new UnreadablePaymentFile(
        'field-not-understood',
        line,
        'The record holds characters that Bacs does not carry: the file was damaged or edited.',
      );
    const label = ORDER.find((name) => text.startsWith(name));
    if (label !== undefined) return this.#label(label, text, line);
    if (this.#next !== RECORDS_BEGIN_BEHIND + 1) throw outOfPlace(text, line, ORDER[this.#next]);
    return this.#payment(text, line);
  }

  /** A file that ends early was cut off; what is missing may be payments. */
  end(): void {
    const missing = ORDER[this.#next];
    if (missing !== undefined)
      throw new UnreadablePaymentFile(
        'file-cut-off',
        this.#line,
        `The file ends here, before its record ${missing}: it was cut off. Make or fetch it again.`,
      );
  }

  facts(): BacsFileFacts {
    const [volume, header] = [this.#labels.get('VOL1'), this.#labels.get('HDR1')];
    return {
      serial: volume?.fields['serial'] ?? '',
      serviceUserNumber: volume?.fields['serviceUserNumber'] ?? '',
      days: this.#days(),
      createdOn: this.#date(header?.fields['createdOn'] ?? '', header?.line ?? 0),
    };
  }

  #label(label: LabelName, text: string, line: number): BacsRecord {
    const expected = ORDER[this.#next];
    if (label !== expected) throw outOfPlace(text, line, expected);
    refuseLength(text, LABELS[label].length, line);
    const fields = cutRecord(LABELS[label], text);
    this.#labels.set(label, { line, text, fields });
    this.#next += 1;
    this.#judge(label, fields, line);
    return { kind: 'label', line, label, fields };
  }

  #judge(label: LabelName, fields: Readonly<Record<string, string>>, line: number): void {
    if (label === 'VOL1') this.#judgeServiceUser(fields['serviceUserNumber'] ?? '', line);
    if (label === 'HDR1') this.#date(fields['createdOn'] ?? '', line);
    if (label === 'HDR2') this.#days();
    if (label === 'UHL1') this.#date(fields['processingDate'] ?? '', line);
    if (label === 'EOF1') this.#sameAs('HDR1', 'EOF1', line);
    if (label === 'EOF2') this.#sameAs('HDR2', 'EOF2', line);
    if (label === 'UTL1') this.#balance.judge(fields, line);
  }

  #judgeServiceUser(number: string, line: number): void {
    const { serviceUserNumbers } = this.#choices;
    if (serviceUserNumbers === undefined || serviceUserNumbers.includes(number)) return;
    throw new UnreadablePaymentFile(
      'other-service-user',
      line,
      `The file is for the service user ${quoted(number)}, and not for one of ours.`,
    );
  }

  #sameAs(first: LabelName, second: LabelName, line: number): void {
    if (this.#labels.get(first)?.text.slice(4) === this.#labels.get(second)?.text.slice(4)) return;
    throw new UnreadablePaymentFile(
      'field-out-of-place',
      line,
      `${second} does not repeat ${first}: the file was put together from two, or edited.`,
    );
  }

  #days(): Days {
    const second = this.#labels.get('HDR2');
    const length = Number(second?.fields['recordLength']);
    if (length === RECORD_LENGTH['single-day']) return 'single-day';
    if (length === RECORD_LENGTH['multi-day']) return 'multi-day';
    throw new UnreadablePaymentFile(
      'record-length',
      second?.line,
      'The record length is neither 100 (one processing day) nor 106 (several).',
    );
  }

  #payment(text: string, line: number): BacsRecord {
    const days = this.#days();
    refuseLength(text, RECORD_LENGTH[days], line);
    const fields =
      days === 'multi-day'
        ? cutRecord(PAYMENT_WITH_DATE, text)
        : { ...cutRecord(PAYMENT, text), processingDate: this.#labels.get('UHL1')?.fields['processingDate'] ?? '' };
    const { sortCode, accountNumber, ownSortCode, ownAccountNumber, transactionCode: code, userName, reference, name } = fields;
    for (const digits of [sortCode + accountNumber, ownSortCode + ownAccountNumber])
      if (!/^[0-9]{14}$/.test(digits))
        throw new UnreadablePaymentFile('field-not-understood', line, `${quoted(digits)} is not a sort code and an account number.`);
    if (!/^[0-9]{11}$/.test(fields.amountPence))
      throw new UnreadablePaymentFile('amount-not-understood', line, `${quoted(fields.amountPence)} is not an amount in pence.`);
    const amountPence = BigInt(fields.amountPence);
    const record: PaymentRecord = {
      line,
      code,
      sortCode,
      accountNumber,
      ownSortCode,
      ownAccountNumber,
      amountPence,
      userName,
      reference,
      name,
      processingDate: this.#date(fields.processingDate, line),
    };
    const kind = reference === CONTRA ? 'contra' : 'payment';
    if (kind === 'payment' && code !== CREDIT)
      throw new UnreadablePaymentFile(
        'code-not-known',
        line,
        `The transaction code ${quoted(code)} is not a payment (${CREDIT}). We pay by this file and never collect.`,
      );
    if (kind === 'payment' && amountPence === 0n)
      throw new UnreadablePaymentFile(
        'amount-not-understood',
        line,
        `${formatPounds(amountPence)} is nothing to pay: the record was edited.`,
      );
    this.#balance.add(kind, record);
    return { kind, ...record };
  }

  #date(text: string, line: number): PlainDate {
    const padded = text.padEnd(6);
    if (!this.#dates.has(padded)) this.#dates.set(padded, readBacsDate(padded));
    const date = this.#dates.get(padded);
    if (date === undefined) throw new UnreadablePaymentFile('date-not-understood', line, `${quoted(text)} is not a year and a day of it.`);
    return date;
  }
}

function refuseLength(text: string, length: number, line: number): void {
  if (text.length === length) return;
  throw new UnreadablePaymentFile(
    'record-length',
    line,
    `The record has ${text.length} characters and must have ${length}: the file was cut off or edited.`,
  );
}

function outOfPlace(text: string, line: number, expected: LabelName | undefined): UnreadablePaymentFile {
  const place = expected === undefined ? 'Nothing may follow UTL1' : `${expected} was expected`;
  return new UnreadablePaymentFile(
    'field-out-of-place',
    line,
    `${place}; here stands ${quoted(text.slice(0, 18))}. A part of the file is missing, or twice in it.`,
  );
}
