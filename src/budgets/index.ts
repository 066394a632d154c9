/** What the other rooms may know of budgets: shares and how they are cut, the names of the accounts, and the entries of a promise. */
export * from './rules/account-codes.ts';
export {
  type AccountDraft,
  accountForPayee,
  accountForRail,
  accountForRecoverableVat,
  accountForRecovery,
  accountForWriteOffs,
  accountsForBank,
  accountsForPartner,
  accountsForShare,
  accountsForSource,
} from './rules/account-drafts.ts';
export { allocatedToLine, cashReceived, committed, fundsPutUp, releasedFromCommitment } from './rules/budget-entries.ts';
export {
  type Share,
  type ShareAmount,
  shareKey,
  splitOverShares,
  totalOf,
  type WeightedShare,
} from './rules/share.ts';
