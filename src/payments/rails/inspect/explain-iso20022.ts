import { showDateWithWeekday } from '../../../platform/calendar/show-date.ts';
import type { FileContent } from '../bank-files/read-content.ts';
import { type Pain001Event, pain001Events } from '../pain001/read-pain001-file.ts';
import { type Pain002Event, pain002Events } from '../pain001/read-pain002.ts';
import { CONSEQUENCES } from './explain-report.ts';
import { accountInWords, type Explanation, paymentsInWords, poundsInWords } from './explanation.ts';

export async function* explainPain001(content: FileContent): AsyncGenerator<Explanation> {
  yield { kind: 'format', format: 'pain.001', words: 'A pain.001 (ISO 20022): it asks our bank to pay people.' };
  let [payments, pence] = [0, 0n];
  for await (const events of pain001Events(content)) {
    for (const event of events) {
      if (event.kind === 'payment') {
        payments += 1;
        pence += event.payment.amountPence;
      }
      yield instructionInWords(event);
    }
  }
  yield {
    kind: 'end',
    words: `Sound: ${paymentsInWords(payments)}, ${poundsInWords(pence)} together, as the message and each of its days say.`,
  };
}

function instructionInWords(event: Pain001Event): Explanation {
  const { line } = event;
  switch (event.kind) {
    case 'message': {
      const sums = `${paymentsInWords(event.payments)} of ${poundsInWords(event.amountPence)} together`;
      const words = `The message ${event.messageId} of ${event.initiatingParty}, version ${event.version}, made at ${event.createdAt}: ${sums}.`;
      return { kind: 'line', line, words };
    }
    case 'day': {
      const service = event.service === '' ? '' : `, by the service ${event.service}`;
      const words = `To be paid on ${showDateWithWeekday(event.processingDate)} from ${accountInWords(event.account)}${service}.`;
      return { kind: 'line', line, words };
    }
    case 'payment': {
      const { amountPence, name, reference, rollNumber } = event.payment;
      const roll = rollNumber === undefined ? '' : `; roll number ${rollNumber}`;
      return {
        kind: 'item',
        line,
        words: `Pays ${poundsInWords(amountPence)} to ${name}, ${accountInWords(event.payment)}; reference ${reference}${roll}.`,
      };
    }
  }
}

export async function* explainPain002(content: FileContent): AsyncGenerator<Explanation> {
  yield { kind: 'format', format: 'pain.002', words: 'A pain.002 (ISO 20022): the bank’s answer to payments we asked for.' };
  let rejected = 0;
  for await (const events of pain002Events(content)) {
    for (const event of events) {
      if (event.kind === 'status' && event.standing === 'rejected') rejected += 1;
      yield answerInWords(event);
    }
  }
  yield { kind: 'end', words: rejected === 0 ? 'Sound. Nothing was rejected.' : `Sound. Rejections: ${rejected}.` };
}

function answerInWords(event: Pain002Event): Explanation {
  const { line } = event;
  switch (event.kind) {
    case 'answer':
      return { kind: 'line', line, words: `Answers our message ${event.originalMessageId}.` };
    case 'in-part':
      return { kind: 'line', line, words: `The ${event.of} was taken in part: see each payment.` };
    case 'parked':
      return { kind: 'line', line, words: event.reason };
    case 'status': {
      const about =
        event.of === 'payment'
          ? `The payment ${event.reference}`
          : event.of === 'day'
            ? `All of ${event.paymentInformationId}`
            : 'The whole message';
      const reasons = event.reasons
        .map(({ code, meaning, words }) => ` Why: ${meaning} (${code})${words === undefined ? '' : `, "${words}"`}.`)
        .join('');
      const follows = event.follows.length === 0 ? '' : ` What follows: ${event.follows.map((each) => CONSEQUENCES[each]).join('; ')}.`;
      return {
        kind: event.of === 'payment' ? 'item' : 'line',
        line,
        words: `${about}: ${event.meaning} (${event.status}).${reasons}${follows}`,
      };
    }
  }
}
