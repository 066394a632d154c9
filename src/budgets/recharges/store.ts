import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Month } from '../../platform/calendar/date-arithmetic.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { budgetLines, lineShares } from '../budgets/schema.ts';
import type { Share } from '../rules/share.ts';
import { fundingSources } from '../sources/schema.ts';
import type { MonthOfShare } from './rules/recharge-lines.ts';
import { rechargeDisputes, rechargeInvoiceLines, rechargeInvoices } from './schema.ts';

export type InvoiceRow = typeof rechargeInvoices.$inferSelect;
export type InvoiceLineRow = typeof rechargeInvoiceLines.$inferSelect;
export type DisputeRow = typeof rechargeDisputes.$inferSelect;

/** Every share that the partner pays for; its sources are locked, so that two invoices of one partner never cross. */
export async function sharesOfPartner(tx: Transaction, authorityId: number, partnerCode: string, lock?: 'update'): Promise<Share[]> {
  const found = tx
    .select({ sourceCode: fundingSources.sourceCode })
    .from(fundingSources)
    .where(and(eq(fundingSources.authorityId, authorityId), eq(fundingSources.partnerCode, partnerCode)));
  const codes = (lock ? await found.for('update') : await found).map(({ sourceCode }) => sourceCode);
  if (codes.length === 0) return [];
  const rows = await tx
    .select({ share: lineShares, line: budgetLines.lineCode })
    .from(lineShares)
    .innerJoin(budgetLines, and(eq(budgetLines.authorityId, lineShares.authorityId), eq(budgetLines.lineId, lineShares.lineId)))
    .where(and(eq(lineShares.authorityId, authorityId), inArray(lineShares.sourceCode, codes)))
    .orderBy(asc(budgetLines.lineCode), asc(lineShares.financialYear));
  return rows.map(({ line, share: { sourceCode: source, financialYear, stream, costCentre, subjective } }) => ({
    ...{ line, source, financialYear, stream, costCentre, subjective },
  }));
}

export async function lastInvoiceNumber(tx: Transaction, authorityId: number, partnerCode: string): Promise<number> {
  const [row] = await tx
    .select({ number: rechargeInvoices.number })
    .from(rechargeInvoices)
    .where(and(eq(rechargeInvoices.authorityId, authorityId), eq(rechargeInvoices.partnerCode, partnerCode)))
    .orderBy(desc(rechargeInvoices.number))
    .limit(1);
  return row?.number ?? 0;
}

export async function readInvoices(tx: Transaction, authorityId: number, partnerCode?: string): Promise<InvoiceRow[]> {
  return tx
    .select()
    .from(rechargeInvoices)
    .where(
      and(
        eq(rechargeInvoices.authorityId, authorityId),
        partnerCode === undefined ? undefined : eq(rechargeInvoices.partnerCode, partnerCode),
      ),
    )
    .orderBy(asc(rechargeInvoices.partnerCode), asc(rechargeInvoices.number));
}

export async function readInvoiceLines(tx: Transaction, authorityId: number, invoiceIds: readonly string[]): Promise<InvoiceLineRow[]> {
  if (invoiceIds.length === 0) return [];
  return tx
    .select()
    .from(rechargeInvoiceLines)
    .where(and(eq(rechargeInvoiceLines.authorityId, authorityId), inArray(rechargeInvoiceLines.invoiceId, [...invoiceIds])))
    .orderBy(asc(rechargeInvoiceLines.invoiceId), asc(rechargeInvoiceLines.number));
}

/** What invoices have said of each share and month so far. */
export async function invoicedSoFar(tx: Transaction, authorityId: number, partnerCode: string): Promise<MonthOfShare[]> {
  const invoices = await readInvoices(tx, authorityId, partnerCode);
  const lines = await readInvoiceLines(
    tx,
    authorityId,
    invoices.map(({ invoiceId }) => invoiceId),
  );
  return lines.map((line) => ({ share: shareOfLine(line), month: line.month, amount: line.amount }));
}

export function shareOfLine({ lineCode, sourceCode, financialYear, stream, costCentre, subjective }: InvoiceLineRow): Share {
  return { line: lineCode, source: sourceCode, financialYear, stream, costCentre, subjective };
}

export async function insertInvoice(
  tx: Transaction,
  invoice: typeof rechargeInvoices.$inferInsert,
  lines: readonly (typeof rechargeInvoiceLines.$inferInsert)[],
): Promise<void> {
  await tx.insert(rechargeInvoices).values(invoice);
  await tx.insert(rechargeInvoiceLines).values([...lines]);
}

export async function invoiceOfMonth(
  tx: Transaction,
  authorityId: number,
  partnerCode: string,
  month: Month,
): Promise<InvoiceRow | undefined> {
  return (await readInvoices(tx, authorityId, partnerCode)).find((invoice) => invoice.month === month);
}

export async function readDisputes(tx: Transaction, authorityId: number, invoiceIds: readonly string[]): Promise<DisputeRow[]> {
  if (invoiceIds.length === 0) return [];
  return tx
    .select()
    .from(rechargeDisputes)
    .where(and(eq(rechargeDisputes.authorityId, authorityId), inArray(rechargeDisputes.invoiceId, [...invoiceIds])))
    .orderBy(asc(rechargeDisputes.createdAt), asc(rechargeDisputes.disputeId));
}

export async function insertDispute(tx: Transaction, row: typeof rechargeDisputes.$inferInsert): Promise<void> {
  await tx.insert(rechargeDisputes).values(row);
}

export async function lockDispute(tx: Transaction, authorityId: number, disputeId: string): Promise<DisputeRow | undefined> {
  const [row] = await tx
    .select()
    .from(rechargeDisputes)
    .where(and(eq(rechargeDisputes.authorityId, authorityId), eq(rechargeDisputes.disputeId, disputeId)))
    .for('update');
  return row;
}

export async function settleDisputeRow(
  tx: Transaction,
  authorityId: number,
  disputeId: string,
  change: Pick<DisputeRow, 'state' | 'settledOn' | 'settledBy'>,
): Promise<void> {
  await tx
    .update(rechargeDisputes)
    .set(change)
    .where(and(eq(rechargeDisputes.authorityId, authorityId), eq(rechargeDisputes.disputeId, disputeId)));
}
