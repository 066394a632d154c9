import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller, Standing } from '../../platform/http/operation.ts';
import type { Session } from '../sessions/session.ts';
import { type StandingFacts, standingsOn } from './standings.ts';

/** Everything of a caller but what the request itself says. */
export type KnownCaller = Omit<Caller, 'requestId' | 'address' | 'purpose' | 'onBehalfOf'>;

/** 0 is nobody's number: signed in, and at work in no authority yet. */
const NO_AUTHORITY = 0;

/** An authority in which somebody stands for something today. */
export interface Place {
  readonly authorityId: number;
  readonly slug: string;
  readonly name: string;
  readonly standings: readonly Standing[];
}

/** Read for each request: what was ended or revoked has ended for the next one, in every process. */
export async function callerFor(database: Database, session: Session, now: Date): Promise<KnownCaller> {
  const { authorityId, identityId } = session;
  return knownCaller(session, authorityId === undefined ? null : await readFacts(database, authorityId, identityId), now);
}

/** Rights follow the real day, also where a demo plays another date. */
export function knownCaller(
  {
    identityId,
    sessionId,
    secondFactorAt,
    authorityId = NO_AUTHORITY,
  }: Pick<Session, 'identityId' | 'sessionId' | 'secondFactorAt' | 'authorityId'>,
  facts: StandingFacts | null,
  now: Date,
): KnownCaller {
  return {
    kind: 'person',
    principal: `identity:${identityId}`,
    authorityId,
    scopes: [],
    standings: facts === null ? [] : standingsOn(facts, dateInLondon(now)),
    identityId,
    sessionId,
    ...(secondFactorAt !== undefined && { secondFactorAt }),
  };
}

/** Where a signed-in person may work: to choose from after sign-in. */
export async function membershipsOf(database: Database, identityId: string, now: Date): Promise<Place[]> {
  const places = await database.sql<{ authority_id: number; slug: string; name: string }[]>`
    select authority_id, slug, name from people.places_of(${identityId}::text::uuid)`;
  const found = await Promise.all(
    places.map(async ({ authority_id, slug, name }): Promise<Place> => {
      return { authorityId: authority_id, slug, name, standings: await readStandings(database, authority_id, identityId, now) };
    }),
  );
  return found.filter(({ standings }) => standings.length > 0);
}

export async function readStandings(database: Database, authorityId: number, identityId: string, now: Date): Promise<Standing[]> {
  return standingsOn(await readFacts(database, authorityId, identityId), dateInLondon(now));
}

async function readFacts(database: Database, authorityId: number, identityId: string): Promise<StandingFacts> {
  const [row] = await database.sql<{ facts: StandingFacts }[]>`
    select people.read_standings(${authorityId}, ${identityId}::text::uuid) as facts`;
  if (row === undefined) throw new Error('people.read_standings answered nothing');
  return row.facts;
}
