import type { Alert } from './alert.ts';

export interface AlertWords {
  readonly title: string;
  readonly sentence: string;
}

/** What an officer reads. Pure: the same alert always has the same words. */
export function alertWords({ kind, subject, detail }: Pick<Alert, 'kind' | 'subject' | 'detail'>): AlertWords {
  const {
    balance = '',
    bound = '',
    override,
    reference,
    rule = 'a watch',
    until = '',
    amount = '',
    on = '',
    reason = '',
    ledgerCode = '',
  } = detail;
  const line = subject.split(':', 1)[0] ?? subject;
  switch (kind) {
    case 'available-below-floor':
      return {
        title: `${line} has less than nothing available`,
        sentence:
          `${line} stands at ${balance}${reference === undefined ? '' : ` after ${reference}`}.` +
          (override === undefined ? '' : ` It was booked under the named permission "${override}".`) +
          ' Agreed support goes on; decide where the money comes from.',
      };
    case 'watch-crossed':
      return { title: `${rule} has been crossed`, sentence: `${subject} stands at ${balance}; the bound is ${bound}.` };
    case 'agreement-past-its-date':
      return {
        title: `${line} is paid on past its last day`,
        sentence: `The agreement ended on ${until} and the plan is in force, so it is paid on by its last terms. Renew it or stop it.`,
      };
    case 'payment-returned':
      return {
        title: `A payment for ${line} came back`,
        sentence: `${amount} with the reference ${reference} came back on ${on}: ${reason.replaceAll('-', ' ')}. It is due again. Call the family today, agree where to pay it to, and offer the payment on the same day.`,
      };
    case 'outlay-refused':
      return {
        title: `A family on ${line} waits for money it laid out`,
        sentence: `The books do not take the repayment that was agreed (${ledgerCode}). It is held; settle the reason and decide again.`,
      };
    case 'bank-answers-wait':
      return {
        title: 'Lines of a file from the bank wait for a person',
        sentence: `${detail['parked'] ?? 'Some'} of its lines could not be placed and changed nothing. The list of the bank's answers says what each is; file ${subject}.`,
      };
    case 'payee-died-says-bank':
      return {
        title: 'The bank says that a payee has died',
        sentence: `Payment ${reference ?? ''} came back. Payments to ${subject} are stopped; see today how the support goes on, from the list of steps in the record.`,
      };
    case 'ledger-check-failed':
      return {
        title: 'The nightly check of the books found something wrong',
        sentence: `Do not close a period before it is understood. The findings stand under check ${subject}.`,
      };
    default:
      return { title: kind, sentence: subject };
  }
}
