import { and, eq, ne } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type DeathStep, openBeforeReckoning } from './rules/steps.ts';
import { deathStepRows, deaths } from './schema.ts';
import { readQuiet } from './store.ts';

/** Families whose child has died: no automatic message, alert or recovery goes to them until an officer decides otherwise. */
export async function quietFamilies(tx: Transaction, authorityId: number): Promise<ReadonlySet<string>> {
  return new Set((await readQuiet(tx, authorityId)).map(({ familyId }) => familyId));
}

/** Whether anything automatic may go to the family, or to this person of it: nobody writes to the dead or to the parents of a dead child. */
export async function mayContact(tx: Transaction, authorityId: number, familyId: string, personId?: string): Promise<boolean> {
  if ((await readQuiet(tx, authorityId, familyId)).length > 0) return false;
  if (personId === undefined) return true;
  const [died] = await tx
    .select({ deathId: deaths.deathId })
    .from(deaths)
    .where(and(eq(deaths.authorityId, authorityId), eq(deaths.personId, personId), ne(deaths.state, 'recorded-in-error')));
  return died === undefined;
}

/** After a child's death: whether money may be worked out with the family. What is owed to workers and others is paid before. */
export async function mayReckon(
  tx: Transaction,
  authorityId: number,
  familyId: string,
): Promise<Result<undefined, { readonly code: 'final-pay-first'; readonly open: readonly DeathStep[] }>> {
  const steps = await tx
    .select({ step: deathStepRows.step, state: deathStepRows.state })
    .from(deathStepRows)
    .innerJoin(deaths, and(eq(deaths.authorityId, deathStepRows.authorityId), eq(deaths.deathId, deathStepRows.deathId)))
    .where(and(eq(deaths.authorityId, authorityId), eq(deaths.familyId, familyId), ne(deaths.state, 'recorded-in-error')));
  const open = openBeforeReckoning(steps);
  return open.length === 0 ? accepted(undefined) : refused({ code: 'final-pay-first', open });
}
