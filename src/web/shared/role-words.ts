import type { Role } from '../../platform/http/operation.ts';

/** What somebody is, said to themselves. */
export const WHAT_YOU_ARE: Readonly<Record<Role, string>> = {
  'young-person': 'This is your own record',
  parent: 'You are a parent in this family',
  nominee: 'You look after the money for this family',
  supporter: 'You help this family',
  'third-party': 'Your organisation helps this family',
  'provider-staff': 'You work for a provider of support',
  'finance-officer': 'You are a finance officer',
  approver: 'You approve payments',
  caseworker: 'You are a caseworker',
  auditor: 'You are an auditor',
  administrator: 'You are an administrator',
  partner: 'You work for a partner that pays for support',
};

/** What an invitation makes somebody; a role that a later release knows is told plainly. */
export function invitedAs(role: string): string {
  return Object.hasOwn(AS, role) ? AS[role as keyof typeof AS] : 'to take part';
}

const AS = {
  'young-person': 'to see and change your own record',
  parent: "as a parent, to see your family's record",
  'provider-staff': 'as somebody who works for a provider of support',
  'finance-officer': 'as a finance officer',
  approver: 'as somebody who approves payments',
  caseworker: 'as a caseworker',
  auditor: 'as an auditor',
  administrator: 'as an administrator',
  partner: 'as somebody who works for a partner',
} as const;
