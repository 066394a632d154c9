import { v4 as uuidV4 } from 'uuid';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result } from '../../platform/result.ts';
import { changeFamily, type RecordNotFound, readFamily } from './family-at-hand.ts';
import { signalRaised } from './job-contracts.ts';
import type { RecordRoom } from './record-room.ts';
import type { signalKinds } from './rules/record-kinds.ts';
import { signals } from './schema.ts';
import { readSignals } from './store.ts';

export interface Signal {
  readonly signalId: string;
  readonly kind: (typeof signalKinds)[number];
  readonly note: string;
  readonly raisedAt: Date;
  readonly raisedBy: string;
}

/** Restricted: neither the signal nor that it was raised or seen is ever shown to family, supporter or provider. */
export async function raiseSignal(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  { kind, note }: Pick<Signal, 'kind' | 'note'>,
): Promise<Result<{ readonly signalId: string }, RecordNotFound | { readonly code: 'errand-for-a-stranger' }>> {
  return changeFamily(room, caller, { familyId, operation: 'people.raise-signal' }, async ({ tx, key, now }) => {
    const signalId = uuidV4();
    const { authorityId, principal: raisedBy } = caller;
    await tx
      .insert(signals)
      .values({ authorityId, signalId, familyId, kind, sealed: key.seal({ note }, signalId), raisedAt: now, raisedBy });
    await appendToOutbox(tx, signalRaised, { authorityId, payload: { familyId, signalId, kind }, recordedAt: now, outboxId: signalId });
    return accepted({ value: { signalId }, facts: { signalId, kind }, restricted: true });
  });
}

export async function listSignals(room: RecordRoom, authorityId: number, familyId: string): Promise<Result<Signal[], RecordNotFound>> {
  return readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const rows = await readSignals(tx, authorityId, familyId);
    return rows.map(({ signalId, kind, sealed, raisedAt, raisedBy }) => {
      return { signalId, kind, note: key.open<{ note: string }>(sealed, signalId)?.note ?? '', raisedAt, raisedBy };
    });
  });
}
