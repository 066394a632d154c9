import { and, asc, eq, sql } from 'drizzle-orm';
import { readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Result } from '../../platform/result.ts';
import type { DeathRoom } from './record-death.ts';
import type { DeathKind, DeathStep, StepState } from './rules/steps.ts';
import { deathStepRows, deaths } from './schema.ts';
import { readDeaths, readSteps } from './store.ts';

export interface DeathView {
  readonly deathId: string;
  readonly kind: DeathKind;
  readonly personId?: string;
  readonly payeeId?: string;
  readonly diedOn?: PlainDate;
  readonly learntOn: PlainDate;
  readonly state: string;
  readonly owner?: string;
  readonly contactFrom?: PlainDate;
  readonly revision: number;
  readonly steps: readonly { readonly step: DeathStep; readonly dueOn: PlainDate; readonly state: StepState; readonly words?: string }[];
}

export async function deathsOfFamily(
  room: DeathRoom,
  authorityId: number,
  familyId: string,
): Promise<Result<DeathView[], { readonly code: 'record-not-found' }>> {
  return readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const views: DeathView[] = [];
    for (const { deathId, kind, personId, payeeId, diedOn, learntOn, state, owner, contactFrom, revision } of await readDeaths(
      tx,
      authorityId,
      familyId,
    )) {
      const steps = (await readSteps(tx, authorityId, deathId)).map(({ step, dueOn, state: stepState, sealed }) => {
        const words = key.open<{ words: string }>(sealed, `${deathId}/${step}`)?.words;
        return { step, dueOn, state: stepState, ...(words !== undefined && { words }) };
      });
      views.push({
        deathId,
        kind,
        ...(personId !== null && { personId }),
        ...(payeeId !== null && { payeeId }),
        ...(diedOn !== null && { diedOn }),
        learntOn,
        state,
        ...(owner !== null && { owner }),
        ...(contactFrom !== null && { contactFrom }),
        revision,
        steps,
      });
    }
    return views;
  });
}

export interface DueStep {
  readonly familyId: string;
  readonly deathId: string;
  readonly kind: DeathKind;
  readonly step: DeathStep;
  readonly dueOn: PlainDate;
  readonly owner: string | null;
}

/** What is to be done, those without an owner first, then by day. */
export async function dueDeathSteps({ database }: DeathRoom, authorityId: number): Promise<DueStep[]> {
  const { familyId, deathId, kind, owner } = deaths;
  const { step, dueOn } = deathStepRows;
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ familyId, deathId, kind, step, dueOn, owner })
      .from(deathStepRows)
      .innerJoin(deaths, and(eq(deaths.authorityId, deathStepRows.authorityId), eq(deathId, deathStepRows.deathId)))
      .where(and(eq(deaths.authorityId, authorityId), eq(deaths.state, 'open'), eq(deathStepRows.state, 'open')))
      .orderBy(sql`${owner} is not null`, asc(dueOn), asc(deathId), asc(step))
      .limit(500),
  );
}
