import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Role } from '../../platform/http/operation.ts';
import { membershipsOf, type Place } from '../memberships/caller-for.ts';
import { rotateSession } from './rotate-session.ts';
import { familyLimits, officerLimits } from './session-limits.ts';

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

/** Whoever works on other people's records keeps an officer's limits. */
const WORKS_ON_OTHERS: readonly Role[] = ['finance-officer', 'approver', 'caseworker', 'auditor', 'administrator', 'partner'];

/** The session's new token when it works there from now on; undefined when the person stands for nothing in that authority. */
export async function chooseAuthority(desk: Desk, token: string, identityId: string, authorityId: number): Promise<string | undefined> {
  const place = (await placesOf(desk, identityId)).find((each) => each.authorityId === authorityId);
  return place === undefined ? undefined : enterPlace(desk, token, place);
}

/** Most people stand for something in one authority only: they are not asked which. */
export async function chooseOnlyAuthority(desk: Desk, token: string, identityId: string): Promise<string> {
  const [place, ...others] = await placesOf(desk, identityId);
  if (place === undefined || others.length > 0) return token;
  return (await enterPlace(desk, token, place)) ?? token;
}

function placesOf({ database, clock }: Desk, identityId: string): Promise<Place[]> {
  return membershipsOf(database, identityId, clock.now());
}

function enterPlace(desk: Desk, token: string, { authorityId, standings }: Place): Promise<string | undefined> {
  const isOfficer = standings.some(({ role }) => WORKS_ON_OTHERS.includes(role));
  return rotateSession(desk, token, { authorityId, limits: isOfficer ? officerLimits : familyLimits });
}
