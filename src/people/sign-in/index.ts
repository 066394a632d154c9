/** What pages, jobs and commands need of signing in; the tables and statements stay inside. */
export {
  beginAuthenticator,
  type NewAuthenticator,
  proveAuthenticator,
  removeAuthenticator,
  showNewAuthenticator,
} from './authenticator.ts';
export { areLookAlikes } from './email-address.ts';
export { type FoundIdentity, findOrCreateIdentity, type Identity, readIdentity } from './identities.ts';
export { type Issuer, issuerOf } from './issuer.ts';
export { mailSignIn } from './job-contracts.ts';
export { listPasskeys, type Passkey, removePasskey } from './passkey-store.ts';
export { addPasskey, newPasskeyOptions, passkeyProofOptions, passkeySignInOptions, provePasskey, signInByPasskey } from './passkeys.ts';
export { newRecoveryCodes, proveRecoveryCode } from './recovery-codes.ts';
export { replaceServiceKey } from './replace-service-key.ts';
export { requestSignIn } from './request-sign-in.ts';
export { safeReturnTo } from './return-to.ts';
export { sendSignInMail } from './send-sign-in-mail.ts';
export { beginIssuerSignIn, endIssuerSignIn } from './sign-in-by-issuer.ts';
export { type LinkState, lookAtLink, signInByCode, signInByLink } from './sign-in-by-mail.ts';
export type { SignInDesk } from './sign-in-desk.ts';
