import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { type ShareAmount, shareKey } from '../rules/share.ts';
import { type DisputeRow, type InvoiceLineRow, readDisputes, readInvoiceLines, readInvoices, shareOfLine } from './store.ts';

/** What a partner was asked for and does not dispute, share by share: money that is to come to the bank. */
export interface OpenRecharge {
  readonly invoiceId: string;
  readonly partnerCode: string;
  readonly reference: string;
  readonly sealedOn: PlainDate;
  /** In pence, above nothing; the parts add up to it. */
  readonly due: bigint;
  readonly parts: readonly ShareAmount[];
}

/** Invoices with something to pay, paid or not: the bank statement says which. */
export async function openRecharges(tx: Transaction, authorityId: number, only?: readonly string[]): Promise<OpenRecharge[]> {
  const invoices = (await readInvoices(tx, authorityId)).filter(({ invoiceId }) => only?.includes(invoiceId) ?? true);
  const ids = invoices.map(({ invoiceId }) => invoiceId);
  const lines = await readInvoiceLines(tx, authorityId, ids);
  const disputes = await readDisputes(tx, authorityId, ids);
  return invoices.flatMap(({ invoiceId, partnerCode, reference, sealedOn }) => {
    const parts = partsDue(
      lines.filter((line) => line.invoiceId === invoiceId),
      disputes.filter((dispute) => dispute.invoiceId === invoiceId),
    );
    const due = parts.reduce((sum, { amount }) => sum + amount, 0n);
    return due > 0n ? [{ invoiceId, partnerCode, reference, sealedOn, due, parts }] : [];
  });
}

/** What an adjustment takes from one share more than the month put on it is taken from the others, so that every part is above nothing. */
function partsDue(lines: readonly InvoiceLineRow[], disputes: readonly DisputeRow[]): ShareAmount[] {
  const byShare = new Map<string, ShareAmount>();
  for (const line of lines) {
    const share = shareOfLine(line);
    const kept = disputes.filter(({ number, state }) => number === line.number && state !== 'settled');
    const amount = kept.reduce((left, dispute) => left - dispute.amount, line.amount);
    byShare.set(shareKey(share), { share, amount: (byShare.get(shareKey(share))?.amount ?? 0n) + amount });
  }
  let below = [...byShare.values()].reduce((sum, { amount }) => (amount < 0n ? sum - amount : sum), 0n);
  return [...byShare.values()].flatMap(({ share, amount }) => {
    if (amount <= 0n) return [];
    const taken = amount - below > 0n ? below : amount;
    below -= taken;
    return amount > taken ? [{ share, amount: amount - taken }] : [];
  });
}
