import { createHash } from 'node:crypto';
import { and, between, desc, eq, inArray, lt, ne, or } from 'drizzle-orm';
import type { AccountingPeriod, Actor } from '../../ledger/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { isWorkingDay } from '../../platform/calendar/working-days.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { findBankAccount } from '../bank-accounts/register.ts';
import { matchEvents } from '../matches/schema.ts';
import { bankLines } from '../schema.ts';
import { figuresAsJson, figuresFromJson, type ProofFigures } from './proof-figures.ts';
import { type ProofDesk, type ProofRefusal, proveAccount } from './prove-account.ts';
import { bankProofs } from './schema.ts';

export interface KeptProof {
  readonly proofId: string;
  readonly state: 'prepared' | 'reviewed' | 'superseded';
  /** Reviewed, and its period is closed: it stays for ever. */
  readonly locked: boolean;
  readonly preparedBy: string;
  readonly preparedAt: Date;
  readonly reviewedBy?: string;
  readonly reviewedAt?: Date;
  readonly figures: ProofFigures;
}

interface KeepDesk extends ProofDesk {
  readonly clock: Clock;
}

export type KeepRefusal =
  | ProofRefusal
  | {
      readonly code:
        | 'bank-proof-not-found'
        | 'bank-proof-does-not-stand'
        | 'bank-proof-out-of-date'
        | 'bank-proof-locked'
        | 'preparer-may-not-review'
        | 'matcher-may-not-review';
      readonly facts?: Readonly<Record<string, unknown>>;
    };

/**
 * An officer stands by the figures of a day. A proof that does not come out is not prepared; an earlier one of the day gives way to it, unless
 * it says the same.
 */
export async function prepareProof(
  desk: KeepDesk,
  { authorityId, principal }: Actor,
  { accountId, asOf }: { readonly accountId: string; readonly asOf: PlainDate },
): Promise<Result<KeptProof, KeepRefusal>> {
  const { database, ledger, clock } = desk;
  const proved = await proveAccount(desk, authorityId, { accountId, asOf });
  if (!proved.ok) return proved;
  const figures = proved.value;
  const account = await findBankAccount(database, authorityId, accountId);
  if (account?.expected !== 'when-used' && workingDaysAreMissing(figures)) return refused({ code: 'no-bank-statement-yet' });
  const { differenceMinor, gaps } = figures;
  if (differenceMinor !== 0n || gaps > 0) {
    return refused({ code: 'bank-proof-does-not-stand', facts: { difference: `${differenceMinor}`, gaps } });
  }
  const periods = await ledger.periods(authorityId);
  const text = figuresAsJson(figures);
  return inTransaction(database, { authorityId }, async (tx) => {
    const [current] = await tx
      .select()
      .from(bankProofs)
      .where(currentOf(authorityId, accountId, asOf))
      .for('update');
    if (current?.digest.equals(digestOf(text))) return accepted(proofOf(current, periods));
    if (current?.state === 'reviewed' && isClosed(periods, asOf)) return refused({ code: 'bank-proof-locked' });
    if (current !== undefined) {
      await tx.update(bankProofs).set({ state: 'superseded' }).where(proofKey(authorityId, current.proofId));
    }
    const preparedAt = clock.now();
    const proofId = timeOrderedId(preparedAt);
    const row = { authorityId, proofId, accountId, asOf, figures: JSON.parse(text) as unknown, digest: digestOf(text) };
    await tx.insert(bankProofs).values({ ...row, state: 'prepared', preparedBy: principal, preparedAt });
    return accepted({ proofId, state: 'prepared', locked: false, preparedBy: principal, preparedAt, figures });
  });
}

