import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { type DeathKind, stepsFor } from './rules/steps.ts';
import { deathStepRows, deaths } from './schema.ts';

/** Statements on deaths. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type DeathRow = typeof deaths.$inferSelect;
export type StepRow = typeof deathStepRows.$inferSelect;

export interface NewDeath {
  readonly authorityId: number;
  readonly familyId: string;
  readonly personId: string | null;
  readonly payeeId: string | null;
  readonly kind: DeathKind;
  readonly diedOn: PlainDate | null;
  readonly learntOn: PlainDate;
  readonly owner: string | null;
  readonly by: string;
  readonly at: Date;
}

/** The record and its list of steps. Undefined when this death is recorded already. */
export async function insertDeath(tx: Transaction, { by, at, ...death }: NewDeath): Promise<string | undefined> {
  const deathId = uuidV4();
  const { authorityId, kind, learntOn } = death;
  const made = await tx
    .insert(deaths)
    .values({ ...death, deathId, state: 'open', revision: 1, createdAt: at, createdBy: by })
    .onConflictDoNothing()
    .returning({ deathId: deaths.deathId });
  if (made.length === 0) return undefined;
  await tx
    .insert(deathStepRows)
    .values(stepsFor(kind, learntOn).map((step) => ({ ...step, authorityId, deathId, state: 'open' as const })));
  return deathId;
}

export async function readDeaths(tx: Transaction, authorityId: number, familyId: string): Promise<DeathRow[]> {
  return tx
    .select()
    .from(deaths)
    .where(and(eq(deaths.authorityId, authorityId), eq(deaths.familyId, familyId)))
    .orderBy(asc(deaths.createdAt));
}

export async function readDeath(tx: Transaction, authorityId: number, familyId: string, deathId: string): Promise<DeathRow | undefined> {
  const [row] = await tx
    .select()
    .from(deaths)
    .where(and(eq(deaths.authorityId, authorityId), eq(deaths.familyId, familyId), eq(deaths.deathId, deathId)))
    .for('update');
  return row;
}

export async function readSteps(tx: Transaction, authorityId: number, deathId: string): Promise<StepRow[]> {
  return tx
    .select()
    .from(deathStepRows)
    .where(and(eq(deathStepRows.authorityId, authorityId), eq(deathStepRows.deathId, deathId)))
    .orderBy(asc(deathStepRows.dueOn), sql`${deathStepRows.step} = 'reckoning'`, asc(deathStepRows.step));
}

export async function changeDeath(
  tx: Transaction,
  { authorityId, deathId, revision }: DeathRow,
  change: Partial<typeof deaths.$inferInsert>,
): Promise<number> {
  await tx
    .update(deaths)
    .set({ ...change, revision: revision + 1 })
    .where(and(eq(deaths.authorityId, authorityId), eq(deaths.deathId, deathId)));
  return revision + 1;
}

/** The deaths of children after which nothing automatic goes to the family. */
export async function readQuiet(tx: Transaction, authorityId: number, familyId?: string): Promise<Pick<DeathRow, 'familyId'>[]> {
  return tx
    .select({ familyId: deaths.familyId })
    .from(deaths)
    .where(
      and(
        eq(deaths.authorityId, authorityId),
        eq(deaths.kind, 'child'),
        ne(deaths.state, 'recorded-in-error'),
        isNull(deaths.contactFrom),
        familyId === undefined ? undefined : eq(deaths.familyId, familyId),
      ),
    );
}
