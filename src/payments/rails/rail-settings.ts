import { and, asc, eq } from 'drizzle-orm';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRefusal } from '../problems.ts';
import { railSettings } from './schema.ts';

export interface RailSettings {
  readonly rail: string;
  /** Which of our accounts in the books the money leaves. */
  readonly bank: string;
  /** What shows that a payment has left: the bank's statement, or the rail's own for a rail that holds our money. */
  readonly settledBy: 'bank-statement' | 'rail-statement';
  /** In pence. */
  readonly largestPayment: bigint;
  readonly largestRun: bigint;
  readonly plannedDaily: boolean;
  readonly revision: number;
}

export async function readRailSettings(tx: Transaction, authorityId: number, rail: string): Promise<RailSettings | undefined> {
  const [row] = await tx
    .select()
    .from(railSettings)
    .where(and(eq(railSettings.authorityId, authorityId), eq(railSettings.rail, rail)));
  return row && settingsOf(row);
}

export async function listRailSettings(tx: Transaction, authorityId: number): Promise<RailSettings[]> {
  const rows = await tx.select().from(railSettings).where(eq(railSettings.authorityId, authorityId)).orderBy(asc(railSettings.rail));
  return rows.map(settingsOf);
}

/** Sets a rail up or changes how it is used. With `ifMatch`, only as it was read. Asked for the same again, nothing changes. */
export async function setUpRail(
  { database, clock }: Pick<PaymentDesk, 'database' | 'clock'>,
  { authorityId, principal }: Actor,
  wanted: Omit<RailSettings, 'revision'>,
  ifMatch?: string,
): Promise<Result<RailSettings, PaymentRefusal | VersionStale>> {
  if (wanted.largestPayment <= 0n || wanted.largestRun < wanted.largestPayment) {
    return refused({
      code: 'rail-limits-wrong',
      facts: { largestPayment: `${wanted.largestPayment}`, largestRun: `${wanted.largestRun}` },
    });
  }
  return inTransaction(database, { authorityId }, async (tx) => {
    const key = and(eq(railSettings.authorityId, authorityId), eq(railSettings.rail, wanted.rail));
    const [row] = await tx.select().from(railSettings).where(key).for('update');
    const before = row && settingsOf(row);
    const current = checkVersion(ifMatch ?? '*', before?.revision ?? 0);
    if (!current.ok) return current;
    if (before !== undefined && isSame(before, wanted)) return accepted(before);
    const revision = (before?.revision ?? 0) + 1;
    const facts = { ...wanted, revision, changedBy: principal, changedAt: clock.now() };
    if (before === undefined) await tx.insert(railSettings).values({ authorityId, ...facts });
    else await tx.update(railSettings).set(facts).where(key);
    return accepted({ ...wanted, revision });
  });
}

function isSame({ revision: _, ...before }: RailSettings, wanted: Omit<RailSettings, 'revision'>): boolean {
  return (Object.keys(before) as (keyof typeof before)[]).every((key) => before[key] === wanted[key]);
}

/** How far the rail's list of returns or its statement was read. */
export async function readTo(
  tx: Transaction,
  authorityId: number,
  rail: string,
  list: 'returnsReadTo' | 'statementReadTo',
): Promise<string | undefined> {
  const [row] = await tx
    .select({ place: railSettings[list] })
    .from(railSettings)
    .where(and(eq(railSettings.authorityId, authorityId), eq(railSettings.rail, rail)));
  return row?.place ?? undefined;
}

export async function noteReadTo(
  tx: Transaction,
  authorityId: number,
  rail: string,
  places: Partial<Record<'returnsReadTo' | 'statementReadTo', string>>,
): Promise<void> {
  await tx
    .update(railSettings)
    .set(places)
    .where(and(eq(railSettings.authorityId, authorityId), eq(railSettings.rail, rail)));
}

function settingsOf(row: typeof railSettings.$inferSelect): RailSettings {
  const { rail, bank, settledBy, largestPayment, largestRun, plannedDaily, revision } = row;
  return { rail, bank, settledBy, largestPayment, largestRun, plannedDaily, revision };
}
