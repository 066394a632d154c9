import { withDeadline } from '../../platform/queue/deadline.ts';
import type { BankDetails } from './rules/bank-details.ts';
import type { NameResult } from './rules/name-check.ts';

export interface NameQuestion {
  readonly accountName: string;
  readonly holder: 'person' | 'organisation';
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly rollNumber?: string;
}

export interface NameAnswer {
  readonly result: NameResult;
  /** The name on the account, where the bank tells it. */
  readonly nameReturned?: string;
  /** What the bank says about the account besides: these are never paid. */
  readonly account?: 'closed' | 'not-found' | 'switched';
}

/** Confirmation of Payee: does the account belong to this name? Asked over the network, so never inside a transaction. May throw. */
export interface PayeeNameCheck {
  check(question: NameQuestion): Promise<NameAnswer>;
}

/** For an authority whose bank or payment firm offers no check: nothing is known, and an officer decides and says why. */
export const nameCheckNotConfigured: PayeeNameCheck = { check: async () => ({ result: 'unavailable' }) };

/** Whoever enters details waits for this. */
const PATIENCE_MS = 8_000;

/** An account abroad is not asked about; a check that fails or takes too long has told nothing, and that is an answer too. */
export async function askForName(check: PayeeNameCheck, details: BankDetails, holder: NameQuestion['holder']): Promise<NameAnswer> {
  const { accountName, sortCode, accountNumber, rollNumber } = details;
  if (sortCode === undefined || accountNumber === undefined) return { result: 'unavailable' };
  const question = { accountName, holder, sortCode, accountNumber, ...(rollNumber !== undefined && { rollNumber }) };
  try {
    return await withDeadline('the check of the name', PATIENCE_MS, check.check(question));
  } catch {
    return { result: 'unavailable' };
  }
}
