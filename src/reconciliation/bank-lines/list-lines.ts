import { and, asc, eq, gt, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { matchLines } from '../matches/schema.ts';
import { bankLines, bankStatements } from '../schema.ts';

export type StoredStatement = Omit<typeof bankStatements.$inferSelect, 'authorityId'>;
/** A kept line, and the match that explains it. */
export type StoredLine = Omit<typeof bankLines.$inferSelect, 'authorityId' | 'identity' | 'occurrence'> & {
  readonly matchId: string | null;
};

export interface LinesQuery {
  readonly accountId?: string | undefined;
  readonly statementId?: string | undefined;
  readonly importId?: string | undefined;
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  /** The last one of the page before. */
  readonly after?: { readonly bookingDate: PlainDate; readonly lineId: string } | undefined;
  readonly limit: number;
  readonly undoneToo?: boolean;
}

/** Lines by id, undone or not. */
export async function storedLines(database: Database, authorityId: number, lineIds: readonly string[]): Promise<Map<string, StoredLine>> {
  if (lineIds.length === 0) return new Map();
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    withMatches(tx).where(and(eq(bankLines.authorityId, authorityId), inArray(bankLines.lineId, [...lineIds]))),
  );
  return new Map(rows.map((row) => [row.line.lineId, storedLine(row)]));
}

/** Kept lines by booking date; those that were undone only when asked for. */
export async function listBankLines(database: Database, authorityId: number, query: LinesQuery): Promise<StoredLine[]> {
  const { accountId, statementId, importId, from, to, after, limit, undoneToo = false } = query;
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await withMatches(tx)
      .where(
        and(
          eq(bankLines.authorityId, authorityId),
          undoneToo ? undefined : isNull(bankLines.undoneAt),
          accountId === undefined ? undefined : eq(bankLines.accountId, accountId),
          statementId === undefined ? undefined : eq(bankLines.statementId, statementId),
          importId === undefined ? undefined : eq(bankLines.importId, importId),
          from === undefined ? undefined : gte(bankLines.bookingDate, from),
          to === undefined ? undefined : lte(bankLines.bookingDate, to),
          after &&
            or(
              gt(bankLines.bookingDate, after.bookingDate),
              and(eq(bankLines.bookingDate, after.bookingDate), gt(bankLines.lineId, after.lineId)),
            ),
        ),
      )
      .orderBy(asc(bankLines.bookingDate), asc(bankLines.lineId))
      .limit(limit);
    return rows.map(storedLine);
  });
}

function withMatches(tx: Transaction) {
  return tx
    .select({ line: bankLines, matchId: matchLines.matchId })
    .from(bankLines)
    .leftJoin(
      matchLines,
      and(eq(matchLines.authorityId, bankLines.authorityId), eq(matchLines.lineId, bankLines.lineId), isNull(matchLines.releasedAt)),
    )
    .$dynamic();
}

function storedLine({ line, matchId }: { readonly line: typeof bankLines.$inferSelect; readonly matchId: string | null }): StoredLine {
  const { authorityId: _a, identity: _i, occurrence: _o, ...told } = line;
  return { ...told, matchId };
}

export interface StatementsQuery {
  readonly accountId?: string | undefined;
  readonly importId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** In the order they came in; the undone ones too, each with its mark. */
export async function listBankStatements(database: Database, authorityId: number, query: StatementsQuery): Promise<StoredStatement[]> {
  const { accountId, importId, after, limit } = query;
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx
      .select()
      .from(bankStatements)
      .where(
        and(
          eq(bankStatements.authorityId, authorityId),
          accountId === undefined ? undefined : eq(bankStatements.accountId, accountId),
          importId === undefined ? undefined : eq(bankStatements.importId, importId),
          after === undefined ? undefined : gt(bankStatements.statementId, after),
        ),
      )
      .orderBy(asc(bankStatements.statementId))
      .limit(limit);
    return rows.map(({ authorityId: _, ...statement }) => statement);
  });
}

export async function findBankStatement(
  database: Database,
  authorityId: number,
  statementId: string,
): Promise<StoredStatement | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const [row] = await tx
      .select()
      .from(bankStatements)
      .where(and(eq(bankStatements.authorityId, authorityId), eq(bankStatements.statementId, statementId)));
    if (row === undefined) return undefined;
    const { authorityId: _, ...statement } = row;
    return statement;
  });
}
