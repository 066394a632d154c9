import { mayContact } from '../../payments/index.ts';
import { type PersonDetails, type RecordRoom, readAuthority, readFamily, readIdentity } from '../../people/index.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Mailer } from '../../platform/email/mail.ts';
import { letterAsPdf } from '../../platform/letters/letter-as-pdf.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { Handed, NotifyClient } from './channels/notify-client.ts';
import type { Channel, Preference } from './notice.ts';
import { nextTry } from './quiet-hours.ts';
import { lockNotice, type NoticeRow, readPreference, updateNotice } from './store.ts';
import { composeNotice, noticeAsLetter, noticeAsMail, noticeAsText } from './words/compose.ts';

/** What notices leave by. Without Notify texts and letters become somebody's work instead of being lost. */
export interface DeliveryDesk extends RecordRoom {
  readonly publicUrl: string;
  readonly mailer: Mailer;
  readonly notify?: NotifyClient | undefined;
}

/** For so long nobody else takes the notice up: longer than every channel's deadline. */
const LEASE_MS = 120_000;

/**
 * One notice, exactly once in the sense of our records: the try is written before the channel is called and its answer after. Whoever is
 * killed in between leaves a notice in `sending`; the next try asks Notify by our reference first, and gives a mail the same message id, so
 * that a second copy can be seen to be the first.
 */
export async function deliverOne(
  desk: DeliveryDesk,
  authorityId: number,
  { noticeId }: { readonly noticeId: string },
): Promise<Result<{ readonly state: NoticeRow['state'] }, { readonly code: 'notice-not-found' }>> {
  const { database, clock } = desk;
  const taken = await inTransaction(database, { authorityId }, async (tx) => {
    const notice = await lockNotice(tx, authorityId, noticeId);
    if (notice === undefined) return undefined;
    const now = clock.now();
    const isDue = (notice.state === 'queued' || notice.state === 'sending') && notice.nextAt <= now;
    if (!isDue) return { notice, isDue, maySend: true };
    const { familyId, recipientId, recipientKind } = notice;
    const maySend = recipientKind === 'officer' || familyId === null || (await mayContact(tx, authorityId, familyId, recipientId));
    const preference = await readPreference(tx, authorityId, recipientId);
    await updateNotice(tx, authorityId, notice, {
      state: maySend ? 'sending' : 'withheld',
      attempts: notice.attempts + 1,
      nextAt: new Date(now.getTime() + LEASE_MS),
      ...(!maySend && { settledAt: now, error: 'no-contact' }),
    });
    return { notice, isDue, maySend, preference };
  });
  if (taken === undefined) return refused({ code: 'notice-not-found' });
  const { notice, isDue, maySend, preference } = taken;
  if (!isDue || preference === undefined) return accepted({ state: notice.state });
  if (!maySend) return accepted({ state: 'withheld' });
  const handed = await handOver(desk, authorityId, notice, preference);
  const now = clock.now();
  const attempts = notice.attempts + 1;
  const again = handed.outcome === 'later' ? nextTry(now, attempts, noticeId) : undefined;
  const change =
    handed.outcome === 'taken'
      ? ({ state: 'sent', sentAt: now, providerRef: handed.providerRef, channel: handed.channel ?? notice.channel, error: null } as const)
      : again !== undefined
        ? ({ state: 'queued', nextAt: again, error: handed.error } as const)
        : ({ state: 'failed', settledAt: now, error: handed.error } as const);
  await inTransaction(database, { authorityId }, (tx) => updateNotice(tx, authorityId, { noticeId, attempts }, change));
  return accepted({ state: change.state });
}

type HandedBy = Handed & { readonly channel?: Channel };

async function handOver(desk: DeliveryDesk, authorityId: number, notice: NoticeRow, preference: Preference): Promise<HandedBy> {
  const { noticeId, attempts, channel: wanted } = notice;
  const council = (await readAuthority(desk.database, authorityId))?.name ?? '';
  const contact = await contactOf(desk, authorityId, notice);
  const channel = [wanted, 'email' as const, 'letter' as const, 'text' as const].find(
    (each) => each !== 'in-app' && contact[each] !== undefined,
  );
  if (channel === undefined || channel === 'in-app') return { outcome: 'never', error: 'no-way-to-reach' };
  const composed = composeNotice(notice.template, preference.language, notice.values, desk.publicUrl);
  const to = contact[channel] ?? '';
  try {
    if (channel === 'email') {
      await desk.mailer.send(noticeId, noticeAsMail(to, composed));
      return { outcome: 'taken', providerRef: noticeId, channel };
    }
    const { notify } = desk;
    if (notify === undefined) return { outcome: 'never', error: 'notify-not-set-up' };
    // Any try before this one may have been taken and its answer lost.
    const found = attempts > 0 ? await notify.find(noticeId) : undefined;
    if (found !== undefined) return { outcome: 'taken', providerRef: found, channel };
    if (channel === 'text') return { ...(await notify.text({ reference: noticeId, phone: to, words: noticeAsText(composed) })), channel };
    const about = { council, to: to.split('\n'), date: dateInLondon(desk.clock.now()), reference: noticeId.slice(0, 8) };
    const pdf = await letterAsPdf(noticeAsLetter(composed, about), { print: preference.largePrint ? 'large' : 'usual' });
    return { ...(await notify.letter({ reference: noticeId, pdf })), channel };
  } catch (error) {
    // A mail server that refuses the recipient for good says so from 550 on; everything else may pass.
    const refusedForGood = error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 550;
    return { outcome: refusedForGood ? 'never' : 'later', error: errorCodeOf(error) };
  }
}

type Contact = Readonly<Partial<Record<'email' | 'text' | 'letter', string>>>;

async function contactOf(desk: DeliveryDesk, authorityId: number, { recipientKind, recipientId, familyId }: NoticeRow): Promise<Contact> {
  if (recipientKind === 'officer' || familyId === null) {
    const identity = await readIdentity(desk.database, recipientId);
    return identity === undefined ? {} : { email: identity.email };
  }
  const read = await readFamily(desk, authorityId, familyId, async ({ rows, key }) => {
    const person = rows.persons.find(({ personId }) => personId === recipientId);
    if (person === undefined) return undefined;
    return { identityId: person.identityId, details: key.open<PersonDetails>(person.sealed, person.personId) };
  });
  if (!read.ok || read.value === undefined) return {};
  const { identityId, details } = read.value;
  const identity = identityId === null ? undefined : await readIdentity(desk.database, identityId);
  const email = identity?.email ?? details?.email;
  return {
    ...(email !== undefined && { email }),
    ...(details?.phone !== undefined && { text: details.phone }),
    ...(details?.address !== undefined && { letter: `${details.name}\n${details.address}` }),
  };
}

function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
