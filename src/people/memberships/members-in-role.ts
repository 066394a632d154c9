import { and, asc, eq, gte, isNull, lte, or } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { MemberRole } from './member-roles.ts';
import { memberships } from './schema.ts';

/** Who holds a role of the authority on a day, by sign-in. */
export async function membersInRole(tx: Transaction, authorityId: number, role: MemberRole, on: PlainDate): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ identityId: memberships.identityId })
    .from(memberships)
    .where(
      and(
        eq(memberships.authorityId, authorityId),
        eq(memberships.role, role),
        isNull(memberships.endedAt),
        lte(memberships.from, on),
        or(isNull(memberships.until), gte(memberships.until, on)),
      ),
    )
    .orderBy(asc(memberships.identityId));
  return rows.map(({ identityId }) => identityId);
}
