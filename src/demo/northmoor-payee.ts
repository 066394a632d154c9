import {
  addPayee,
  confirmAccount,
  familyPayees,
  loadModulusTable,
  madeUpTable,
  type PayeeRoom,
  proposeAccount,
} from '../payments/index.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { requireAccepted } from './require-accepted.ts';

/** Whose bank details the play takes in. */
export interface DemoPayee {
  readonly familyId: string;
  readonly personId: string;
  /** Under a made-up sort code, with check digits that are right by the made-up table. */
  readonly details: { readonly accountName: string; readonly sortCode: string; readonly accountNumber: string };
}

/** The published table of check digits belongs to the payments scheme; the demo council has a made-up one. */
export async function loadMadeUpTable(room: PayeeRoom, { finance }: NorthmoorCast): Promise<void> {
  requireAccepted('check digits', await loadModulusTable(room, finance, { ...madeUpTable, validFrom: '2026-04-01' }));
}

/**
 * Bank details, taken in by one officer and confirmed by another. No bank checks names for the demo, so the second officer says how they
 * know; a first account has no cooling-off. Goes on from wherever an earlier play came to.
 */
export async function takeInPayee(room: PayeeRoom, cast: NorthmoorCast, { familyId, personId, details }: DemoPayee): Promise<string> {
  const { finance, approver } = cast;
  const known = requireAccepted('payees', await familyPayees(room, finance, familyId));
  const standing = known.find((payee) => payee.personId === personId);
  const { payeeId } = standing ?? requireAccepted('payee', await addPayee(room, finance, { familyId, personId }));
  const [account] = standing?.accounts ?? [];
  if (account !== undefined && account.state !== 'proposed') return payeeId;
  const proposal = { payeeId, details, untilThen: 'pay-the-old-one' } as const;
  const { accountId } = account ?? requireAccepted('bank details', await proposeAccount(room, finance, proposal));
  const override = { reason: 'seen-bank-letter', words: 'The name stands on a letter of the bank that the family brought.' } as const;
  requireAccepted('second look at the bank details', await confirmAccount(room, approver, { payeeId, accountId, override }));
  return payeeId;
}
