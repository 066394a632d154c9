import { accepted, type Result, refused } from '../../platform/result.ts';
import { judgeAccount } from '../modulus/current-table.ts';
import { askForName, type NameAnswer, type NameQuestion } from './name-check.ts';
import type { PayeeRoom } from './payee-room.ts';
import { type BankDetails, type DetailsMalformed, readBankDetails, type TypedDetails } from './rules/bank-details.ts';

export interface CheckedDetails {
  readonly details: BankDetails;
  readonly modulusOutcome: 'valid' | 'cannot-tell';
  readonly modulusTableId?: string;
  readonly name: NameAnswer;
}

export type DetailsRefusal =
  | DetailsMalformed
  | { readonly code: 'check-digits-wrong'; readonly field: 'accountNumber' | 'iban'; readonly table: string }
  | { readonly code: 'bank-says-account-is-gone'; readonly field: 'accountNumber'; readonly account: string };

/** Shape, check digits and name, in this order; asks the bank, so never inside a transaction. Nothing is kept yet. */
export async function checkDetails(
  room: PayeeRoom,
  authorityId: number,
  typed: TypedDetails,
  holder: NameQuestion['holder'],
): Promise<Result<CheckedDetails, DetailsRefusal>> {
  const read = readBankDetails(typed);
  if (!read.ok) return read;
  const details = read.value;
  const { outcome, tableId, version } = await judgeAccount(room, authorityId, details);
  if (outcome === 'invalid') {
    const field = details.kind === 'uk' ? 'accountNumber' : 'iban';
    return refused({ code: 'check-digits-wrong', field, table: version ?? '' });
  }
  const name = await askForName(room.nameCheck, details, holder);
  if (name.account !== undefined) return refused({ code: 'bank-says-account-is-gone', field: 'accountNumber', account: name.account });
  return accepted({ details, modulusOutcome: outcome, ...(tableId !== undefined && { modulusTableId: tableId }), name });
}
