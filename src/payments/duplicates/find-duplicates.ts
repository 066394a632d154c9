import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { totalOf } from '../../budgets/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Exclusion, PlannedLine } from '../runs/payment-run.ts';
import { instructionOf } from '../runs/rows.ts';
import { paymentInstructions } from '../runs/schema.ts';
import { LET_GO } from '../runs/states.ts';
import { duplicateClearances } from './schema.ts';

export interface Duplicate {
  readonly line: PlannedLine;
  /** The payment that looks the same; undefined when it is another line of the same plan. */
  readonly reference?: string;
}

/**
 * Lines that pay what another payment has paid or is about to: the same payee and amount for the same time, from the same budget lines.
 * The budget lines belong to it, for a parent of twins is paid the same twice, and rightly; such pairs are in the report of near ones.
 */
export async function findDuplicates(tx: Transaction, authorityId: number, lines: readonly PlannedLine[]): Promise<Duplicate[]> {
  const dated = lines.filter(({ coverFrom, coverUntil }) => coverFrom !== undefined && coverUntil !== undefined);
  if (dated.length === 0) return [];
  const payees = [...new Set(dated.map(({ payee }) => payee))];
  const standing = await tx
    .select()
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        sql`${paymentInstructions.payee} = any(${sql.param(payees)})`,
        inArray(paymentInstructions.coverFrom, [...new Set(dated.flatMap(({ coverFrom }) => coverFrom ?? []))]),
        notInArray(paymentInstructions.state, [...LET_GO]),
      ),
    );
  const paid = new Map(standing.map(instructionOf).map((each) => [sameAs(each), each]));
  const cleared = await clearedAmong(
    tx,
    authorityId,
    dated.map(({ dueRef }) => dueRef),
  );
  const seen = new Set<string>();
  return dated.flatMap((line): Duplicate[] => {
    if (cleared.has(line.dueRef)) return [];
    const key = sameAs(line);
    const before = paid.get(key);
    if (before !== undefined && before.dueRef !== line.dueRef) return [{ line, reference: before.reference }];
    if (seen.has(key)) return [{ line }];
    seen.add(key);
    return [];
  });
}

/** Takes them out of a plan, with the reason: what is left out stays due until somebody has looked. */
export async function withoutDuplicates<
  Judged extends { readonly lines: readonly PlannedLine[]; readonly exclusions: readonly Exclusion[] },
>(tx: Transaction, authorityId: number, judged: Judged): Promise<Pick<Judged, 'lines' | 'exclusions'>> {
  const duplicates = await findDuplicates(tx, authorityId, judged.lines);
  const out = new Set(duplicates.map(({ line }) => line.dueRef));
  const exclusions = duplicates.map(
    ({ line: { dueRef }, reference }): Exclusion => ({
      dueRef,
      reason: 'looks-paid-already',
      facts: reference === undefined ? {} : { reference },
    }),
  );
  return { lines: judged.lines.filter(({ dueRef }) => !out.has(dueRef)), exclusions: [...judged.exclusions, ...exclusions] };
}

function sameAs({ payee, parts, coverFrom, coverUntil }: PlannedLine): string {
  const budgetLines = [...new Set(parts.map(({ share }) => share.line))].sort();
  return [payee, totalOf(parts), coverFrom, coverUntil, ...budgetLines].join('|');
}

async function clearedAmong(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ dueRef: duplicateClearances.dueRef })
    .from(duplicateClearances)
    .where(and(eq(duplicateClearances.authorityId, authorityId), sql`${duplicateClearances.dueRef} = any(${sql.param([...dueRefs])})`));
  return new Set(rows.map(({ dueRef }) => dueRef));
}
