import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { quoted } from '../../../platform/files/unreadable-file.ts';
import { required, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import type { Result } from '../../../platform/result.ts';
import type { PayingAccount, PaymentToSend } from '../bank-files/payment-to-send.ts';
import { type FileContent, foundInXml, type GatheringListener, READING_LIMITS } from '../bank-files/read-content.ts';
import { type PaymentFileRefusal, UnreadablePaymentFile, wholeOrRefused } from '../bank-files/unreadable-payment-file.ts';
import { readAmount, readCounted } from './read-values.ts';
import { PAIN001_NAMESPACE, PAIN001_VERSIONS, type Pain001Version, SORT_CODE_SYSTEM } from './write-pain001-file.ts';

/** What stands in a pain.001, in the order of the file. */
export type Pain001Event =
  | {
      readonly kind: 'message';
      readonly line: number;
      readonly version: Pain001Version;
      readonly messageId: string;
      readonly createdAt: string;
      readonly initiatingParty: string;
      readonly payments: number;
      readonly amountPence: bigint;
    }
  | {
      readonly kind: 'day';
      readonly line: number;
      readonly processingDate: PlainDate;
      readonly service: string;
      readonly account: PayingAccount;
    }
  | { readonly kind: 'payment'; readonly line: number; readonly payment: PaymentToSend };

export interface Pain001Read {
  readonly version: Pain001Version;
  readonly messageId: string;
  readonly createdAt: string;
  readonly payments: readonly PaymentToSend[];
}

/** Reads a pain.001 of a UK bank whole and proves its counts and sums; it is what we write, and what an officer may want to look into. */
export function readPain001File(
  content: FileContent,
  { fileName }: { readonly fileName: string },
): Promise<Result<Pain001Read, PaymentFileRefusal>> {
  return wholeOrRefused(fileName, async () => {
    const payments: PaymentToSend[] = [];
    let message: Extract<Pain001Event, { kind: 'message' }> | undefined;
    for await (const events of pain001Events(content)) {
      for (const event of events) {
        if (event.kind === 'payment') payments.push(event.payment);
        if (event.kind === 'message') message = event;
      }
      if (payments.length > READING_LIMITS.items)
        throw new UnreadablePaymentFile('too-many-items', undefined, `The file holds more than ${READING_LIMITS.items} payments.`);
    }
    if (message === undefined) throw new UnreadablePaymentFile('field-missing', 1, 'The message has no group header.');
    const { version, messageId, createdAt } = message;
    return { version, messageId, createdAt, payments };
  });
}

/** The same as it is found, for files of any size. Throws `UnreadableFile` where the file is not sound. */
export async function* pain001Events(content: FileContent): AsyncGenerator<readonly Pain001Event[]> {
  const reader = new Pain001Reader();
  yield* foundInXml(content, reader);
  reader.end();
}

interface Counted {
  payments: number;
  pence: bigint;
}

class Pain001Reader implements GatheringListener<Pain001Event> {
  #events: Pain001Event[] = [];
  #version: Pain001Version = '03';
  #told: (Counted & { readonly line: number }) | undefined;
  readonly #all: Counted = { payments: 0, pence: 0n };
  #block: Counted = { payments: 0, pence: 0n };
  #begun: XmlElement | undefined;
  #date: PlainDate | undefined;

  root(element: XmlElement, namespace: string): void {
    const version = PAIN001_VERSIONS.find((each) => namespace === PAIN001_NAMESPACE + each);
    if (version === undefined) {
      const reason = `${quoted(namespace)} is not pain.001 in a version we know (${PAIN001_VERSIONS.join(', ')}).`;
      throw new UnreadablePaymentFile('format-not-known', element.line, reason);
    }
    this.#version = version;
  }

  closed(element: XmlElement, path: readonly XmlElement[]): 'keep' | 'release' {
    if (element.name === 'GrpHdr' && path.length === 2) return this.#header(element);
    if (element.name === 'CdtTrfTxInf' && path.length === 3) return this.#transfer(element, path[2] as XmlElement);
    if (element.name === 'PmtInf' && path.length === 2) return this.#endBlock(element);
    return 'keep';
  }

  take(): readonly Pain001Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  end(): void {
    const { payments, pence } = this.#all;
    if (this.#told === undefined) throw new UnreadablePaymentFile('field-missing', 1, 'The message has no group header.');
    judge(this.#told, { payments, pence }, this.#told.line, 'message');
  }

  #header(element: XmlElement): 'release' {
    const payments = readCounted(required(element, 'NbOfTxs'));
    const pence = readAmount(required(element, 'CtrlSum'));
    this.#told = { payments, pence, line: element.line };
    this.#events.push({
      kind: 'message',
      line: element.line,
      version: this.#version,
      messageId: required(element, 'MsgId').text.trim(),
      createdAt: required(element, 'CreDtTm').text.trim(),
      initiatingParty: textAt(element, 'InitgPty', 'Nm') ?? '',
      payments,
      amountPence: pence,
    });
    return 'release';
  }

  #transfer(element: XmlElement, block: XmlElement): 'release' {
    const processingDate = this.#dayOf(block);
    const instructed = required(element, 'Amt', 'InstdAmt');
    if (instructed.currency !== 'GBP')
      throw new UnreadablePaymentFile(
        'currency-not-pounds',
        instructed.line,
        `The payment is in ${quoted(instructed.currency ?? '')}; we pay in pounds (GBP).`,
      );
    const amountPence = readAmount(instructed);
    const reference = required(element, 'PmtId', 'EndToEndId').text.trim();
    const remittance = textAt(element, 'RmtInf', 'Ustrd');
    const payment: PaymentToSend = {
      reference,
      name: required(element, 'Cdtr', 'Nm').text.trim(),
      sortCode: sortCodeOf(required(element, 'CdtrAgt')),
      accountNumber: accountOf(required(element, 'CdtrAcct')),
      ...(remittance !== undefined && remittance !== reference && { rollNumber: remittance }),
      amountPence,
      processingDate,
    };
    for (const counted of [this.#all, this.#block]) {
      counted.payments += 1;
      counted.pence += amountPence;
    }
    this.#events.push({ kind: 'payment', line: element.line, payment });
    return 'release';
  }

  /** The head of a block stands before its payments; it is read with the first of them. */
  #dayOf(block: XmlElement): PlainDate {
    if (this.#begun === block && this.#date !== undefined) return this.#date;
    const execution = required(block, 'ReqdExctnDt');
    const text = (this.#version === '09' ? required(execution, 'Dt') : execution).text.trim();
    const date = parsePlainDate(text);
    if (date === undefined)
      throw new UnreadablePaymentFile('date-not-understood', execution.line, `${quoted(text)} is not a day in the calendar.`);
    if (required(block, 'PmtMtd').text.trim() !== 'TRF')
      throw new UnreadablePaymentFile('code-not-known', block.line, 'The payments are not transfers (TRF).');
    this.#begun = block;
    this.#date = date;
    const service = [
      textAt(block, 'PmtTpInf', 'SvcLvl', 'Cd'),
      textAt(block, 'PmtTpInf', 'SvcLvl', 'Prtry'),
      textAt(block, 'PmtTpInf', 'LclInstrm', 'Prtry'),
    ];
    this.#events.push({
      kind: 'day',
      line: block.line,
      processingDate: date,
      service: service.filter((each) => each !== undefined).join(' '),
      account: {
        sortCode: sortCodeOf(required(block, 'DbtrAgt')),
        accountNumber: accountOf(required(block, 'DbtrAcct')),
        name: textAt(block, 'Dbtr', 'Nm') ?? '',
      },
    });
    return date;
  }

  #endBlock(block: XmlElement): 'release' {
    const payments = readCounted(required(block, 'NbOfTxs'));
    const pence = readAmount(required(block, 'CtrlSum'));
    judge({ payments, pence }, this.#block, block.line, 'block');
    this.#block = { payments: 0, pence: 0n };
    return 'release';
  }
}

function judge(told: Counted, found: Counted, line: number, what: string): void {
  if (told.payments === found.payments && told.pence === found.pence) return;
  const reason =
    `The ${what} says ${told.payments} payments of ${formatPounds(told.pence)}; those in it are ${found.payments} of ${formatPounds(found.pence)}. ` +
    'The file was cut or edited.';
  throw new UnreadablePaymentFile('totals-differ', line, reason);
}

function sortCodeOf(agent: XmlElement): string {
  const member = required(agent, 'FinInstnId', 'ClrSysMmbId');
  const [system, id] = [textAt(member, 'ClrSysId', 'Cd'), textAt(member, 'MmbId') ?? ''];
  if (system === SORT_CODE_SYSTEM && /^[0-9]{6}$/.test(id)) return id;
  throw new UnreadablePaymentFile('field-not-understood', member.line, `${quoted(id)} is not a sort code (${SORT_CODE_SYSTEM}).`);
}

function accountOf(account: XmlElement): string {
  const id = required(account, 'Id', 'Othr', 'Id');
  const number = id.text.trim();
  if (/^[0-9]{8}$/.test(number)) return number;
  throw new UnreadablePaymentFile('field-not-understood', id.line, `${quoted(number)} is not an account number of eight digits.`);
}