/** A second officer, who matched nothing in it, has looked. The figures are worked out anew: what has moved since is not reviewed. */
export async function reviewProof(
  desk: KeepDesk,
  { authorityId, principal }: Actor,
  proofId: string,
): Promise<Result<KeptProof, KeepRefusal>> {
  const { database, ledger, clock } = desk;
  const found = await findProof(desk, authorityId, proofId);
  if (found === undefined) return refused({ code: 'bank-proof-not-found' });
  const { accountId, asOf, since } = found.figures;
  const proved = await proveAccount(desk, authorityId, { accountId, asOf });
  if (!proved.ok) return proved;
  const periods = await ledger.periods(authorityId);
  return inTransaction(database, { authorityId }, async (tx) => {
    const [row] = await tx.select().from(bankProofs).where(proofKey(authorityId, proofId)).for('update');
    if (row === undefined) return refused({ code: 'bank-proof-not-found' });
    if (row.state === 'reviewed') return accepted(proofOf(row, periods));
    if (row.preparedBy === principal) return refused({ code: 'preparer-may-not-review' });
    if (row.state === 'superseded' || !row.digest.equals(digestOf(figuresAsJson(proved.value))))
      return refused({ code: 'bank-proof-out-of-date' });
    if (await hasMatchedIn(tx, authorityId, principal, { accountId, since, asOf })) return refused({ code: 'matcher-may-not-review' });
    const reviewed = { state: 'reviewed' as const, reviewedBy: principal, reviewedAt: clock.now() };
    await tx.update(bankProofs).set(reviewed).where(proofKey(authorityId, proofId));
    return accepted(proofOf({ ...row, ...reviewed }, periods));
  });
}

export async function findProof({ database, ledger }: ProofDesk, authorityId: number, proofId: string): Promise<KeptProof | undefined> {
  const [row] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx.select().from(bankProofs).where(proofKey(authorityId, proofId)),
  );
  return row && proofOf(row, await ledger.periods(authorityId));
}

export interface ProofsQuery {
  readonly accountId?: string | undefined;
  readonly before?: { readonly asOf: PlainDate; readonly proofId: string } | undefined;
  readonly limit: number;
}

/** The latest day first. */
export async function listProofs({ database, ledger }: ProofDesk, authorityId: number, query: ProofsQuery): Promise<KeptProof[]> {
  const { accountId, before, limit } = query;
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(bankProofs)
      .where(
        and(
          eq(bankProofs.authorityId, authorityId),
          accountId === undefined ? undefined : eq(bankProofs.accountId, accountId),
          before && or(lt(bankProofs.asOf, before.asOf), and(eq(bankProofs.asOf, before.asOf), lt(bankProofs.proofId, before.proofId))),
        ),
      )
      .orderBy(desc(bankProofs.asOf), desc(bankProofs.proofId))
      .limit(limit),
  );
  const periods = await ledger.periods(authorityId);
  return rows.map((row) => proofOf(row, periods));
}

async function hasMatchedIn(
  tx: Transaction,
  authorityId: number,
  principal: string,
  { accountId, since, asOf }: { readonly accountId: string; readonly since: PlainDate; readonly asOf: PlainDate },
): Promise<boolean> {
  const [row] = await tx
    .select({ number: matchEvents.number })
    .from(matchEvents)
    .innerJoin(bankLines, and(eq(bankLines.authorityId, matchEvents.authorityId), eq(bankLines.lineId, matchEvents.lineId)))
    .where(
      and(
        eq(matchEvents.authorityId, authorityId),
        eq(matchEvents.actor, principal),
        inArray(matchEvents.kind, ['matched', 'undone']),
        eq(bankLines.accountId, accountId),
        between(bankLines.bookingDate, since, asOf),
      ),
    )
    .limit(1);
  return row !== undefined;
}

const proofKey = (authorityId: number, proofId: string) => and(eq(bankProofs.authorityId, authorityId), eq(bankProofs.proofId, proofId));
const currentOf = (authorityId: number, accountId: string, asOf: PlainDate) =>
  and(
    eq(bankProofs.authorityId, authorityId),
    eq(bankProofs.accountId, accountId),
    eq(bankProofs.asOf, asOf),
    ne(bankProofs.state, 'superseded'),
  );

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function workingDaysAreMissing({ bankKnownUntil, asOf }: ProofFigures): boolean {
  for (let day = addDays(bankKnownUntil, 1); day <= asOf; day = addDays(day, 1)) if (isWorkingDay(day)) return true;
  return false;
}

function isClosed(periods: readonly AccountingPeriod[], day: PlainDate): boolean {
  return periods.some(({ firstDay, lastDay, state }) => firstDay <= day && day <= lastDay && state === 'closed');
}

function proofOf(row: typeof bankProofs.$inferSelect, periods: readonly AccountingPeriod[]): KeptProof {
  const { proofId, state, asOf, preparedBy, preparedAt, reviewedBy, reviewedAt } = row;
  return {
    ...{ proofId, state, preparedBy, preparedAt },
    locked: state === 'reviewed' && isClosed(periods, asOf),
    ...(reviewedBy !== null && { reviewedBy }),
    ...(reviewedAt !== null && { reviewedAt }),
    figures: figuresFromJson(row.figures),
  };
}
