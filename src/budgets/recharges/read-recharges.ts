import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { sourcesOpenTo } from '../sources/list-sources.ts';
import { type DisputeRow, type InvoiceLineRow, type InvoiceRow, readDisputes, readInvoiceLines, readInvoices } from './store.ts';

export interface RechargeView {
  readonly invoice: InvoiceRow;
  readonly lines: readonly InvoiceLineRow[];
  readonly disputes: readonly DisputeRow[];
  /** What is to be paid now, in pence: without what is disputed and what was found wrong. */
  readonly due: bigint;
}

/** Of a partner only invoices whose every line it pays for; anything else is not there. */
export async function listRecharges({ database }: BudgetRoom, caller: Caller): Promise<RechargeView[]> {
  const { authorityId } = caller;
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) =>
    viewsOf(tx, caller, await readInvoices(tx, authorityId)),
  );
}

export async function readRecharge(tx: Transaction, caller: Caller, invoiceId: string): Promise<RechargeView | undefined> {
  const invoices = await readInvoices(tx, caller.authorityId);
  const [view] = await viewsOf(
    tx,
    caller,
    invoices.filter((invoice) => invoice.invoiceId === invoiceId),
  );
  return view;
}

async function viewsOf(tx: Transaction, caller: Caller, invoices: readonly InvoiceRow[]): Promise<RechargeView[]> {
  const ids = invoices.map(({ invoiceId }) => invoiceId);
  const lines = await readInvoiceLines(tx, caller.authorityId, ids);
  const disputes = await readDisputes(tx, caller.authorityId, ids);
  const open = sourcesOpenTo(caller);
  const views = invoices.map((invoice): RechargeView => {
    const own = disputes.filter(({ invoiceId }) => invoiceId === invoice.invoiceId);
    const kept = own.filter(({ state }) => state !== 'settled').reduce((sum, { amount }) => sum + amount, 0n);
    return { invoice, lines: lines.filter(({ invoiceId }) => invoiceId === invoice.invoiceId), disputes: own, due: invoice.amount - kept };
  });
  return views.filter((view) => open === undefined || view.lines.every(({ sourceCode }) => open.includes(sourceCode)));
}
