import { and, eq, ne } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { agreementToMonitor, spendingsToMatch } from '../../payments/index.ts';
import { changeFamily, readFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { accountOf, type FamilyAccount } from './family-account.ts';
import type { SpendingCategory } from './rules/kinds.ts';
import { familyStatementChunks, familyStatementLines, familyStatements } from './schema.ts';

export interface AccountOfFamily {
  readonly familyId: string;
  readonly agreementId: string;
}

type NotFound = { readonly code: 'record-not-found' | 'agreement-not-found' };

/** The family's account as its bank statements tell it, and what is missing. */
export async function readFamilyAccount(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: AccountOfFamily,
): Promise<Result<FamilyAccount & { readonly childId: string }, NotFound>> {
  const { authorityId } = caller;
  const day = await room.businessDate(authorityId);
  const read = await readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    return agreement && { ...(await accountOf(tx, key, authorityId, agreement)), childId: agreement.childId };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'agreement-not-found' }) : accepted(read.value);
}

/** What somebody says of a line; `not-known` takes back whatever was said. */
export type SaidOfLine =
  | { readonly is: 'category'; readonly category: SpendingCategory }
  | { readonly is: 'spending' | 'not-spending'; readonly spendingId: string }
  | { readonly is: 'not-known' };

export type SayRefusal =
  | NotFound
  | {
      readonly code: 'errand-for-a-stranger' | 'family-line-not-found' | 'spending-not-found' | 'spending-differs' | 'spending-has-a-line';
    };

/** Says what a line is. A spend has one line and a line one spend, of one sum. */
export async function sayOfLine(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId, lineId }: AccountOfFamily & { readonly lineId: string },
  said: SaidOfLine,
): Promise<Result<undefined, SayRefusal>> {
  const { authorityId, principal: saidBy } = caller;
  const day = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'reconciliation.say-of-family-line' }, async ({ tx, key, now }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    if (agreement === undefined) return refused({ code: 'agreement-not-found' });
    const ofAgreement = and(eq(familyStatementLines.authorityId, authorityId), eq(familyStatementLines.agreementId, agreementId));
    const one = and(ofAgreement, eq(familyStatementLines.lineId, lineId));
    const [line] = await tx.select().from(familyStatementLines).where(one);
    if (line === undefined) return refused({ code: 'family-line-not-found' });
    if (said.is === 'spending' || said.is === 'not-spending') {
      const spends = await spendingsToMatch(tx, key, { authorityId, agreementId });
      const spend = spends.find(({ spendingId }) => spendingId === said.spendingId);
      if (spend === undefined) return refused({ code: 'spending-not-found' });
      if (said.is === 'spending') {
        if (spend.amount !== -line.amount) return refused({ code: 'spending-differs' });
        const others = and(ofAgreement, eq(familyStatementLines.spendingId, said.spendingId), ne(familyStatementLines.lineId, lineId));
        const [other] = await tx.select({ lineId: familyStatementLines.lineId }).from(familyStatementLines).where(others);
        if (other !== undefined) return refused({ code: 'spending-has-a-line' });
      }
    }
    await tx
      .update(familyStatementLines)
      .set({ ...toldBy(said, line), saidBy, saidAt: now })
      .where(one);
    return accepted({ value: undefined, personId: agreement.childId, facts: { agreementId, lineId, is: said.is } });
  });
}

function toldBy(
  said: SaidOfLine,
  { spendingId, notSpendings }: typeof familyStatementLines.$inferSelect,
): Partial<typeof familyStatementLines.$inferInsert> {
  switch (said.is) {
    case 'category':
      return { category: said.category };
    case 'spending':
      return { spendingId: said.spendingId, notSpendings: notSpendings.filter((each) => each !== said.spendingId) };
    case 'not-spending':
      return {
        notSpendings: [...new Set([...notSpendings, said.spendingId])],
        ...(spendingId === said.spendingId && { spendingId: null }),
      };
    case 'not-known':
      return { category: null, spendingId: null, notSpendings: [] };
  }
}

/** Takes a bank statement out again, the file and its lines: one sent by mistake may tell what is nobody's business. */
export async function removeFamilyStatement(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId, statementId }: AccountOfFamily & { readonly statementId: string },
): Promise<Result<undefined, NotFound | { readonly code: 'errand-for-a-stranger' | 'family-statement-not-found' }>> {
  const { authorityId } = caller;
  const day = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'reconciliation.remove-family-statement' }, async ({ tx }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    if (agreement === undefined) return refused({ code: 'agreement-not-found' });
    const one = and(
      eq(familyStatements.authorityId, authorityId),
      eq(familyStatements.agreementId, agreementId),
      eq(familyStatements.statementId, statementId),
    );
    const [found] = await tx.select({ lines: familyStatements.lines }).from(familyStatements).where(one);
    if (found === undefined) return refused({ code: 'family-statement-not-found' });
    for (const table of [familyStatementLines, familyStatementChunks])
      await tx.delete(table).where(and(eq(table.authorityId, authorityId), eq(table.statementId, statementId)));
    await tx.delete(familyStatements).where(one);
    return accepted({ value: undefined, personId: agreement.childId, facts: { agreementId, statementId, lines: found.lines } });
  });
}
