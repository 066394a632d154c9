import type { Alert } from './alert.ts';
import type { RuleCode } from './rules/rule-kinds.ts';

export interface AlertWords {
  readonly title: string;
  readonly sentence: string;
}

type Told = Pick<Alert, 'subject' | 'detail'> & { readonly line: string };
type Say = (told: Told) => AlertWords;

/** What an officer reads. Pure: the same alert always has the same words. */
export function alertWords({ kind, subject, detail }: Pick<Alert, 'kind' | 'subject' | 'detail'>): AlertWords {
  const say: Say | undefined = (WORDS as Readonly<Record<string, Say>>)[kind];
  return say === undefined ? { title: kind, sentence: subject } : say({ subject, detail, line: subject.split(':', 1)[0] ?? subject });
}

const atBound = ({ detail: { balance = '', bound = '' } }: Told) => `It stands at ${balance}; the bound is ${bound}.`;
/** One that is told by its title, what is known, and what to do. */
const simply =
  (title: (told: Told) => string, next: string, known: (told: Told) => string = () => ''): Say =>
  (told) => ({ title: title(told), sentence: [known(told), next].filter((part) => part !== '').join(' ') });
const days = ({ detail: { value = '' } }: Told) => `${value} days`;

const WORDS: Readonly<Record<RuleCode, Say>> = {
  'available-below-floor': ({ line, detail: { balance = '', reference, override } }) => ({
    title: `${line} has less than nothing available`,
    sentence:
      `${line} stands at ${balance}${reference === undefined ? '' : ` after ${reference}`}.` +
      (override === undefined ? '' : ` It was booked under the named permission "${override}".`) +
      ' Agreed support goes on; decide where the money comes from.',
  }),
  'watch-crossed': ({ subject, detail: { rule = 'a watch', balance = '', bound = '' } }) => ({
    title: `${rule} has been crossed`,
    sentence: `${subject} stands at ${balance}; the bound is ${bound}.`,
  }),
  'agreement-past-its-date': ({ line, detail: { until = '' } }) => ({
    title: `${line} is paid on past its last day`,
    sentence: `The agreement ended on ${until} and the plan is in force, so it is paid on by its last terms. Renew it or stop it.`,
  }),
  'ledger-check-failed': ({ subject }) => ({
    title: 'The nightly check of the books found something wrong',
    sentence: `Do not close a period before it is understood. The findings stand under check ${subject}.`,
  }),
  'spent-above-allocation': simply(
    ({ line }) => `${line} has cost more than was given to it`,
    'Agreed support goes on; give it more or move money.',
    atBound,
  ),
  'share-of-allocation-used': simply(({ line }) => `Most of ${line} is used`, 'Look at what is still to come.', atBound),
  'contingency-used': simply(({ line }) => `Most of the contingency of ${line} is used`, 'Ask what it was needed for.', atBound),
  'money-building-up': simply(
    ({ line }) => `Money is building up on ${line}`,
    'Ask whether the support is happening before anything else.',
    ({ detail: { balance = '' } }) => `${balance} is paid and not yet shown as spent.`,
  ),
  'source-heading-over': simply(
    ({ subject }) => `${subject} is nearly given away`,
    'No new lines can be funded from it without more money.',
    atBound,
  ),
  'forecast-over': ({ line, detail }) => ({
    title: `${line} is heading over its allocation`,
    sentence:
      `It comes to ${detail['likely']} (between ${detail['low']} and ${detail['high']}) of ${detail['allocated']}, because in the last ` +
      `${detail['weeks']} weeks ${detail['recentUsed']} was used where the plan expected ${detail['recentPlanned']}.` +
      (detail['usedUpOn'] === undefined ? '' : ` It is used up on ${detail['usedUpOn']}.`) +
      ` Agreed support goes on; ask each funder before more is ordered.${partsOf(detail)}`,
  }),
  'forecast-under': ({ line, detail }) => ({
    title: `${line} is used more slowly than planned`,
    sentence:
      `It comes to ${detail['likely']} of ${detail['allocated']}, because in the last ${detail['weeks']} weeks ${detail['recentUsed']} was used ` +
      `where the plan expected ${detail['recentPlanned']}. Ask whether the support is happening.`,
  }),
  'support-not-happened': simply(
    ({ line }) => `The support of ${line} may not be happening`,
    'Ask the family and the provider today: this is about care before it is about money.',
    ({ detail: { value = '' } }) => `Nothing was delivered for ${value} weeks.`,
  ),
  'no-spend': simply(
    ({ line }) => `Nothing was shown as spent on ${line}`,
    'Ask whether the support is happening and whether the family needs help with receipts.',
    ({ detail: { value = '' } }) => `For ${value} weeks.`,
  ),
  'spent-against-time': simply(
    ({ line }) => `${line} is used faster than time goes by`,
    'Look at the plan and the months to come.',
    ({ detail: { value = '' } }) => `Spending is ${value} points ahead of time.`,
  ),
  'funding-split-drift': simply(
    ({ line }) => `The funders of ${line} do not pay what they agreed`,
    'Look at how its costs were split.',
    ({ detail: { value = '' } }) => `It strays by ${value} points.`,
  ),
  'payments-stopped': simply(
    ({ line }) => `Payments of ${line} stopped after a change`,
    'Support must not have a gap: start them again or arrange it.',
  ),
  'payment-failed': simply(({ line }) => `A payment of ${line} failed`, 'Find another way to pay today.'),
  'payment-returned': ({ line, detail: { line: ofPayment = line, amount, reference, on, since = on, reason } }) => ({
    title: `A payment for ${ofPayment} came back`,
    sentence:
      (amount === undefined ? `It came back on ${since}` : `${amount} with the reference ${reference} came back on ${since}`) +
      `${reason === undefined ? '' : `: ${reason.replaceAll('-', ' ')}`}. It is due again. Call the family today, agree where to pay it to, ` +
      'and offer the payment on the same day.',
  }),
  'outlay-refused': ({ line, detail: { ledgerCode = '' } }) => ({
    title: `A family on ${line} waits for money it laid out`,
    sentence: `The books do not take the repayment that was agreed (${ledgerCode}). It is held; settle the reason and decide again.`,
  }),
  'bank-answers-wait': ({ subject, detail: { parked = 'Some' } }) => ({
    title: 'Lines of a file from the bank wait for a person',
    sentence: `${parked} of its lines could not be placed and changed nothing. The list of the bank's answers says what each is; file ${subject}.`,
  }),
  'payee-died-says-bank': ({ subject, detail: { reference = '' } }) => ({
    title: 'The bank says that a payee has died',
    sentence: `Payment ${reference} came back. Payments to ${subject} are stopped; see today how the support goes on, from the list of steps in the record.`,
  }),
  'stripe-parked': ({ subject, detail: { reason = '', reference } }) => ({
    title: 'Stripe told something that does not fit our books',
    sentence: `${subject}: ${reason}${reference === undefined ? '' : `, payment ${reference}`}. No money was moved by it; look at it in the list of what is parked.`,
  }),
  'payment-late': simply(
    ({ line }) => `A payment of ${line} is late`,
    'Find out why, tell the family, and pay it.',
    (told) => `By ${days(told)}.`,
  ),
  'duplicate-invoice': simply(
    ({ line }) => `An invoice on ${line} may be there twice`,
    'Hold one against the other before it is approved.',
  ),
  'unusual-payee': simply(({ line }) => `An unusual payee on ${line}`, 'Ask what it was for.'),
  'unusual-amount': simply(({ line }) => `An unusual amount on ${line}`, 'Ask what it was for.'),
  'unusual-category': simply(({ line }) => `An unusual kind of spending on ${line}`, 'Ask what it was for.'),
  'review-due': simply(
    ({ line }) => `A review is due (${line})`,
    'Plan it with the family.',
    (told) => `In ${days(told)}.`,
  ),
  'insurance-due': simply(
    ({ line }) => `Insurance is to be renewed (${line})`,
    'Ask for the new certificate.',
    (told) => `In ${days(told)}.`,
  ),
  'dbs-due': simply(
    ({ line }) => `A DBS check is to be renewed (${line})`,
    'Ask for the new certificate.',
    (told) => `In ${days(told)}.`,
  ),
  'return-due': simply(
    ({ line }) => `A monitoring return is due (${line})`,
    'Offer help with it.',
    (told) => `In ${days(told)}.`,
  ),
  'receipt-due': simply(
    ({ line }) => `Receipts are due (${line})`,
    'Offer help with them.',
    (told) => `In ${days(told)}.`,
  ),
  'bank-line-old': simply(
    ({ line }) => `A bank line has no match (${line})`,
    'Find what it belongs to.',
    (told) => `For ${days(told)}.`,
  ),
  'fraud-signal': simply(() => 'A worry about fraud was raised', 'Read it in the family’s record and follow your procedure.'),
  'safeguarding-signal': simply(() => 'A worry about safety was raised', 'Read it in the family’s record now and follow your procedure.'),
};

function partsOf(detail: Alert['detail']): string {
  const parts = Object.entries(detail).filter(([name]) => name.startsWith('part '));
  return parts.length < 2
    ? ''
    : ` Of the difference: ${parts.map(([name, amount]) => `${name.slice('part '.length)} ${amount}`).join(', ')}.`;
}
