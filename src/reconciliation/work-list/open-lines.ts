import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { matchLines } from '../matches/schema.ts';
import type { LineRow } from '../matches/store.ts';
import type { BankItem } from '../matching/items.ts';
import { bankLines } from '../schema.ts';

/** Live lines of an account that no match has. */
export async function openLinesOf(tx: Transaction, authorityId: number, accountId: string): Promise<LineRow[]> {
  const rows = await tx
    .select({ line: bankLines })
    .from(bankLines)
    .leftJoin(
      matchLines,
      and(eq(matchLines.authorityId, bankLines.authorityId), eq(matchLines.lineId, bankLines.lineId), isNull(matchLines.releasedAt)),
    )
    .where(
      and(
        eq(bankLines.authorityId, authorityId),
        eq(bankLines.accountId, accountId),
        isNull(bankLines.undoneAt),
        isNull(matchLines.lineId),
      ),
    )
    .orderBy(asc(bankLines.bookingDate), asc(bankLines.lineId));
  return rows.map(({ line }) => line);
}

export function bankItemOf(line: LineRow): BankItem {
  const { lineId: id, bookingDate: date, amountMinor, currency, remittance: memo, reversal } = line;
  const { endToEndId, bankReference, counterpartyName, counterpartyAccount, typeCode } = line;
  return {
    ...{ id, date, amountMinor, currency, memo, reversal },
    ...(endToEndId !== null && { endToEndId }),
    ...(bankReference !== null && { bankReference }),
    ...(counterpartyName !== null && { payeeName: counterpartyName }),
    ...(counterpartyAccount !== null && { payeeAccount: counterpartyAccount }),
    ...(typeCode !== null && { typeCode }),
  };
}
