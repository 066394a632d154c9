import { type FundingStream, type Share, shareKey } from './share.ts';

/**
 * The names of every account of an authority's book, made in one place so that no two rooms spell the same account in two ways. A code is
 * built from opaque identifiers (line, payee, case): accounts outlive the people they concern, and so hold no name.
 */

export type ShareState = 'available' | 'committed' | 'paid';

/** What funders have put up in all. */
export function budgetControlAccount(source: string, financialYear: string): string {
  return `budget-control:${source}:${financialYear}`;
}

/** Put up and not yet given to a line. */
export function sourceAccount(source: string, financialYear: string): string {
  return `source:${source}:${financialYear}`;
}

/** A share's money by state: given = available + committed + paid. */
export function shareAccount(share: Share, state: ShareState): string {
  return `share:${shareKey(share)}:${state}`;
}

export function bankAccount(account: string): string {
  return `bank:${account}`;
}

/** Sent by a rail and not yet seen at the bank. */
export function clearingAccount(rail: string): string {
  return `clearing:${rail}`;
}

/** Our money that a rail holds: it has a statement of its own, like a bank account. */
export function railBalanceAccount(rail: string): string {
  return `rail-balance:${rail}`;
}

/** What a rail charges us: never charged to a family's line. */
export function railFeesAccount(rail: string): string {
  return `fees:${rail}`;
}

/** Where the money at the bank comes from. */
export const COUNCIL_CASH_ACCOUNT = 'council-cash';

/** VAT that the council reclaims, and so no cost of any budget line. */
export const VAT_RECOVERABLE_ACCOUNT = 'vat-recoverable';

/** Direct-payment money not yet shown as spent: still public money. */
export function advanceAccount(share: Share): string {
  return `advance:${shareKey(share)}`;
}

export function expenseAccount(share: Share): string {
  return `expense:${shareKey(share)}`;
}

export function payableAccount(payee: string): string {
  return `payable:${payee}`;
}

export function partnerReceivableAccount(partner: string): string {
  return `receivable:${partner}`;
}

export function recoveryReceivableAccount(recoveryCase: string): string {
  return `receivable:recovery:${recoveryCase}`;
}

export function partnerIncomeAccount(share: Share, partner: string): string {
  return `income:${shareKey(share)}:${partner}`;
}

export function writeOffAccount(stream: FundingStream): string {
  return `write-off:${stream}`;
}
