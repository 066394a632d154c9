import type { ProblemTable } from '../platform/http/problem-table.ts';

/** The refusals of this room; codes are part of the API and never change their meaning. */
export const peopleProblems = {
  'authority-slug-taken': {
    status: 409,
    title: 'Another authority has this short name',
    advice: 'Choose another short name, or send the name it already has.',
  },
  'authority-slug-malformed': {
    status: 422,
    title: 'The short name cannot be used',
    advice: 'Use 2 to 40 small letters, digits and hyphens, beginning with a letter.',
  },
  'authority-not-found': { status: 404, title: 'No such authority', advice: 'Check the authority; list them to see what exists.' },
  'business-date-not-stored': {
    status: 409,
    title: 'This authority lives in real time',
    advice: 'Only a demo authority has a date that can be moved.',
  },
  'business-date-backwards': {
    status: 422,
    title: 'The business date moves only forwards',
    advice: 'Choose the present business date or a later one.',
  },
  'api-key-not-found': { status: 404, title: 'No such API key', advice: 'Check the id; list the keys to see what exists.' },
  'api-key-ended': {
    status: 409,
    title: 'The API key has ended',
    advice: 'It was withdrawn or has expired, and a new secret would open nothing; make a new key.',
  },
  'api-key-overlap-out-of-range': {
    status: 422,
    title: 'The old secret would work for too long',
    advice: 'Send overlapHours from 0 (it stops at once) to 168 (seven days).',
  },
  'api-key-expiry-out-of-range': {
    status: 422,
    title: 'The key would expire too early or too late',
    advice: 'Choose a time in the future, at most 366 days from now.',
  },
  'machine-client-not-found': {
    status: 404,
    title: 'No such machine client',
    advice: 'Check the id; list the machines to see what exists.',
  },
  'machine-client-expiry-out-of-range': {
    status: 422,
    title: 'The machine client would expire too early or too late',
    advice: 'Choose a time in the future, at most 366 days from now.',
  },
  'machine-client-keys-unusable': {
    status: 422,
    title: 'A public key cannot be used',
    advice: 'Send in publicKeys whole public keys: RSA of 2048 to 4096 bits, or EC P-256.',
  },
  'machine-client-ended': {
    status: 409,
    title: 'The machine client has ended',
    advice: 'It was withdrawn or has expired, and a new secret would open nothing; register a new one.',
  },
  'machine-client-other-proof': {
    status: 422,
    title: 'This machine shows who it is in another way',
    advice: 'Send publicKeys for a machine that signs, and none for one that sends a secret.',
  },
  'api-key-scope-not-held': {
    status: 403,
    title: 'A key cannot give more than it has',
    advice: 'Leave out the scopes that your own key does not hold, or ask whoever holds them.',
  },
} as const satisfies ProblemTable;
