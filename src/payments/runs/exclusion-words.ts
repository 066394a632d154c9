/** Why something that was due is not paid by a run, and what to do, for officers. Reasons of rooms beside this one are told as their code. */
const WORDS: Readonly<Record<string, string>> = {
  'payee-missing': 'Nobody is named who is to be paid. Add the payee to the agreement.',
  'payee-stopped': 'Payments to this payee are stopped. Arrange with the family at once how the support goes on.',
  'nothing-to-send': 'Nothing is left to send once the money to return is kept. Spread what is kept over several payments.',
  'above-largest-payment': 'It is larger than this rail may pay. Pay it another way, or have the limit of the rail changed.',
  'not-promised': 'Less is promised on the budget line than this payment takes. Promise the money first; an empty pot does not end a duty.',
  'looks-paid-already':
    'The same payee was paid the same for the same time from the same line. Compare the two, and say so if both are right.',
  'books-refuse': 'The books do not take it. The ledger’s own reason is kept beside this.',
  'rail-refused': 'The rail turned it down and nothing was paid. Check the payee’s details.',
  'consent-missing': 'The written consent is missing. Ask for it; it is paid as soon as it is there.',
  'consent-withdrawn': 'The consent was withdrawn. Arrange with the family how the support goes on.',
  'money-to-return-changed':
    'What is to be kept from it has changed since the run was planned. The next run pays it and keeps what now stands.',
  'not-due-yet': 'An officer took it out: it is not due yet.',
  'amount-in-question': 'An officer took it out: the amount is in question.',
  'payee-in-question': 'An officer took it out: the payee is in question.',
  'paid-another-way': 'An officer took it out: it is paid another way.',
  'family-asked': 'An officer took it out because the family asked for it.',
};

export function exclusionWords(reason: string): string {
  return WORDS[reason] ?? `It is held back: ${reason.replaceAll('-', ' ')}.`;
}
