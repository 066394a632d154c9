import { v5 as uuidv5 } from 'uuid';
import type { Actor, EntryDraft, Ledger } from '../ledger/index.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { PaymentInstruction } from './payment-run.ts';
import type { PaymentRefusal } from './problems.ts';

/** The step of a payment's life that an entry stands for. With the instruction it makes the entry's id, so a step is booked once for ever. */
export type PaymentStep = 'released' | 'sent' | 'settled';

/** Books one step of several payments: all of them or none. An outage is thrown, so that a job is tried again and a caller answers 503. */
export async function postPayments(
  ledger: Ledger,
  { authorityId, principal }: Actor,
  step: PaymentStep,
  entries: readonly { readonly instruction: PaymentInstruction; readonly entry: EntryDraft }[],
): Promise<Result<undefined, PaymentRefusal>> {
  if (entries.length === 0) return accepted(undefined);
  const commands = entries.map(({ instruction, entry }) => {
    return { kind: 'entry' as const, id: uuidv5(step, instruction.instructionId), principal, entry };
  });
  const results = await ledger.post(authorityId, commands, { linked: true });
  for (const [index, result] of results.entries()) {
    if (result.ok || result.refusal.code === 'linked-entry-refused') continue;
    const { code, facts } = result.refusal;
    if (code === 'service-busy' || code === 'service-unavailable')
      throw new Error(`The books could not take the ${step} payments: ${code}`);
    const { reference } = entries[index]?.instruction ?? {};
    return refused({ code: 'ledger-refused', facts: { ...facts, reference, ledgerCode: code } });
  }
  return accepted(undefined);
}
