import { and, eq, inArray, sql } from 'drizzle-orm';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { PayeeRoom } from './payee-room.ts';
import { payeeAccounts, payees } from './schema.ts';

export interface SharedAccount {
  readonly masked: string;
  readonly payees: readonly {
    readonly payeeId: string;
    readonly familyId: string | null;
    readonly accountId: string;
    readonly state: string;
  }[];
}

const LIVE = ['proposed', 'confirmed', 'replaced'] as const;

/** The same account under two payees: often a couple, sometimes a fraud. A signal for staff, found without opening any account. */
export async function sharedAccounts({ database }: PayeeRoom, authorityId: number): Promise<SharedAccount[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const live = and(eq(payeeAccounts.authorityId, authorityId), inArray(payeeAccounts.state, [...LIVE]));
    const shared = tx
      .select({ fingerprint: payeeAccounts.fingerprint })
      .from(payeeAccounts)
      .where(live)
      .groupBy(payeeAccounts.fingerprint)
      .having(sql`count(distinct ${payeeAccounts.payeeId}) > 1`);
    const rows = await tx
      .select({
        fingerprint: payeeAccounts.fingerprint,
        masked: payeeAccounts.masked,
        payeeId: payeeAccounts.payeeId,
        familyId: payees.familyId,
        accountId: payeeAccounts.accountId,
        state: payeeAccounts.state,
      })
      .from(payeeAccounts)
      .innerJoin(payees, and(eq(payees.authorityId, payeeAccounts.authorityId), eq(payees.payeeId, payeeAccounts.payeeId)))
      .where(and(live, inArray(payeeAccounts.fingerprint, shared)))
      .orderBy(payeeAccounts.proposedAt, payeeAccounts.accountId);
    const groups = new Map<string, SharedAccount & { payees: SharedAccount['payees'][number][] }>();
    for (const { fingerprint, masked, ...payee } of rows) {
      const mark = fingerprint.toString('hex');
      const group = groups.get(mark) ?? { masked, payees: [] };
      groups.set(mark, group);
      group.payees.push(payee);
    }
    return [...groups.values()];
  });
}
