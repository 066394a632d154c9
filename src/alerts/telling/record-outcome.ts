import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { NoticeState } from './notice.ts';
import { findByProviderRef, listNotices, type NoticeRow, updateNotice } from './store.ts';

/** What Notify calls it, and what it means here. */
const OUTCOMES: Readonly<Record<string, NoticeState>> = {
  delivered: 'delivered',
  received: 'delivered',
  'permanent-failure': 'bounced',
  'temporary-failure': 'bounced',
  'technical-failure': 'failed',
  'validation-failed': 'failed',
};

/** A receipt, a bounce: the last word on a notice counts, and one that says nothing new changes nothing. */
export async function recordOutcome(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  authorityId: number,
  { providerRef, status }: { readonly providerRef: string; readonly status: string },
): Promise<Result<{ readonly state: NoticeState }, { readonly code: 'notice-not-found' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const notice = await findByProviderRef(tx, authorityId, providerRef);
    if (notice === undefined) return refused({ code: 'notice-not-found' });
    const state = OUTCOMES[status];
    if (state === undefined || state === notice.state) return accepted({ state: notice.state });
    const error = state === 'delivered' ? null : status;
    await updateNotice(tx, authorityId, notice, { state, settledAt: clock.now(), error });
    return accepted({ state });
  });
}

export type ShownNotice = Pick<
  NoticeRow,
  | 'noticeId'
  | 'recipientKind'
  | 'recipientId'
  | 'channel'
  | 'template'
  | 'state'
  | 'attempts'
  | 'createdAt'
  | 'sentAt'
  | 'settledAt'
  | 'error'
>;

/** Notices by state: `failed` and `bounced` are the work list, those of a bulk are its proof of delivery. */
export async function readNotices(
  database: Database,
  authorityId: number,
  query: Parameters<typeof listNotices>[2],
): Promise<ShownNotice[]> {
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) => listNotices(tx, authorityId, query));
  return rows.map(({ noticeId, recipientKind, recipientId, channel, template, state, attempts, createdAt, sentAt, settledAt, error }) => {
    return { noticeId, recipientKind, recipientId, channel, template, state, attempts, createdAt, sentAt, settledAt, error };
  });
}
