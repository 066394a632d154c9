import { and, eq } from 'drizzle-orm';
import { changeFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { changePayeeRow, readAccounts, readPayee } from '../payees/store.ts';
import type { DeathRoom } from './record-death.ts';
import { type DeathStep, openBeforeReckoning } from './rules/steps.ts';
import { deathStepRows } from './schema.ts';
import { changeDeath, readDeath, readSteps } from './store.ts';

/** One record of a death, as the officer who changes it has read it. */
export interface DeathAddress {
  readonly familyId: string;
  readonly deathId: string;
  readonly ifMatch: string;
}

type Refusals = VersionStale | { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'death-not-found' | 'death-record-over' };
type Changed = { readonly revision: number };

/** A step is settled: done, or not needed, with words why. The last one closes the record. */
export async function settleStep(
  room: DeathRoom,
  caller: Caller,
  { familyId, deathId, ifMatch }: DeathAddress,
  settled: { readonly step: DeathStep; readonly state: 'done' | 'not-needed'; readonly words: string },
): Promise<
  Result<
    Changed,
    | Refusals
    | { readonly code: 'death-step-unknown' | 'death-step-done' }
    | { readonly code: 'final-pay-first'; readonly open: readonly DeathStep[] }
  >
> {
  const { authorityId, principal } = caller;
  return changeFamily(room, caller, { familyId, operation: 'payments.settle-death-step' }, async ({ tx, key, now }) => {
    const death = await readDeath(tx, authorityId, familyId, deathId);
    if (death === undefined) return refused({ code: 'death-not-found' });
    const checked = checkVersion(ifMatch, death.revision);
    if (!checked.ok) return checked;
    if (death.state === 'recorded-in-error') return refused({ code: 'death-record-over' });
    const steps = await readSteps(tx, authorityId, deathId);
    const { step, state, words } = settled;
    const row = steps.find((each) => each.step === step);
    if (row === undefined) return refused({ code: 'death-step-unknown' });
    if (row.state !== 'open') return refused({ code: 'death-step-done' });
    const before = openBeforeReckoning(steps);
    if (step === 'reckoning' && before.length > 0) return refused({ code: 'final-pay-first', open: before });
    await tx
      .update(deathStepRows)
      .set({ state, doneBy: principal, doneAt: now, sealed: key.seal({ words }, `${deathId}/${step}`) })
      .where(and(eq(deathStepRows.authorityId, authorityId), eq(deathStepRows.deathId, deathId), eq(deathStepRows.step, step)));
    const isLast = steps.every((each) => each.step === step || each.state !== 'open');
    const revision = await changeDeath(tx, death, isLast ? { state: 'closed' } : {});
    return accepted({ value: { revision }, facts: { deathId, step, state } });
  });
}

/** Another officer takes over. */
export async function nameOwner(
  room: DeathRoom,
  caller: Caller,
  { familyId, deathId, ifMatch }: DeathAddress,
  owner: string,
): Promise<Result<Changed, Refusals>> {
  return changeFamily(room, caller, { familyId, operation: 'payments.name-death-owner' }, async ({ tx }) => {
    const death = await readDeath(tx, caller.authorityId, familyId, deathId);
    if (death === undefined) return refused({ code: 'death-not-found' });
    const checked = checkVersion(ifMatch, death.revision);
    if (!checked.ok) return checked;
    if (death.state === 'recorded-in-error') return refused({ code: 'death-record-over' });
    const revision = await changeDeath(tx, death, { owner });
    return accepted({ value: { revision }, facts: { deathId, owner } });
  });
}

/** The officer has spoken with the family: from today messages of this service may reach them again. */
export async function resumeContact(
  room: DeathRoom,
  caller: Caller,
  { familyId, deathId, ifMatch }: DeathAddress,
  words: string,
): Promise<Result<Changed, Refusals>> {
  const today = await room.businessDate(caller.authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.resume-contact' }, async ({ tx, key }) => {
    const death = await readDeath(tx, caller.authorityId, familyId, deathId);
    if (death === undefined) return refused({ code: 'death-not-found' });
    const checked = checkVersion(ifMatch, death.revision);
    if (!checked.ok) return checked;
    if (death.state === 'recorded-in-error') return refused({ code: 'death-record-over' });
    const revision = await changeDeath(tx, death, { contactFrom: today, sealed: key.seal({ words }, deathId) });
    return accepted({ value: { revision }, facts: { deathId, contactFrom: today } });
  });
}

/** It was a mistake. Somebody other than who recorded it says so, and payments that stopped because of it may go out again. */
export async function correctDeath(
  room: DeathRoom,
  caller: Caller,
  { familyId, deathId, ifMatch }: DeathAddress,
  words: string,
): Promise<Result<Changed, Refusals | { readonly code: 'confirmer-is-proposer' | 'person-needed' }>> {
  const { authorityId, principal } = caller;
  if (caller.kind === 'machine') return refused({ code: 'person-needed' });
  return changeFamily(room, caller, { familyId, operation: 'payments.correct-death' }, async ({ tx, key }) => {
    const death = await readDeath(tx, authorityId, familyId, deathId);
    if (death === undefined) return refused({ code: 'death-not-found' });
    const checked = checkVersion(ifMatch, death.revision);
    if (!checked.ok) return checked;
    if (death.state === 'recorded-in-error') return refused({ code: 'death-record-over' });
    if (death.createdBy === principal) return refused({ code: 'confirmer-is-proposer' });
    const payee = death.payeeId === null ? undefined : await readPayee(tx, authorityId, death.payeeId, 'update');
    if (payee?.stoppedReason === 'died') {
      const accounts = await readAccounts(tx, authorityId, [payee.payeeId]);
      const state = accounts.some((each) => each.state === 'confirmed') ? 'usable' : 'new';
      await changePayeeRow(tx, payee, { state, stoppedReason: null, stoppedOn: null, stoppedBy: null });
    }
    const revision = await changeDeath(tx, death, { state: 'recorded-in-error', sealed: key.seal({ words }, deathId) });
    return accepted({ value: { revision }, facts: { deathId } });
  });
}
