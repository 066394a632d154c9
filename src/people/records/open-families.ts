import { v4 as uuidV4 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction, TransactionClient } from '../../platform/database/in-transaction.ts';
import { insertMany } from '../../platform/database/insert-many.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { type FamilyKey, newFamilyKey } from './family-key.ts';
import type { RecordRoom } from './record-room.ts';
import { families, persons } from './schema.ts';

export interface NewFamily {
  readonly name: string;
  readonly child: { readonly name: string; readonly bornOn: PlainDate };
}

export interface OpenedFamily {
  readonly familyId: string;
  readonly childId: string;
  readonly key: FamilyKey;
}

/** Opens the records of many families at once, each with its key, its child and its events, in the caller's transaction. Answers in order. */
export async function openFamilies(
  { clock, keyRing }: Pick<RecordRoom, 'clock' | 'keyRing'>,
  { tx, client }: { readonly tx: Transaction; readonly client: TransactionClient },
  caller: Caller,
  drafts: readonly NewFamily[],
): Promise<OpenedFamily[]> {
  if (drafts.length === 0) return [];
  const { authorityId, principal } = caller;
  const now = clock.now();
  const made = { authorityId, createdAt: now, createdBy: principal };
  const opened = drafts.map((draft) => {
    const familyId = uuidV4();
    const childId = uuidV4();
    const { key, wrapped } = newFamilyKey(keyRing, authorityId, familyId);
    const sealed = key.seal({ name: draft.name }, familyId);
    return {
      familyId,
      childId,
      key,
      family: { ...made, familyId, keyRingId: wrapped.keyRingId, wrappedKey: wrapped.wrapped, sealed },
      child: {
        ...made,
        personId: childId,
        familyId,
        kind: 'young-person' as const,
        bornOn: draft.child.bornOn,
        sealed: key.seal({ name: draft.child.name }, childId),
        version: 1,
      },
    };
  });
  await insertMany(
    tx,
    families,
    opened.map(({ family }) => family),
  );
  await insertMany(
    tx,
    persons,
    opened.map(({ child }) => child),
  );
  await appendAudit(
    client,
    authorityId,
    opened.flatMap(({ familyId, childId }) => [
      eventOf(caller, 'people.open-family', 'change', now, { familyId }),
      eventOf(caller, 'people.add-person', 'change', now, { familyId, personId: childId }, { kind: 'young-person', fields: ['name'] }),
    ]),
  );
  return opened.map(({ familyId, childId, key }) => ({ familyId, childId, key }));
}
