import { and, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { type ChainStatement, chainOf, type StatementChain } from '../rules/statement-chain.ts';
import { bankLines, bankStatements } from '../schema.ts';

/** An account's chain as it stands: worked out from what is kept and stored nowhere, so a late file or an undoing needs no repair. */
export async function readChain(tx: Transaction, authorityId: number, accountId: string): Promise<StatementChain> {
  const statements = await tx
    .select({ ...getTableColumns(bankStatements), beginsInside: BEGINS_INSIDE })
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.authorityId, authorityId),
        eq(bankStatements.accountId, accountId),
        isNull(bankStatements.undoneAt),
        isNotNull(bankStatements.firstDay),
      ),
    );
  const days = await tx
    .select({ day: bankLines.bookingDate, moved: sql<string>`sum(${bankLines.amountMinor})::text` })
    .from(bankLines)
    .where(and(eq(bankLines.authorityId, authorityId), eq(bankLines.accountId, accountId), isNull(bankLines.undoneAt)))
    .groupBy(bankLines.bookingDate);
  return chainOf(statements.map(chainStatement), new Map(days.map(({ day, moved }) => [day, BigInt(moved)])));
}

/** Written out, because drizzle leaves table names away in a selection from one table. */
const BEGINS_INSIDE = sql<boolean>`exists (
  select from reconciliation.bank_lines l
   where l.authority_id = bank_statements.authority_id and l.account_id = bank_statements.account_id and l.booking_date = bank_statements.first_day
     and l.balance_after_minor = bank_statements.opening_minor and l.statement_id <> bank_statements.statement_id and l.undone_at is null)`;

function chainStatement(row: typeof bankStatements.$inferSelect & { readonly beginsInside: boolean }): ChainStatement {
  const { statementId, firstDay, lastDay, openingMinor, closingMinor, sequenceNumber } = row;
  return {
    statementId,
    beginsInside: row.beginsInside,
    firstDay: firstDay as PlainDate,
    lastDay: (lastDay ?? firstDay) as PlainDate,
    ...(openingMinor !== null && { openingMinor }),
    ...(closingMinor !== null && { closingMinor }),
    ...(sequenceNumber !== null && { sequenceNumber }),
  };
}
