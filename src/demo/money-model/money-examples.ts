import { funderPutsMoneyUp } from './funder-puts-money-up.ts';
import { givenAndPromised } from './given-and-promised.ts';
import { instalmentReleasedExample } from './instalment-released.ts';
import { invoiceApprovedExample } from './invoice-approved.ts';
import { invoiceBeyondCommitment } from './invoice-beyond-commitment.ts';
import { moneyReturnedByBank } from './money-returned-by-bank.ts';
import { moneyReturnedByOffset } from './money-returned-by-offset.ts';
import { moneyToReturnDecided } from './money-to-return-decided.ts';
import { ownMoney } from './own-money.ts';
import { paymentReturnedExample } from './payment-returned.ts';
import { periodEndAccruals } from './period-end-accruals.ts';
import { rechargeToPartner } from './recharge-to-partner.ts';
import { sentAndSeen } from './sent-and-seen.ts';
import { spendingShownExample } from './spending-shown.ts';
import type { MoneyExample } from './stage.ts';
import { yearEnd } from './year-end.ts';

/** One example for each event of money, in the order in which a year meets them. */
export const moneyExamples: readonly MoneyExample[] = [
  funderPutsMoneyUp,
  givenAndPromised,
  instalmentReleasedExample,
  sentAndSeen,
  paymentReturnedExample,
  spendingShownExample,
  invoiceApprovedExample,
  invoiceBeyondCommitment,
  rechargeToPartner,
  moneyToReturnDecided,
  moneyReturnedByBank,
  moneyReturnedByOffset,
  periodEndAccruals,
  yearEnd,
  ownMoney,
];
