import { quoted } from '../../../platform/files/unreadable-file.ts';
import { all, only, required, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import type { Result } from '../../../platform/result.ts';
import type { Consequence } from '../bank-files/consequence.ts';
import { type FileContent, foundInXml, type GatheringListener, READING_LIMITS } from '../bank-files/read-content.ts';
import { type PaymentFileRefusal, UnreadablePaymentFile, wholeOrRefused } from '../bank-files/unreadable-payment-file.ts';
import { readAmount, readCounted } from './read-values.ts';
import { meaningOfReason, meaningOfStatus, type PaymentStanding } from './status-codes.ts';

export interface StatusReason {
  readonly code: string;
  readonly meaning: string;
  /** The bank's own words, where it gives any. */
  readonly words?: string;
}

interface Answer {
  readonly line: number;
  readonly status: string;
  readonly standing: PaymentStanding;
  readonly meaning: string;
  readonly reasons: readonly StatusReason[];
  readonly follows: readonly Consequence[];
}

/** What a bank answers to a pain.001. `of` says how much of it the answer is about; the narrower one stands over the wider. */
export type Pain002Event =
  /** Said first: which of our messages it answers. */
  | {
      readonly kind: 'answer';
      readonly line: number;
      readonly messageId: string;
      readonly originalMessageId: string;
      readonly payments?: number;
    }
  | (Answer & { readonly kind: 'status'; readonly of: 'message' })
  | (Answer & { readonly kind: 'status'; readonly of: 'day'; readonly paymentInformationId: string })
  | (Answer & { readonly kind: 'status'; readonly of: 'payment'; readonly reference: string; readonly amountPence?: bigint })
  /** Some payments were taken and others not; which, the answers about single payments say. */
  | { readonly kind: 'in-part'; readonly line: number; readonly of: 'message' | 'day' }
  /** A status nobody here knows: nothing follows until a person has looked. */
  | { readonly kind: 'parked'; readonly line: number; readonly status: string; readonly reference?: string; readonly reason: string };

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(0[3-9]|1[0-4])$/;
const IN_PART = 'PART';

/** Reads a pain.002 (customer payment status report, ISO 20022): all of it, or nothing and the reason with its line. */
export function readPain002(
  content: FileContent,
  {
    fileName,
    messageIds,
  }: { readonly fileName: string /** Ours; an answer to another message is refused. */; readonly messageIds?: readonly string[] },
): Promise<Result<readonly Pain002Event[], PaymentFileRefusal>> {
  return wholeOrRefused(fileName, async () => {
    const events: Pain002Event[] = [];
    for await (const found of pain002Events(content, messageIds)) {
      for (const event of found) events.push(event);
      if (events.length > READING_LIMITS.items)
        throw new UnreadablePaymentFile('too-many-items', undefined, `The file holds more than ${READING_LIMITS.items} answers.`);
    }
    return events;
  });
}

/** The same as it is found. Throws `UnreadableFile` where the file is not sound. */
export async function* pain002Events(content: FileContent, messageIds?: readonly string[]): AsyncGenerator<readonly Pain002Event[]> {
  const reader = new Pain002Reader(messageIds);
  yield* foundInXml(content, reader);
  reader.end();
}

class Pain002Reader implements GatheringListener<Pain002Event> {
  readonly #messageIds: readonly string[] | undefined;
  readonly #answered = new Set<string>();
  #events: Pain002Event[] = [];
  #messageId = '';
  #group = false;

  constructor(messageIds: readonly string[] | undefined) {
    this.#messageIds = messageIds;
  }

  root(element: XmlElement, namespace: string): void {
    if (NAMESPACE.test(namespace)) return;
    throw new UnreadablePaymentFile(
      'format-not-known',
      element.line,
      `${quoted(namespace)} is not pain.002 in a version we know (03 to 14).`,
    );
  }

  closed(element: XmlElement, path: readonly XmlElement[]): 'keep' | 'release' {
    const { name } = element;
    if (name === 'GrpHdr' && path.length === 2) this.#messageId = required(element, 'MsgId').text.trim();
    else if (name === 'OrgnlGrpInfAndSts' && path.length === 2) this.#groupAnswered(element);
    else if (name === 'TxInfAndSts' && (path.length === 2 || path.length === 3)) this.#paymentAnswered(element);
    else if (name === 'OrgnlPmtInfAndSts' && path.length === 2) this.#dayAnswered(element);
    else return 'keep';
    return 'release';
  }

  take(): readonly Pain002Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  end(): void {
    if (!this.#group) throw new UnreadablePaymentFile('field-missing', 1, 'The file does not say which message it answers.');
  }

  #groupAnswered(element: XmlElement): void {
    const original = required(element, 'OrgnlMsgId');
    const originalMessageId = original.text.trim();
    if (this.#messageIds !== undefined && !this.#messageIds.includes(originalMessageId))
      throw new UnreadablePaymentFile(
        'other-service-user',
        original.line,
        `The answer is to the message ${quoted(originalMessageId)}, which is not one of ours.`,
      );
    const payments = only(element, 'OrgnlNbOfTxs');
    this.#group = true;
    this.#events.push({
      kind: 'answer',
      line: element.line,
      messageId: this.#messageId,
      originalMessageId,
      ...(payments !== undefined && { payments: readCounted(payments) }),
    });
    this.#tell(element, textAt(element, 'GrpSts'), (answer) => ({ kind: 'status', of: 'message', ...answer }), 'message');
  }

  #dayAnswered(element: XmlElement): void {
    const paymentInformationId = required(element, 'OrgnlPmtInfId').text.trim();
    this.#tell(element, textAt(element, 'PmtInfSts'), (answer) => ({ kind: 'status', of: 'day', paymentInformationId, ...answer }), 'day');
  }

  #paymentAnswered(element: XmlElement): void {
    const id = only(element, 'OrgnlEndToEndId') ?? required(element, 'OrgnlInstrId');
    const reference = id.text.trim();
    if (this.#answered.has(reference))
      throw new UnreadablePaymentFile(
        'item-twice',
        id.line,
        `The payment ${quoted(reference)} is answered twice in the file; nobody can tell which counts.`,
      );
    this.#answered.add(reference);
    const amount = only(element, 'OrgnlTxRef', 'Amt', 'InstdAmt');
    if (amount !== undefined && amount.currency !== 'GBP')
      throw new UnreadablePaymentFile(
        'currency-not-pounds',
        amount.line,
        `The payment is in ${quoted(amount.currency ?? '')}; we pay in pounds (GBP).`,
      );
    const amountPence = amount && readAmount(amount);
    this.#tell(
      element,
      textAt(element, 'TxSts'),
      (answer) => ({ kind: 'status', of: 'payment', reference, ...(amountPence !== undefined && { amountPence }), ...answer }),
      'message',
      reference,
    );
  }

  #tell(
    element: XmlElement,
    status: string | undefined,
    event: (answer: Answer) => Pain002Event,
    of: 'message' | 'day',
    reference?: string,
  ): void {
    if (status === undefined) return;
    const { line } = element;
    if (status === IN_PART && reference === undefined) {
      this.#events.push({ kind: 'in-part', line, of });
      return;
    }
    const known = meaningOfStatus(status);
    if (known === undefined) {
      const reason = `Nobody here knows the status ${quoted(status)}. Ask the bank what it means; nothing was changed.`;
      this.#events.push({ kind: 'parked', line, status, ...(reference !== undefined && { reference }), reason });
      return;
    }
    const reasons = all(element, 'StsRsnInf').map(reasonOf);
    this.#events.push(event({ line, status, ...known, reasons, follows: known.standing === 'rejected' ? consequencesOf(reasons) : [] }));
  }
}

function reasonOf(element: XmlElement): StatusReason {
  const code = textAt(element, 'Rsn', 'Cd') ?? textAt(element, 'Rsn', 'Prtry') ?? 'NARR';
  const words = all(element, 'AddtlInf')
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join(' ');
  return { code, meaning: meaningOfReason(code)?.meaning ?? 'a reason of the bank’s own', ...(words !== '' && { words }) };
}

/** A rejected payment never left, so its instalment is open again; a reason nobody knows asks for a look at our record. */
function consequencesOf(reasons: readonly StatusReason[]): readonly Consequence[] {
  const beside = reasons.flatMap(({ code }) => meaningOfReason(code)?.follows ?? ['check-our-record' as const]);
  return [...new Set<Consequence>(['reopen-instalment', ...beside])];
}
