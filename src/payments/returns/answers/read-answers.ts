import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import { accepted, type Result } from '../../../platform/result.ts';
import { readBacsReport } from '../../rails/bacs/reports/read-bacs-report.ts';
import type { ReportEvent, ReportHead } from '../../rails/bacs/reports/report-events.ts';
import type { PaymentFileRefusal } from '../../rails/bank-files/unreadable-payment-file.ts';
import { type Pain002Event, readPain002 } from '../../rails/pain001/read-pain002.ts';
import type { AnswerFormat } from './schema.ts';
import type { ToldAnswer } from './told-answer.ts';

export interface AnswersRead {
  readonly format: AnswerFormat;
  readonly answers: readonly ToldAnswer[];
}

interface Ours {
  readonly fileName: string;
  readonly serviceUserNumbers: readonly string[];
  readonly messageIds: readonly string[];
  /** A pain.002 names no day of the books. */
  readonly today: PlainDate;
}

const HEAD_BYTES = 2_000;

/** Reads what the bank sent, whichever of its answers it is: all of it, or nothing and the reason with its line. */
export async function readAnswers(content: Uint8Array, ours: Ours): Promise<Result<AnswersRead, PaymentFileRefusal>> {
  const head = Buffer.from(content.subarray(0, HEAD_BYTES)).toString('latin1').replaceAll('\0', '');
  const { fileName, serviceUserNumbers, messageIds, today } = ours;
  if (/^[^\w<]*</.test(head) && head.includes('pain.002.')) {
    const read = await readPain002(content, { fileName, messageIds });
    return read.ok ? accepted({ format: 'pain002', answers: ofPain002(read.value, today) }) : read;
  }
  const read = await readBacsReport(content, { fileName, serviceUserNumbers });
  return read.ok ? accepted({ format: 'bacs-report', answers: ofReport(read.value.events) }) : read;
}

function ofReport(events: readonly ReportEvent[]): ToldAnswer[] {
  let head: ReportHead | undefined;
  const answers: ToldAnswer[] = [];
  for (const event of events) {
    if (event.kind === 'report') head = event.head;
    else if (head !== undefined) answers.push(event.kind === 'input-counted' ? ofCount(event, head) : ofItem(event, head));
  }
  return answers;
}

function ofItem(
  event: Exclude<ReportEvent, { kind: 'report' | 'input-counted' }>,
  { service, reportedOn: toldOn }: ReportHead,
): ToldAnswer {
  const { line, key, code, reference, amountPence: amount, account, newAccount, originalProcessingDate } = event;
  const parked = event.kind === 'parked';
  return {
    ...{ line, key, code, toldOn, kind: parked ? 'not-known' : event.kind },
    follows: parked ? [] : event.follows,
    words: parked ? event.reason : `${service}: ${event.meaning}.`,
    ...(reference !== '' && { reference }),
    ...(amount !== undefined && { amount }),
    more: {
      account,
      ...(newAccount !== undefined && { newAccount }),
      ...(originalProcessingDate !== undefined && { originalProcessingDate }),
    },
  };
}

function ofCount(
  event: Extract<ReportEvent, { kind: 'input-counted' }>,
  { serviceUserNumber, reportedOn: toldOn, adviceNumber = '' }: ReportHead,
): ToldAnswer {
  const { line, acceptedPayments, acceptedPence, rejectedPayments, rejectedPence } = event;
  const payments = acceptedPayments + rejectedPayments;
  const pence = acceptedPence + rejectedPence;
  return {
    ...{ line, kind: 'input-counted', code: rejectedPayments === 0 ? 'accepted' : 'rejected-in-part', toldOn, amount: pence },
    // Two runs of one day may be equal; their reports are numbered.
    key: ['INPUT', serviceUserNumber, toldOn, adviceNumber, acceptedPayments, acceptedPence, rejectedPayments, rejectedPence].join('|'),
    follows: rejectedPayments === 0 ? [] : ['check-our-record'],
    words: `Bacs accepted ${acceptedPayments} payments of ${formatPounds(acceptedPence)} and rejected ${rejectedPayments} of ${formatPounds(rejectedPence)}.`,
    more: { counted: { serviceUserNumber, payments, pence: `${pence}`, rejectedPayments, reportedOn: toldOn } },
  };
}

function ofPain002(events: readonly Pain002Event[], toldOn: PlainDate): ToldAnswer[] {
  let message: Extract<Pain002Event, { kind: 'answer' }> | undefined;
  const answers: ToldAnswer[] = [];
  for (const event of events) {
    if (event.kind === 'answer') message = event;
    // Which payments were taken and which were not, the answers about single payments say.
    else if (event.kind !== 'in-part' && message !== undefined) answers.push(ofStatus(event, message, toldOn));
  }
  return answers;
}

function ofStatus(
  event: Extract<Pain002Event, { kind: 'status' | 'parked' }>,
  { messageId, originalMessageId }: Extract<Pain002Event, { kind: 'answer' }>,
  toldOn: PlainDate,
): ToldAnswer {
  const { line, status: code } = event;
  const reference = event.kind === 'parked' ? event.reference : event.of === 'payment' ? event.reference : undefined;
  const of = reference === undefined ? 'message' : 'payment';
  const key = ['pain.002', messageId, originalMessageId, reference ?? '', event.kind === 'status' ? event.of : '', code].join('|');
  const usual = { line, key, code, toldOn, ...(reference !== undefined && { reference }) };
  if (event.kind === 'parked') {
    return { ...usual, kind: 'not-known', follows: [], words: event.reason, more: { messageId: originalMessageId, of } };
  }
  const reasons = event.reasons.map(({ code: reason, meaning }) => `${reason}: ${meaning}`);
  const amount = event.of === 'payment' ? event.amountPence : undefined;
  return {
    ...{ ...usual, kind: 'status', follows: event.follows, ...(amount !== undefined && { amount }) },
    words: `${[`${code}: ${event.meaning}`, ...reasons].join('; ')}.`,
    more: { messageId: originalMessageId, of, standing: event.standing },
  };
}
