/** Which refusals an operation that posts may answer with, beyond those of its own kind. */
export const POSTING_REFUSALS = [
  'idempotency-conflict',
  'period-closed',
  'period-unknown',
  'account-not-open',
  'account-closed',
  'currency-mismatch',
  'amount-zero',
  'amount-too-large',
  'balance-too-large',
  'floor-broken',
  'ceiling-broken',
  'text-malformed',
  'service-unavailable',
] as const;

export const ENTRY_REFUSALS = [
  ...POSTING_REFUSALS,
  'account-unknown',
  'entry-unbalanced',
  'entry-too-few-postings',
  'entry-too-many-postings',
  'condition-not-met',
] as const;
