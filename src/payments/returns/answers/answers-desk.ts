import type { Caller } from '../../../platform/http/operation.ts';
import type { PayeeNameCheck } from '../../payees/name-check.ts';
import type { BankFileDesk } from '../../rails/files/bank-file-desk.ts';

/** What the bank's answers are worked on with: the files, and the payees whose accounts they speak of. */
export interface AnswersDesk extends BankFileDesk {
  readonly nameCheck: PayeeNameCheck;
}

export const actorOf = ({ authorityId, principal }: Caller) => ({ authorityId, principal });
