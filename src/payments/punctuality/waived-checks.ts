import { and, desc, eq, inArray, isNotNull, ne, or } from 'drizzle-orm';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { payeeAccounts } from '../payees/schema.ts';
import { urgentPayments } from './schema.ts';

export interface WaivedCheck {
  readonly kind: 'urgent-payment' | 'name-override' | 'confirmed-unchecked';
  readonly at: Date;
  readonly familyId: string | null;
  readonly payeeId: string;
  readonly accountId: string;
  readonly dueRef: string | null;
  /** In pence; of an urgent payment. */
  readonly amount: bigint | null;
  readonly reason: string | null;
  readonly waivesCoolingOff: boolean;
  readonly state: string;
  readonly askedBy: string;
  readonly decidedBy: string | null;
}

const MOST = 200;

/** For auditors: every urgent payment, and every account that was confirmed although a check had not said yes. Newest first. */
export async function waivedChecks({ database }: { readonly database: Database }, authorityId: number): Promise<WaivedCheck[]> {
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const urgent = await tx
      .select()
      .from(urgentPayments)
      .where(eq(urgentPayments.authorityId, authorityId))
      .orderBy(desc(urgentPayments.askedAt))
      .limit(MOST);
    const unchecked = await tx
      .select()
      .from(payeeAccounts)
      .where(
        and(
          eq(payeeAccounts.authorityId, authorityId),
          inArray(payeeAccounts.state, ['confirmed', 'replaced', 'closed']),
          isNotNull(payeeAccounts.confirmedAt),
          or(ne(payeeAccounts.nameResult, 'match'), ne(payeeAccounts.modulusOutcome, 'valid')),
        ),
      )
      .orderBy(desc(payeeAccounts.confirmedAt))
      .limit(MOST);
    return [
      ...urgent.map(({ askedAt, familyId, payeeId, accountId, dueRef, amount, reason, waivesCoolingOff, state, askedBy, decidedBy }) => ({
        ...{ kind: 'urgent-payment' as const, at: askedAt, familyId, payeeId, accountId, dueRef, amount, reason, waivesCoolingOff },
        ...{ state, askedBy, decidedBy },
      })),
      ...unchecked.map(({ confirmedAt, proposedAt, familyId, payeeId, accountId, overrideReason, state, proposedBy, confirmedBy }) => ({
        kind: overrideReason === null ? ('confirmed-unchecked' as const) : ('name-override' as const),
        ...{ at: confirmedAt ?? proposedAt, familyId, payeeId, accountId, dueRef: null, amount: null, reason: overrideReason },
        ...{ waivesCoolingOff: false, state, askedBy: proposedBy, decidedBy: confirmedBy },
      })),
    ].toSorted((one, other) => other.at.getTime() - one.at.getTime());
  });
}
