import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { Preference } from './notice.ts';
import { preferenceRows } from './schema.ts';
import { readPreference } from './store.ts';

type Room = { readonly database: Database; readonly clock: Clock };

export type PreferenceFault = {
  readonly code: 'preference-not-possible';
  readonly field: string;
  readonly reason: string;
};

export async function setPreference(
  { database, clock }: Room,
  authorityId: number,
  { recipientId, isOfficer }: { readonly recipientId: string; readonly isOfficer: boolean },
  { channel, language, largePrint, quietFrom, quietUntil, digest }: Preference,
): Promise<Result<Preference, PreferenceFault>> {
  if (isOfficer && (channel === 'text' || channel === 'letter'))
    return refused({
      code: 'preference-not-possible',
      field: 'channel',
      reason: 'Officers are told in the app or by e-mail: write in-app or email.',
    });
  if ((quietFrom === null) !== (quietUntil === null))
    return refused({
      code: 'preference-not-possible',
      field: quietFrom === null ? 'quietFrom' : 'quietUntil',
      reason: 'Say from when and until when, or neither.',
    });
  const preference = { channel, language, largePrint, quietFrom, quietUntil, digest };
  const set = { ...preference, changedAt: clock.now() };
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .insert(preferenceRows)
      .values({ authorityId, recipientId, ...set })
      .onConflictDoUpdate({ target: [preferenceRows.authorityId, preferenceRows.recipientId], set }),
  );
  return accepted(preference);
}

export async function findPreference({ database }: Pick<Room, 'database'>, authorityId: number, recipientId: string): Promise<Preference> {
  const found = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readPreference(tx, authorityId, recipientId));
  const { channel, language, largePrint, quietFrom, quietUntil, digest } = found;
  return { channel, language, largePrint, quietFrom, quietUntil, digest };
}
