import type { Caller } from '../../platform/http/operation.ts';
import type { AuditRow } from './read-events.ts';

/** The log in words a family understands. Every operation that opens or changes a family's record has some. */
export const whatWasDone: Readonly<Record<string, string>> = {
  'people.list-families': 'saw the name of your record in a list',
  'people.open-family': 'started your record',
  'people.read-family': 'looked at your record',
  'people.add-person': 'added a person to your record',
  'people.change-person': 'changed details in your record',
  'people.record-relationship': 'wrote down who is responsible for a child',
  'people.end-relationship': 'wrote down that a responsibility or order has ended',
  'people.mark-confidential': 'marked a detail as confidential',
  'people.lift-mark': 'took the confidential mark off a detail',
  'people.invite-to-family': 'invited somebody to sign in to your record',
  'people.claim-invitation': 'signed in to your record for the first time',
  'people.grant-access': 'let somebody see your record',
  'people.list-grants': 'looked at who may see your record',
  'people.revoke-grant': 'ended what somebody could see',
  'people.read-access-log': 'looked at this list',
  'people.export-family': 'made a copy of your record',
  'people.start-retention-clock': 'wrote down how long papers are kept',
  'people.place-legal-hold': 'asked that nothing is deleted',
  'people.lift-legal-hold': 'let go of a request that nothing is deleted',
};

const WHO: Readonly<Record<string, string>> = {
  'young-person': 'The young person',
  parent: 'A parent',
  nominee: 'Somebody you chose to be paid for you',
  supporter: 'Somebody you chose to help you',
  'third-party': 'An organisation you chose',
  'finance-officer': 'Finance officer of the council',
  approver: 'Finance officer of the council',
  caseworker: 'Caseworker of the council',
  auditor: 'Auditor of the council',
  administrator: 'Administrator of the council',
};

const WHY: Readonly<Record<string, string>> = {
  'own-record': 'It is their own record',
  'granted-by-family': 'You let them',
  casework: 'Work on your plan',
  review: 'A review',
  'payment-query': 'A question about a payment',
  complaint: 'A complaint',
  audit: 'An audit',
  'support-request': 'You asked for help',
  'data-request': 'You asked for your data',
  correction: 'Something had to be put right',
};

const HOW: Readonly<Record<string, string>> = {
  online: 'online',
  phone: 'you asked by phone',
  paper: 'you asked on paper',
  'in-person': 'you asked in person',
  machine: 'a program of the council',
  service: 'this service by itself',
};

export interface LogLine {
  readonly seq: bigint;
  readonly at: Date;
  readonly who: string;
  readonly what: string;
  readonly why?: string;
  readonly how: string;
  readonly personId?: string;
}

/** No addresses of connections and no names of a family's other people: the log must not tell one parent where the other is. */
export function inWords({ seq, at, principal, role, operation, purpose, channel, personId }: AuditRow, caller: Caller): LogLine {
  const who = principal === caller.principal ? 'You' : (WHO[role ?? ''] ?? nobodyYet(principal));
  return {
    seq,
    at,
    who,
    what: whatWasDone[operation] ?? 'worked on your record',
    ...(purpose !== null && { why: WHY[purpose] ?? purpose }),
    how: HOW[channel] ?? channel,
    ...(personId !== null && { personId }),
  };
}

/** Whoever takes up an invitation is nothing to the family before. */
function nobodyYet(principal: string): string {
  return principal.startsWith('identity:') ? 'Somebody who was invited' : 'A program of the council';
}
