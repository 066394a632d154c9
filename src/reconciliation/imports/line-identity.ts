import { createHash } from 'node:crypto';
import { accountKeyOf } from '../bank-accounts/bank-account.ts';
import type { BankLine } from '../statements/canonical-line.ts';

/**
 * What tells a line from every other line of its account but its equals: the bank's own id first, else the text. Day and amount are part
 * of it in both cases, because some banks give one id to several payments, and an id alone would then lose all but the first.
 * The running text of the file (`rawText`) is not: banks change its spacing and its running balance from export to export.
 */
export function lineIdentity(line: BankLine): Buffer {
  const { bankReference, bookingDate, amountMinor, currency } = line;
  const said = bankReference === undefined ? ['text', ...textOf(line)] : ['id', bankReference];
  return createHash('sha256')
    .update(JSON.stringify([bookingDate, `${amountMinor}`, currency, ...said]))
    .digest()
    .subarray(0, 16);
}

function textOf({ remittance, counterpartyName, counterpartyAccount, endToEndId, returnReason }: BankLine): string[] {
  const account = counterpartyAccount === undefined ? '' : accountKeyOf(counterpartyAccount);
  return [remittance, counterpartyName ?? '', account, endToEndId ?? '', returnReason ?? ''].map(normalised);
}

/** Banks write capitals and mend spaces; neither tells one payment from another. */
function normalised(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim();
}
