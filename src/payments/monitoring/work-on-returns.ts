import { and, asc, eq, inArray } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import type { BudgetRoom } from '../../budgets/index.ts';
import { changeFamily, type FamilyAtHand, serviceCaller } from '../../people/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { agreements } from '../agreements/schema.ts';
import { type AgreementRow, readAgreement } from '../agreements/store.ts';
import { mayContact, quietFamilies } from '../deaths/may-contact.ts';
import { councilName, lineNameFor, recipientOf, sendLetter } from '../recovery/letter-facts.ts';
import { policyDecisions } from './monitoring-policy.ts';
import { returnLetter } from './return-letter.ts';
import type { ReturnNeed } from './rules/kinds.ts';
import { valuesOn } from './rules/policies.ts';
import { nextStepOf, type ReturnTime, returnTimes } from './rules/return-times.ts';
import { accountChecks, monitoringReturns } from './schema.ts';

export type ReturnRow = typeof monitoringReturns.$inferSelect;

export interface DueReturn extends ReturnTime {
  readonly familyId: string;
  readonly agreementId: string;
}

/** What falls due by a day and is not asked for yet: of everybody who is paid, in one reading. */
export async function returnsDue(tx: Transaction, authorityId: number, day: PlainDate): Promise<DueReturn[]> {
  const rows = await tx
    .select()
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), inArray(agreements.state, ['live', 'paused', 'stopped', 'ended'])))
    .orderBy(asc(agreements.agreementId));
  const asked = await tx
    .select({ agreementId: monitoringReturns.agreementId, until: monitoringReturns.until })
    .from(monitoringReturns)
    .where(eq(monitoringReturns.authorityId, authorityId));
  const known = new Set(asked.map(({ agreementId, until }) => `${agreementId} ${until}`));
  const quiet = await quietFamilies(tx, authorityId);
  const decided = await policyDecisions(tx, authorityId);
  const policy = valuesOn(decided, day);
  return rows
    .filter(({ familyId }) => !quiet.has(familyId))
    .flatMap((row) => {
      const until = row.stoppedFrom === null ? row.until : addDays(row.stoppedFrom, -1);
      const times = returnTimes({ ...row, until }, policy, day).filter((time) => !known.has(`${row.agreementId} ${time.until}`));
      // Of several that were missed only the latest is asked for, over the whole time: asked once.
      const [first] = times;
      const last = times.at(-1);
      if (first === undefined || last === undefined) return [];
      return [{ ...last, from: first.from, familyId: row.familyId, agreementId: row.agreementId }];
    });
}

export interface WorkedOffReturns {
  readonly asked: number;
  readonly reminded: number;
  readonly toOfficer: number;
}

/**
 * Asks, reminds, and hands what stays open to a person, from the record of the day: a day that was missed costs nothing. No payment is
 * stopped, paused or made less by any of it.
 */
export async function workOffReturns(room: BudgetRoom, authorityId: number): Promise<WorkedOffReturns> {
  const day = await room.businessDate(authorityId);
  const council = await councilName(room.database, authorityId);
  const caller = serviceCaller(authorityId, 'system');
  const { due, open, policy } = await inTransaction(room.database, { authorityId, readOnly: true }, async (tx) => ({
    due: await returnsDue(tx, authorityId, day),
    open: await openReturns(tx, authorityId),
    policy: valuesOn(await policyDecisions(tx, authorityId), day),
  }));
  const done = { asked: 0, reminded: 0, toOfficer: 0 };
  for (const each of due)
    if (await askReturn(room, caller, { council, day, answerDays: policy['return-answer-days'] }, each)) done.asked += 1;
  for (const row of open) {
    const step = row.state === 'asked' ? nextStepOf(row, policy, day) : undefined;
    if (step === 'remind' && (await remind(room, caller, { council, day }, row))) done.reminded += 1;
    if (step === 'to-officer' && (await handOver(room, caller, row))) done.toOfficer += 1;
  }
  return done;
}

async function openReturns(tx: Transaction, authorityId: number): Promise<ReturnRow[]> {
  return tx
    .select()
    .from(monitoringReturns)
    .where(and(eq(monitoringReturns.authorityId, authorityId), inArray(monitoringReturns.state, ['asked', 'with-officer'])))
    .orderBy(asc(monitoringReturns.dueOn), asc(monitoringReturns.returnId));
}

interface Today {
  readonly council: string;
  readonly day: PlainDate;
}

async function askReturn(
  room: BudgetRoom,
  caller: Caller,
  { council, day, answerDays }: Today & { readonly answerDays: number },
  { familyId, agreementId, from, until }: DueReturn,
): Promise<boolean> {
  const { authorityId } = caller;
  // Asked late, the family still has all its days.
  const dueOn = addDays(day, answerDays);
  const asked = await changeFamily(room, caller, { familyId, operation: 'payments.ask-return' }, async (family) => {
    const agreement = await readAgreement(family.tx, authorityId, agreementId);
    if (agreement === undefined) return refused({ code: 'record-not-found' });
    const returnId = uuidv5(`return ${until}`, agreementId);
    const kept = await family.tx
      .insert(monitoringReturns)
      .values({
        ...{ authorityId, returnId, familyId, childId: agreement.childId, agreementId, from, until, askedOn: day, dueOn },
        ...{ reminders: 0, state: 'asked', createdAt: family.now, createdBy: caller.principal },
      })
      .onConflictDoNothing()
      .returning();
    const [row] = kept;
    if (row !== undefined) await write(family, caller, agreement, row, { council, day });
    return accepted({ value: row !== undefined, personId: agreement.childId, facts: { returnId, agreementId } });
  });
  return asked.ok && asked.value;
}

