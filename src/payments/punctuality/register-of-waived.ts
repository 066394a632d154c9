import type { RegisterEntry, RegisterSource } from '../../people/index.ts';
import type { Database } from '../../platform/database/database.ts';
import { type WaivedCheck, waivedChecks } from './waived-checks.ts';

/** Payments' part of the auditors' register: urgent payments that two people let out, and checks on accounts that somebody let go. */
export function waivedChecksOf({ database }: { readonly database: Database }): RegisterSource {
  return {
    kinds: ['urgent-payment', 'waived-check'],
    read: async (authorityId, limit) => (await waivedChecks({ database }, authorityId)).flatMap(entriesOf).slice(0, limit),
  };
}

/** Under the name of who had the last word. An urgent payment that was asked for and not agreed went round nothing. */
function entriesOf({
  kind,
  at,
  accountId,
  dueRef,
  amount,
  reason,
  waivesCoolingOff,
  state,
  askedBy,
  decidedBy,
}: WaivedCheck): RegisterEntry[] {
  const principal = decidedBy ?? askedBy;
  const ofAccount = { kind: 'waived-check', at, principal, subject: 'payee-account', subjectId: accountId } as const;
  if (kind === 'name-override') return [{ ...ofAccount, permission: `name-check: ${reason}` }];
  if (kind === 'confirmed-unchecked') return [{ ...ofAccount, permission: 'account-could-not-be-checked' }];
  if (state !== 'approved' || dueRef === null) return [];
  const urgent = { kind: 'urgent-payment', at, principal, permission: reason ?? '', subject: 'instalment', subjectId: dueRef } as const;
  return [{ ...urgent, ...(amount !== null && { amount }) }, ...(waivesCoolingOff ? [{ ...ofAccount, permission: 'cooling-off' }] : [])];
}
