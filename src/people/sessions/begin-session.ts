import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { identityEvent, type Trace } from '../audit/identity-event.ts';
import { chooseOnlyAuthority } from './choose-authority.ts';
import type { WayIn } from './session.ts';
import { endOf, familyLimits, officerLimits } from './session-limits.ts';
import { digestOf, newToken } from './session-token.ts';

export interface SignedIn {
  readonly identityId: string;
  readonly by: WayIn;
  /** The way in was two factors at once: a passkey with the device's own lock, an issuer that asked for both. */
  readonly withSecondFactor: boolean;
}

/** Where a browser is, as its person sees it in the list of their sessions. */
export interface BrowserFacts extends Trace {
  readonly device: string;
  /** The session this browser had; it ends. */
  readonly earlierToken: string | undefined;
}

/** Always a new token: one that was planted in the browser before never becomes a session. */
export async function beginSession(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { identityId, by, withSecondFactor }: SignedIn,
  { device, earlierToken, ...trace }: BrowserFacts,
): Promise<{ readonly token: string; readonly sessionId: string }> {
  const now = clock.now();
  const token = newToken();
  const sessionId = timeOrderedId(now);
  const event = identityEvent(identityId, 'people.sign-in', now, trace, { by, withSecondFactor, sessionId });
  const limits = by === 'oidc-staff' ? officerLimits : familyLimits;
  await database.sql`
    select people.begin_session(${sessionId}::text::uuid, ${identityId}::text::uuid, ${digestOf(token)}, ${by}, ${withSecondFactor ? now : null},
      ${limits.idleSeconds}, ${endOf(limits, now)}, ${trace.address.slice(0, 100)}, ${device.slice(0, 200)},
      ${earlierToken === undefined ? null : digestOf(earlierToken)}, ${now}, ${JSON.stringify(event)}::text::jsonb)`;
  return { token: await chooseOnlyAuthority({ database, clock }, token, identityId), sessionId };
}
