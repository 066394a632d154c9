import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { Trace } from '../audit/identity-event.ts';
import { type BrowserFacts, beginSession } from '../sessions/begin-session.ts';
import { keepFlow, takeFlow } from './flows.ts';
import { findPasskey, keepPasskey, listPasskeys, notePasskeyUse, type Passkey } from './passkey-store.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { giveBackTry, type MustWait, takeTry } from './throttle.ts';

/**
 * Passkeys stand in for both factors at once: the device is one, and it is asked for its own lock (user verification) every time. They name
 * this service's host, so a page that only looks like ours gets nothing.
 */
export type PasskeyRefusal = { readonly code: 'passkey-refused' } | MustWait;

/** Two hundred files that only a passkey needs: a command that reads a balance should not wait for them. */
const webauthn = () => import('@simplewebauthn/server');

const passkeyAnswer = z.looseObject({
  id: z.string().max(1_500),
  rawId: z.string().max(1_500),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string() }),
});
const challengeFacts = z.object({ challenge: z.string(), identityId: z.uuid().optional() });

/** For a sign-in no passkey is named: the device knows its own, and nobody can ask which address has one. */
export async function passkeySignInOptions(desk: SignInDesk, browserToken: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await (await webauthn()).generateAuthenticationOptions({ rpID: hostOf(desk), userVerification: 'required' });
  await keepFlow(desk, 'passkey-sign-in', browserToken, { challenge: options.challenge });
  return options;
}

export async function signInByPasskey(
  desk: SignInDesk,
  given: string,
  browserToken: string,
  browser: BrowserFacts,
): Promise<Result<{ readonly token: string; readonly sessionId: string }, PasskeyRefusal>> {
  const mustWait = await takeTry(desk, 'address', browser.address, browser);
  if (mustWait !== undefined) return refused(mustWait);
  const flow = challengeFacts.safeParse(await takeFlow(desk, 'passkey-sign-in', browserToken));
  const identityId = flow.success ? await provenBy(desk, given, flow.data.challenge) : undefined;
  if (identityId === undefined) return refused({ code: 'passkey-refused' });
  await giveBackTry(desk, 'address', browser.address);
  return accepted(await beginSession(desk, { identityId, by: 'passkey', withSecondFactor: true }, browser));
}

/** As a second factor only the person's own passkeys are asked for. */
export async function passkeyProofOptions(
  desk: SignInDesk,
  identityId: string,
  browserToken: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = await listPasskeys(desk.database, identityId);
  const options = await (await webauthn()).generateAuthenticationOptions({
    rpID: hostOf(desk),
    userVerification: 'required',
    allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  await keepFlow(desk, 'passkey-proof', browserToken, { challenge: options.challenge, identityId });
  return options;
}

export async function provePasskey(
  desk: SignInDesk,
  identityId: string,
  given: string,
  browserToken: string,
): Promise<Result<undefined, { readonly code: 'passkey-refused' }>> {
  const flow = challengeFacts.safeParse(await takeFlow(desk, 'passkey-proof', browserToken));
  if (!flow.success || flow.data.identityId !== identityId) return refused({ code: 'passkey-refused' });
  return (await provenBy(desk, given, flow.data.challenge)) === identityId ? accepted(undefined) : refused({ code: 'passkey-refused' });
}

export async function newPasskeyOptions(
  desk: SignInDesk,
  { identityId, email }: { readonly identityId: string; readonly email: string },
  browserToken: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const own = await listPasskeys(desk.database, identityId);
  const options = await (await webauthn()).generateRegistrationOptions({
    rpName: 'Threefold',
    rpID: hostOf(desk),
    userName: email,
    userID: new TextEncoder().encode(identityId),
    attestationType: 'none',
    excludeCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepFlow(desk, 'passkey-new', browserToken, { challenge: options.challenge, identityId });
  return options;
}

export async function addPasskey(
  desk: SignInDesk,
  identityId: string,
  { given, name, browserToken }: { readonly given: string; readonly name: string; readonly browserToken: string },
  trace: Trace,
): Promise<Result<undefined, { readonly code: 'passkey-refused' }>> {
  const flow = challengeFacts.safeParse(await takeFlow(desk, 'passkey-new', browserToken));
  const answer = readAnswer(given);
  if (!flow.success || flow.data.identityId !== identityId || answer === undefined) return refused({ code: 'passkey-refused' });
  const verified = await (await webauthn())
    .verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: flow.data.challenge,
      expectedOrigin: desk.publicUrl,
      expectedRPID: hostOf(desk),
      requireUserVerification: true,
    })
    .catch(() => undefined);
  if (verified?.verified !== true) return refused({ code: 'passkey-refused' });
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  const passkey = {
    credentialId: id,
    identityId,
    publicKey: Buffer.from(publicKey),
    counter: BigInt(counter),
    transports: (transports ?? []) as Passkey['transports'],
    name: name.trim().slice(0, 60) || 'Passkey',
  };
  const kept = await keepPasskey(desk, passkey, trace);
  return kept ? accepted(undefined) : refused({ code: 'passkey-refused' });
}

/** Whose passkey answered the challenge rightly; undefined whatever was wrong, for the library throws on what it cannot read. */
async function provenBy(desk: SignInDesk, given: string, challenge: string): Promise<string | undefined> {
  const answer = readAnswer(given);
  const passkey = answer === undefined ? undefined : await findPasskey(desk.database, answer.id);
  if (answer === undefined || passkey === undefined) return undefined;
  const verified = await (await webauthn())
    .verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: desk.publicUrl,
      expectedRPID: hostOf(desk),
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
        transports: passkey.transports,
      },
    })
    .catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  const isFirstUse = await notePasskeyUse(desk, passkey.credentialId, BigInt(verified.authenticationInfo.newCounter));
  return isFirstUse ? passkey.identityId : undefined;
}

function readAnswer(given: string): z.infer<typeof passkeyAnswer> | undefined {
  try {
    const answer = passkeyAnswer.safeParse(JSON.parse(given));
    return answer.success ? answer.data : undefined;
  } catch {
    return undefined;
  }
}

function hostOf({ publicUrl }: SignInDesk): string {
  return new URL(publicUrl).hostname;
}
