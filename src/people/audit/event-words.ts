import { whatWasDone } from './audit-words.ts';
import type { AuditRow } from './read-events.ts';

/** What was done, for auditors and administrators: the same events in a sentence. What families read of their record is said in audit-words. */
const DONE: Readonly<Record<string, string>> = {
  'people.sign-in': 'signed in',
  'people.sign-out': 'signed out',
  'people.sign-in-locked': 'guessed too often and has to wait',
  'people.add-passkey': 'added a passkey',
  'people.remove-passkey': 'removed a passkey',
  'people.add-authenticator': 'added an authenticator app',
  'people.remove-authenticator': 'removed the authenticator app',
  'people.renew-recovery-codes': 'made new recovery codes',
  'people.use-recovery-code': 'used a recovery code',
  'people.end-sessions-of': 'signed somebody out everywhere',
  'people.ask-factor-removal': 'asked that somebody’s second proofs be taken away',
  'people.confirm-factor-removal': 'took away somebody’s second proofs',
  'people.write-message': 'wrote a message to or from somebody of a family',
  'people.list-messages': 'read the messages of somebody of a family',
  'people.send-document': 'added a document to a family’s record',
  'people.list-documents': 'looked at the list of somebody’s documents',
  'people.fetch-document': 'opened a document of a family',
  'people.create-api-key': 'made an API key',
  'people.rotate-api-key': 'gave an API key a new secret',
  'people.revoke-api-key': 'withdrew an API key',
  'people.register-machine-client': 'registered a machine client',
  'people.rotate-machine-client': 'gave a machine client a new secret',
  'people.revoke-machine-client': 'withdrew a machine client',
  'people.claim-invitation': 'took up an invitation',
  'people.invite': 'invited somebody to a role',
  'people.withdraw-invitation': 'withdrew an invitation',
  'people.end-membership': 'ended somebody’s role',
  'people.raise-signal': 'wrote down a worry about fraud or safeguarding',
  'people.list-signals': 'read the worries about fraud and safeguarding',
  'people.erase-family': 'erased a family’s record',
};

const WHO: Readonly<Record<string, string>> = {
  'young-person': 'A young person',
  parent: 'A parent',
  nominee: 'A nominee',
  supporter: 'A supporter',
  'third-party': 'A third party',
  'provider-staff': 'Somebody of a provider',
  'finance-officer': 'A finance officer',
  approver: 'An approver',
  caseworker: 'A caseworker',
  auditor: 'An auditor',
  administrator: 'An administrator',
  partner: 'A partner',
};

/** `A caseworker looked at a family’s record.` Undefined for a step that has no words: a test sees to it that there is none. */
export function sentenceOf({ principal, role, operation }: Pick<AuditRow, 'principal' | 'role' | 'operation'>): string | undefined {
  const done = DONE[operation] ?? whatWasDone[operation]?.replace('your record', 'a family’s record');
  return done === undefined ? undefined : `${WHO[role ?? ''] ?? whoIs(principal)} ${done}.`;
}

function whoIs(principal: string): string {
  if (principal.startsWith('identity:')) return 'A person';
  if (principal.startsWith('key:') || principal.startsWith('client:')) return 'A program';
  return principal === 'anonymous' ? 'Somebody who is not signed in' : 'The service';
}
