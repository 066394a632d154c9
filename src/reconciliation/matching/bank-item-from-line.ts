import type { AccountIdentification, BankLine } from '../statements/canonical-line.ts';
import type { BankItem } from './items.ts';

/** A line of a bank statement as matching takes it; undefined while the bank has only announced it, for an announcement settles nothing. */
export function bankItemFromLine(id: string, line: BankLine): BankItem | undefined {
  if (line.state !== 'booked') return undefined;
  const { endToEndId, bankReference, counterpartyName, counterpartyAccount, typeCode } = line;
  const payeeAccount = counterpartyAccount === undefined ? undefined : accountText(counterpartyAccount);
  return {
    id,
    date: line.bookingDate,
    amountMinor: line.amountMinor,
    currency: line.currency,
    memo: line.remittance,
    reversal: line.reversal,
    ...(endToEndId !== undefined && { endToEndId }),
    ...(bankReference !== undefined && { bankReference }),
    ...(counterpartyName !== undefined && { payeeName: counterpartyName }),
    ...(payeeAccount !== undefined && { payeeAccount }),
    ...(typeCode !== undefined && { typeCode }),
  };
}

function accountText({ sortCode, accountNumber, iban, other }: AccountIdentification): string | undefined {
  return sortCode !== undefined && accountNumber !== undefined ? sortCode + accountNumber : (iban ?? other ?? accountNumber);
}
