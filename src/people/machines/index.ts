/** Machines that fetch short-lived tokens: OAuth client credentials. */
export { bearerAuthenticator } from './bearer-authenticator.ts';
export { type ClientProof, type IssueToken, tokenIssuer } from './issue-token.ts';
export { listMachineClients, registerMachineClient, revokeMachineClient } from './machine-clients.ts';
export { type PublicKeys, publicKeysSchema } from './public-keys.ts';
export { rotateMachineClient } from './rotate-machine-client.ts';
