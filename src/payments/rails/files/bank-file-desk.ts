import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { KeyRing } from '../../../platform/secrets/key-ring.ts';
import type { BankDetails } from '../../payees/rules/bank-details.ts';
import type { RunDesk } from '../../runs/run-desk.ts';

/** What files to the bank, and the bank's answers to them, are worked with. */
export interface BankFileDesk extends RunDesk {
  readonly keyRing: KeyRing;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

/** The purpose under which an authority's key marks the account that an item of a file pays to. */
const FILE_ACCOUNT_MARK = 'file-account';

interface Marking {
  mark(purpose: string, text: string): Buffer;
}

/** Without the roll number: a bank's report names only the society's own account. */
export function accountMarkOf(key: Marking, { sortCode, accountNumber }: Pick<BankDetails, 'sortCode' | 'accountNumber'>): Buffer {
  return key.mark(FILE_ACCOUNT_MARK, `${sortCode}${accountNumber}`);
}
