import { accepted, refused } from '../result.ts';
import type { Gate } from './operation.ts';

/** The door of a service without people: a key's scope opens it, and nothing that it shows is a family's record. */
export const scopesOnly: Gate = {
  admit: async (caller, { scope }) =>
    scope === 'public' || caller.scopes.includes(scope) ? accepted(caller) : refused({ code: 'scope-missing', requiredScope: scope }),
  keepOpened: () => Promise.reject(new Error('a family record was opened where nobody keeps who saw it')),
};
