import type { Consequence } from '../bank-files/consequence.ts';

/** What an answer means for the payments it speaks of. */
export type PaymentStanding = 'received' | 'accepted' | 'settled' | 'rejected';

interface StatusMeaning {
  readonly standing: PaymentStanding;
  readonly meaning: string;
}

/** Of the list ExternalPaymentTransactionStatus1Code of ISO 20022; not yet compared with its current issue. */
const STATUSES: Readonly<Record<string, StatusMeaning>> = {
  RCVD: { standing: 'received', meaning: 'received' },
  PDNG: { standing: 'received', meaning: 'waits for a check of the bank' },
  ACTC: { standing: 'accepted', meaning: 'sound in form; the contents are still to be checked' },
  ACCP: { standing: 'accepted', meaning: 'our account and limits were checked' },
  ACWC: { standing: 'accepted', meaning: 'accepted with a change, such as the day' },
  ACSP: { standing: 'accepted', meaning: 'accepted and under way' },
  ACSC: { standing: 'settled', meaning: 'taken from our account' },
  ACCC: { standing: 'settled', meaning: 'paid into the payee’s account' },
  ACWP: { standing: 'settled', meaning: 'settled; the payee’s bank has yet to book it' },
  RJCT: { standing: 'rejected', meaning: 'rejected: nothing was paid' },
  CANC: { standing: 'rejected', meaning: 'cancelled: nothing was paid' },
};

export function meaningOfStatus(code: string): StatusMeaning | undefined {
  return Object.hasOwn(STATUSES, code) ? STATUSES[code] : undefined;
}

const ORDER: readonly PaymentStanding[] = ['received', 'accepted', 'settled', 'rejected'];

/**
 * Two answers come, and the first may arrive last. The further one stands: an acceptance never takes back a settlement, and a rejection
 * stands over everything, for a payment that was accepted may still be rejected and one that was rejected is sent anew under a new message.
 */
export function furtherStanding(one: PaymentStanding, other: PaymentStanding): PaymentStanding {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}

interface ReasonMeaning {
  readonly meaning: string;
  readonly follows: readonly Consequence[];
}

/**
 * Of the list ExternalStatusReason1Code of ISO 20022; not yet compared with its current issue. A rejected payment never left, so its
 * instalment is always opened again; these are what follows beside.
 */
const REASONS: Readonly<Record<string, ReasonMeaning>> = {
  AC01: { meaning: 'the account number is not right', follows: ['ask-payee-for-account'] },
  AC03: { meaning: 'the payee’s account number is not right', follows: ['ask-payee-for-account'] },
  AC04: { meaning: 'the account is closed', follows: ['ask-payee-for-account'] },
  AC06: { meaning: 'the account is blocked', follows: ['ask-payee-for-account'] },
  AG01: { meaning: 'the account does not take this kind of payment', follows: ['ask-payee-for-account'] },
  AM01: { meaning: 'the amount is zero', follows: ['check-our-record'] },
  AM02: { meaning: 'the amount is above what is allowed', follows: ['check-our-record'] },
  AM04: { meaning: 'our account did not have the money', follows: ['alert-named-officer'] },
  AM05: { meaning: 'the bank has this payment already', follows: ['check-our-record'] },
  AM09: { meaning: 'the amount is not right', follows: ['check-our-record'] },
  BE01: { meaning: 'the name and the account do not belong together', follows: ['ask-payee-for-account'] },
  BE04: { meaning: 'the payee’s address is missing or wrong', follows: ['check-our-record'] },
  DT01: { meaning: 'the day is not possible', follows: ['check-our-record'] },
  DUPL: { meaning: 'the bank has this payment already', follows: ['check-our-record'] },
  FF01: { meaning: 'the file is not in the form the bank wants', follows: ['check-our-record'] },
  MD07: { meaning: 'the payee has died', follows: ['stop-payee', 'alert-named-officer'] },
  MS03: { meaning: 'the payee’s bank gives no reason', follows: ['check-our-record'] },
  NARR: { meaning: 'the reason is in words', follows: ['check-our-record'] },
  RC01: { meaning: 'the sort code is not right', follows: ['ask-payee-for-account'] },
  RR04: { meaning: 'stopped for reasons of law', follows: ['alert-named-officer'] },
  TM01: { meaning: 'sent after the bank’s closing time', follows: ['check-our-record'] },
};

export function meaningOfReason(code: string): ReasonMeaning | undefined {
  return Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
}