async function remind(room: BudgetRoom, caller: Caller, today: Today, { familyId, returnId, reminders }: ReturnRow): Promise<boolean> {
  const reminded = await changeFamily(room, caller, { familyId, operation: 'payments.remind-of-return' }, async (family) => {
    const changed = await moveReturn(family.tx, caller.authorityId, { returnId, reminders }, { reminders: reminders + 1 });
    const agreement = changed === undefined ? undefined : await readAgreement(family.tx, caller.authorityId, changed.agreementId);
    if (changed !== undefined && agreement !== undefined) await write(family, caller, agreement, changed, today);
    return accepted({ value: changed !== undefined, facts: { returnId } });
  });
  return reminded.ok && reminded.value;
}

async function handOver(room: BudgetRoom, caller: Caller, { familyId, returnId, reminders }: ReturnRow): Promise<boolean> {
  const handed = await changeFamily(room, caller, { familyId, operation: 'payments.hand-over-return' }, async ({ tx }) => {
    const changed = await moveReturn(tx, caller.authorityId, { returnId, reminders }, { state: 'with-officer' });
    return accepted({ value: changed !== undefined, facts: { returnId } });
  });
  return handed.ok && handed.value;
}

/** Only as it was read: two workers at once remind once. */
async function moveReturn(
  tx: Transaction,
  authorityId: number,
  { returnId, reminders }: Pick<ReturnRow, 'returnId' | 'reminders'>,
  set: Partial<ReturnRow>,
): Promise<ReturnRow | undefined> {
  const [row] = await tx
    .update(monitoringReturns)
    .set(set)
    .where(
      and(
        eq(monitoringReturns.authorityId, authorityId),
        eq(monitoringReturns.returnId, returnId),
        eq(monitoringReturns.reminders, reminders),
        eq(monitoringReturns.state, 'asked'),
      ),
    )
    .returning();
  return row;
}

async function write(
  family: FamilyAtHand,
  caller: Caller,
  agreement: AgreementRow,
  row: ReturnRow,
  { council, day }: Today,
): Promise<void> {
  const payer = recipientOf(family, agreement, day);
  if (payer === undefined || !(await mayContact(family.tx, caller.authorityId, row.familyId, payer.personId))) return;
  const line = await lineNameFor(family, { familyId: row.familyId, childId: row.childId, lineCode: agreement.lineCode }, payer);
  const needs = await needsOf(family.tx, row);
  await sendLetter(family, caller, row.familyId, payer, returnLetter({ council, to: payer.name, on: day, line, row, needs }));
}

/** What is still needed of the family for a return, and nothing that it has given already. */
async function needsOf(tx: Transaction, { authorityId, agreementId, until }: ReturnRow): Promise<ReturnNeed[]> {
  const checks = await tx
    .select({ on: accountChecks.on, state: accountChecks.state })
    .from(accountChecks)
    .where(and(eq(accountChecks.authorityId, authorityId), eq(accountChecks.agreementId, agreementId)));
  const has = checks.some(({ on }) => on >= until);
  const isAsked = checks.some(({ state }) => state === 'question');
  return [...(has ? [] : (['account-balance', 'spending-shown'] as const)), ...(isAsked ? (['answer-to-a-question'] as const) : [])];
}

/** An officer has found a way with the family: the return is settled without papers, in words. */
export async function agreeReturn(
  room: BudgetRoom,
  caller: Caller,
  { familyId, returnId }: { readonly familyId: string; readonly returnId: string },
  { words }: { readonly words: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'return-not-found' }>> {
  const { authorityId } = caller;
  const day = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.agree-return' }, async ({ tx, key }) => {
    const [row] = await tx
      .update(monitoringReturns)
      .set({ state: 'agreed', answeredOn: day, sealed: key.seal({ words }, returnId) })
      .where(
        and(
          eq(monitoringReturns.authorityId, authorityId),
          eq(monitoringReturns.familyId, familyId),
          eq(monitoringReturns.returnId, returnId),
          inArray(monitoringReturns.state, ['asked', 'with-officer']),
        ),
      )
      .returning();
    if (row === undefined) return refused({ code: 'return-not-found' });
    return accepted({ value: undefined, personId: row.childId, facts: { returnId } });
  });
}

/** Those of a family, or of everybody that wait for an officer: newest first. */
export async function listReturns(
  tx: Transaction,
  authorityId: number,
  which: { readonly familyId: string } | { readonly state: 'with-officer' },
): Promise<(ReturnRow & { readonly needs: readonly ReturnNeed[] })[]> {
  const rows = await tx
    .select()
    .from(monitoringReturns)
    .where(
      and(
        eq(monitoringReturns.authorityId, authorityId),
        'familyId' in which ? eq(monitoringReturns.familyId, which.familyId) : eq(monitoringReturns.state, which.state),
      ),
    )
    .orderBy(asc(monitoringReturns.dueOn), asc(monitoringReturns.returnId));
  const listed: (ReturnRow & { readonly needs: readonly ReturnNeed[] })[] = [];
  for (const row of rows) {
    const isOpen = row.state === 'asked' || row.state === 'with-officer';
    listed.push({ ...row, needs: isOpen ? await needsOf(tx, row) : [] });
  }
  return listed;
}
