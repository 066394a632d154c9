import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { ShareAmount } from '../../budgets/index.ts';
import type { FamilyKey } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Letter } from '../../platform/letters/letter.ts';
import type { RecoveryEventKind } from './rules/kinds.ts';
import { recoveryCases, recoveryEvents, recoveryLetters, recoveryTakings } from './schema.ts';

/** Statements on money to return. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type CaseRow = typeof recoveryCases.$inferSelect;
export type EventRow = typeof recoveryEvents.$inferSelect;
export type TakingRow = typeof recoveryTakings.$inferSelect;
export type LetterRow = typeof recoveryLetters.$inferSelect;

const keyOf = (authorityId: number, caseId: string) => and(eq(recoveryCases.authorityId, authorityId), eq(recoveryCases.caseId, caseId));

export async function readCase(tx: Transaction, authorityId: number, caseId: string, lock?: 'update'): Promise<CaseRow | undefined> {
  const found = tx.select().from(recoveryCases).where(keyOf(authorityId, caseId));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function casesOfFamily(tx: Transaction, authorityId: number, familyId: string): Promise<CaseRow[]> {
  return tx
    .select()
    .from(recoveryCases)
    .where(and(eq(recoveryCases.authorityId, authorityId), eq(recoveryCases.familyId, familyId)))
    .orderBy(asc(recoveryCases.createdAt), asc(recoveryCases.caseId));
}

export async function openCasesOf(tx: Transaction, authorityId: number, agreementId: string): Promise<CaseRow[]> {
  return tx
    .select()
    .from(recoveryCases)
    .where(
      and(
        eq(recoveryCases.authorityId, authorityId),
        eq(recoveryCases.agreementId, agreementId),
        inArray(recoveryCases.state, ['draft', 'noticed', 'decided']),
      ),
    );
}

export async function updateCase(tx: Transaction, { authorityId, caseId }: CaseRow, change: Partial<CaseRow>): Promise<void> {
  await tx.update(recoveryCases).set(change).where(keyOf(authorityId, caseId));
}

/** One more thing that happened; called with the family's lock or the case's row lock held, so numbers have no gap. */
export async function addEvent(
  tx: Transaction,
  { authorityId, caseId, familyId }: Pick<CaseRow, 'authorityId' | 'caseId' | 'familyId'>,
  event: {
    readonly kind: RecoveryEventKind;
    readonly on: PlainDate;
    readonly amount?: bigint | undefined;
    readonly sealed?: Buffer | undefined;
    readonly eventId?: string;
    readonly at: Date;
    readonly by: string;
  },
): Promise<void> {
  const { kind, on, amount, sealed, eventId = uuidv7(), at: createdAt, by: createdBy } = event;
  const number = sql<number>`(select coalesce(max(${recoveryEvents.number}), 0) + 1 from ${recoveryEvents} where ${recoveryEvents.authorityId} = ${authorityId} and ${recoveryEvents.caseId} = ${caseId})`;
  await tx
    .insert(recoveryEvents)
    .values({
      authorityId,
      eventId,
      caseId,
      familyId,
      number,
      kind,
      on,
      amount: amount ?? null,
      sealed: sealed ?? null,
      createdAt,
      createdBy,
    })
    .onConflictDoNothing({ target: [recoveryEvents.authorityId, recoveryEvents.eventId] });
}

export async function eventsOf(tx: Transaction, authorityId: number, caseId: string): Promise<EventRow[]> {
  return tx
    .select()
    .from(recoveryEvents)
    .where(and(eq(recoveryEvents.authorityId, authorityId), eq(recoveryEvents.caseId, caseId)))
    .orderBy(asc(recoveryEvents.number));
}

export async function takingsOf(tx: Transaction, authorityId: number, caseId: string): Promise<TakingRow[]> {
  return tx
    .select()
    .from(recoveryTakings)
    .where(and(eq(recoveryTakings.authorityId, authorityId), eq(recoveryTakings.caseId, caseId)))
    .orderBy(asc(recoveryTakings.dueOn), asc(recoveryTakings.takingId));
}

export async function keepLetter(
  tx: Transaction,
  key: FamilyKey,
  { authorityId, caseId, familyId }: CaseRow,
  { kind, letter, at, by }: { readonly kind: LetterRow['kind']; readonly letter: Letter; readonly at: Date; readonly by: string },
): Promise<string> {
  const letterId = uuidv7();
  const sealed = key.seal(letter, letterId);
  await tx
    .insert(recoveryLetters)
    .values({ authorityId, letterId, caseId, familyId, kind, on: letter.date, sealed, createdAt: at, createdBy: by });
  return letterId;
}

export async function lettersOf(tx: Transaction, authorityId: number, caseId: string): Promise<LetterRow[]> {
  return tx
    .select()
    .from(recoveryLetters)
    .where(and(eq(recoveryLetters.authorityId, authorityId), eq(recoveryLetters.caseId, caseId)))
    .orderBy(asc(recoveryLetters.letterId));
}

export const readParts = (parts: CaseRow['parts']): ShareAmount[] =>
  (parts ?? []).map(({ share, pence }) => ({ share, amount: BigInt(pence) }));
