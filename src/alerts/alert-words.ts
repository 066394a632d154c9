import type { Alert } from './alert.ts';

export interface AlertWords {
  readonly title: string;
  readonly sentence: string;
}

/** What an officer reads. Pure: the same alert always has the same words. */
export function alertWords({ kind, subject, detail }: Pick<Alert, 'kind' | 'subject' | 'detail'>): AlertWords {
  const { balance = '', bound = '', override, reference, rule = 'a watch', until = '' } = detail;
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
    case 'ledger-check-failed':
      return {
        title: 'The nightly check of the books found something wrong',
        sentence: `Do not close a period before it is understood. The findings stand under check ${subject}.`,
      };
    case 'stripe-parked':
      return {
        title: 'Stripe told something that does not fit our books',
        sentence: `${subject}: ${detail['reason'] ?? ''}${reference === undefined ? '' : `, payment ${reference}`}. No money was moved by it; look at it in the list of what is parked.`,
      };
    default:
      return { title: kind, sentence: subject };
  }
}
