/** Who may do what: the authorities, and the keys of machines. People who sign in come to live here too. */
export { apiKeyAuthenticator } from './api-key-authenticator.ts';
export { createApiKey, type KeyScope, keyScopes, listApiKeys, revokeApiKey } from './api-keys.ts';
export { createAuthority, findAuthority, listAuthorities } from './authorities.ts';
export { businessDates, moveBusinessDate } from './business-dates.ts';
export { peopleOperations } from './operations/index.ts';
export { peopleProblems } from './problems.ts';
export * from './sessions/index.ts';
export * from './sign-in/index.ts';
