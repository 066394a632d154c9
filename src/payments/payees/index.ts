/** What the rest of this room, and through its own index the rooms above, may know of payees. */
export type { AddedPayee, NewPayee } from './add-payee.ts';
export { type NameAnswer, type NameQuestion, nameCheckNotConfigured, type PayeeNameCheck } from './name-check.ts';
export { type OpenAccountFor, type OpenAccountRefusal, openAccountFor } from './open-account-for.ts';
export { type PayablePayee, type PayableRefusal, payablePayees } from './payable-payee.ts';
export type { PayeeRoom } from './payee-room.ts';
export type { BankDetails } from './rules/bank-details.ts';
export type { StopReason } from './rules/payee-states.ts';
export type { StopPayee, StoppedPayee } from './stop-payee.ts';
