import type { Dimension, Side } from '../../ledger/rules/entry-draft.ts';
import {
  advanceAccount,
  bankAccount,
  budgetControlAccount,
  COUNCIL_CASH_ACCOUNT,
  clearingAccount,
  expenseAccount,
  partnerIncomeAccount,
  partnerReceivableAccount,
  payableAccount,
  railBalanceAccount,
  railFeesAccount,
  recoveryReceivableAccount,
  shareAccount,
  sourceAccount,
  VAT_RECOVERABLE_ACCOUNT,
  writeOffAccount,
} from './account-codes.ts';
import { dimensionOf, type FundingStream, type Share } from './share.ts';

/**
 * How each account is opened: side, class and the side it grows on. `available` and `source` have a floor: limits stop new promises, and
 * giving a line its money is the first of them. `committed`, `paid` and everything on the actual side record what has happened, and a floor
 * there would refuse to write down the truth.
 */
export interface AccountDraft {
  readonly code: string;
  readonly side: Side;
  readonly class: 'asset' | 'liability' | 'equity' | 'income' | 'expense';
  readonly normalSide: 'debit' | 'credit';
  /** In the normal direction; absent means no limit. */
  readonly floor?: bigint;
  readonly dimension?: Dimension;
}

/** Everything a share's money can be: its three budget states, its advance and its expense. */
export function accountsForShare(share: Share): AccountDraft[] {
  const dimension = dimensionOf(share);
  return [
    { ...budgetAccount(shareAccount(share, 'available')), floor: 0n, dimension },
    { ...budgetAccount(shareAccount(share, 'committed')), dimension },
    { ...budgetAccount(shareAccount(share, 'paid')), dimension },
    { code: advanceAccount(share), side: 'actual', class: 'asset', normalSide: 'debit', dimension },
    { code: expenseAccount(share), side: 'actual', class: 'expense', normalSide: 'debit', dimension },
  ];
}

/** What a funder has put up, and what of it is not yet given to a line. */
export function accountsForSource(source: string, financialYear: string): AccountDraft[] {
  const dimension = { source, financialYear };
  return [
    { code: budgetControlAccount(source, financialYear), side: 'budget', class: 'asset', normalSide: 'debit', dimension },
    { ...budgetAccount(sourceAccount(source, financialYear)), floor: 0n, dimension },
  ];
}

/** The council's bank account and the cash that feeds it. */
export function accountsForBank(account: string): AccountDraft[] {
  return [
    { code: bankAccount(account), side: 'actual', class: 'asset', normalSide: 'debit' },
    { code: COUNCIL_CASH_ACCOUNT, side: 'actual', class: 'equity', normalSide: 'credit' },
  ];
}

export function accountForRail(rail: string): AccountDraft {
  return { code: clearingAccount(rail), side: 'actual', class: 'liability', normalSide: 'credit' };
}

/** Of a rail that holds our money: what it holds and what it charges. */
export function accountsForRailBalance(rail: string): AccountDraft[] {
  return [
    { code: railBalanceAccount(rail), side: 'actual', class: 'asset', normalSide: 'debit' },
    { code: railFeesAccount(rail), side: 'actual', class: 'expense', normalSide: 'debit' },
  ];
}

export function accountForPayee(payee: string): AccountDraft {
  return { code: payableAccount(payee), side: 'actual', class: 'liability', normalSide: 'credit' };
}

/** What a partner owes us for the shares it pays for, and the income that stands against it. */
export function accountsForPartner(partner: string, shares: readonly Share[]): AccountDraft[] {
  return [
    { code: partnerReceivableAccount(partner), side: 'actual', class: 'asset', normalSide: 'debit' },
    ...shares.map((share): AccountDraft => {
      const dimension = dimensionOf(share);
      return { code: partnerIncomeAccount(share, partner), side: 'actual', class: 'income', normalSide: 'credit', dimension };
    }),
  ];
}

export function accountForRecovery(recoveryCase: string): AccountDraft {
  return { code: recoveryReceivableAccount(recoveryCase), side: 'actual', class: 'asset', normalSide: 'debit' };
}

export function accountForRecoverableVat(): AccountDraft {
  return { code: VAT_RECOVERABLE_ACCOUNT, side: 'actual', class: 'asset', normalSide: 'debit' };
}

export function accountForWriteOffs(stream: FundingStream): AccountDraft {
  return { code: writeOffAccount(stream), side: 'actual', class: 'expense', normalSide: 'debit', dimension: { stream } };
}

/** Promises are claims on the money put up, so they grow by credits. */
function budgetAccount(code: string): AccountDraft {
  return { code, side: 'budget', class: 'liability', normalSide: 'credit' };
}
