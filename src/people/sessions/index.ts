/** Who a browser is signed in as, and for how long. */
export type { Trace } from '../audit/identity-event.ts';
export { type BrowserFacts, beginSession } from './begin-session.ts';
export { chooseAuthority } from './choose-authority.ts';
export { cookieCallers } from './cookie-callers.ts';
export { endSessions, listSessions, type OwnSession, sessionResolver } from './own-sessions.ts';
export { rotateSession } from './rotate-session.ts';
export type { Session, WayIn } from './session.ts';
export { officerLimits } from './session-limits.ts';
export {
  browserCookie,
  browserToken,
  endedSessionCookie,
  formToken,
  isFormToken,
  newToken,
  sessionCookie,
  sessionToken,
} from './session-token.ts';
