import { and, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { v5 as uuidV5 } from 'uuid';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { showMoment } from '../../platform/calendar/show-moment.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { unusualPulls } from '../audit/schema.ts';
import { readAuthority } from '../authorities.ts';
import { memberships } from '../memberships/schema.ts';
import { readIdentity } from '../sign-in/identities.ts';
import type { NoticeDesk } from './notice-desk.ts';
import { pullAlert } from './notice-words.ts';

/** To every administrator of the authority; one who opened too many families themselves is told like the others. */
export async function sendPullAlert(
  { database, clock, mailer }: NoticeDesk,
  mailId: string,
  { authorityId, principal, hour }: { readonly authorityId: number; readonly principal: string; readonly hour: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const today = dateInLondon(clock.now());
  const { pull, administrators } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const [pull] = await tx
      .select()
      .from(unusualPulls)
      .where(and(eq(unusualPulls.authorityId, authorityId), eq(unusualPulls.principal, principal), eq(unusualPulls.hour, new Date(hour))));
    const administrators = await tx
      .selectDistinct({ identityId: memberships.identityId })
      .from(memberships)
      .where(
        and(
          eq(memberships.authorityId, authorityId),
          eq(memberships.role, 'administrator'),
          isNull(memberships.endedAt),
          lte(memberships.from, today),
          or(isNull(memberships.until), gte(memberships.until, today)),
        ),
      );
    return { pull, administrators };
  });
  const authority = await readAuthority(database, authorityId);
  if (pull === undefined || authority === undefined) return refused({ code: 'record-not-found' });
  for (const { identityId } of administrators) {
    const identity = await readIdentity(database, identityId);
    if (identity === undefined) continue;
    const about = { council: authority.name, principal, families: pull.families, when: showMoment(pull.noticedAt) };
    // One id for each administrator, the same in every attempt.
    await mailer.send(uuidV5(identityId, mailId), pullAlert({ to: identity.email, ...about }));
  }
  return accepted(undefined);
}
