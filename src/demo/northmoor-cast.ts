import { v4 as uuidV4 } from 'uuid';
import { findOrCreateIdentity, type RecordRoom, readStandings } from '../people/index.ts';
import type { Caller } from '../platform/http/operation.ts';
import { requireAccepted } from './require-accepted.ts';

/** Who acts in the play: people of the demo council who can sign in as well, with the standings that they have. */
export interface NorthmoorCast {
  readonly parent: Caller;
  readonly caseworker: Caller;
  readonly finance: Caller;
  readonly approver: Caller;
}

/** Standings follow the real day, so the room here has the real clock. */
export async function northmoorCast(room: RecordRoom, authorityId: number): Promise<NorthmoorCast> {
  return {
    parent: await caller(room, authorityId, 'morgan@family.example'),
    caseworker: await caller(room, authorityId, 'casey@northmoor.example'),
    finance: await caller(room, authorityId, 'fin@northmoor.example'),
    approver: await caller(room, authorityId, 'app@northmoor.example'),
  };
}

async function caller(room: RecordRoom, authorityId: number, email: string): Promise<Caller> {
  const { identityId } = requireAccepted('identity', await findOrCreateIdentity(room, email));
  const standings = await readStandings(room.database, authorityId, identityId, room.clock.now());
  const [actingAs] = standings;
  if (actingAs === undefined) throw new Error(`${email} has no part in the demo council.`);
  return {
    kind: 'person',
    principal: `identity:${identityId}`,
    authorityId,
    scopes: [],
    standings,
    actingAs,
    identityId,
    requestId: uuidV4(),
  };
}
