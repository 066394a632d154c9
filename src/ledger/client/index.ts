/** A typed client of the ledger's API for other programs: needs `fetch` and nothing else. */
export type * from './answers.ts';
export { createLedgerClient, type LedgerClient } from './ledger-client.ts';
export { type Money, moneyOf, penceOf } from './money.ts';
export { type ClientRefusal, ListRefused, type NoAnswer, type ServiceCode, type ServiceRefusal } from './refusal.ts';
export type * from './requests.ts';
export type { CallOptions, TransportOptions } from './transport.ts';
