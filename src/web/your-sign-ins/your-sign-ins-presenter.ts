import type { Identity, OwnSession, Passkey, Session, WayIn } from '../../people/index.ts';
import { showMoment } from '../../platform/calendar/show-moment.ts';

export interface SignInsFacts {
  readonly session: Session;
  readonly identity: Identity;
  readonly sessions: readonly OwnSession[];
  readonly passkeys: readonly Passkey[];
  readonly trouble: string | undefined;
}

export interface SignInsView {
  readonly email: string;
  readonly trouble: string | undefined;
  readonly sessions: readonly { readonly id: string; readonly isThis: boolean; readonly device: string; readonly facts: string }[];
  readonly passkeys: readonly { readonly id: string; readonly name: string; readonly facts: string }[];
  readonly hasAuthenticator: boolean;
  readonly recoveryCodes: string | undefined;
}

const HOW: Readonly<Record<WayIn, string>> = {
  mail: 'by a mail',
  passkey: 'by a passkey',
  'oidc-staff': 'by a work account',
  'oidc-family': 'by GOV.UK One Login',
};

/** All wording of the page about one's own sign-ins. */
export function presentSignIns({ session, identity, sessions, passkeys, trouble }: SignInsFacts): SignInsView {
  return {
    email: identity.email,
    trouble,
    sessions: sessions.map(({ sessionId, device, signedInBy, createdAt, lastSeenAt, address }) => ({
      id: sessionId,
      isThis: sessionId === session.sessionId,
      device: deviceInWords(device),
      facts: `Signed in ${HOW[signedInBy]} on ${showMoment(createdAt)}, last used ${showMoment(lastSeenAt)}, from ${address}`,
    })),
    passkeys: passkeys.map(({ credentialId, name, createdAt, lastUsedAt }) => ({
      id: credentialId,
      name,
      facts: `Added on ${showMoment(createdAt)}${lastUsedAt === undefined ? ', not used yet' : `, last used ${showMoment(lastUsedAt)}`}`,
    })),
    hasAuthenticator: identity.hasAuthenticator,
    recoveryCodes:
      identity.hasAuthenticator || identity.passkeys > 0 ? `${identity.recoveryCodes} of your recovery codes are left.` : undefined,
  };
}

/** Browsers call themselves by many names at once; the one that only they use comes first. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iPhone or iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
];

function deviceInWords(device: string): string {
  const nameOf = (known: typeof BROWSERS) => known.find(([sign]) => sign.test(device))?.[1];
  const [browser, system] = [nameOf(BROWSERS), nameOf(SYSTEMS)];
  if (browser === undefined) return 'Another program';
  return system === undefined ? browser : `${browser} on ${system}`;
}
