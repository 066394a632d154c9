/** What follows from an answer of a bank. Who carries it out decides nothing more: the list is complete. */
export type Consequence =
  | 'reopen-instalment'
  | 'stop-payee'
  | 'alert-named-officer'
  | 'ask-payee-for-account'
  | 'propose-new-account'
  | 'check-our-record';
