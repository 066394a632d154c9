import { v5 as uuidv5 } from 'uuid';
import type { Actor, EntryDraft, Ledger, LedgerRefusal } from '../../ledger/index.ts';
import type { PaymentInstruction } from './payment-run.ts';

/** The step of a payment's life that an entry stands for. With the instruction it makes the entry's id, so a step is booked once for ever. */
export type PaymentStep =
  | 'released'
  | `offset ${string}`
  | 'sent'
  | 'settled'
  | 'not-sent'
  | `returned ${number}`
  | `rejected ${number}`
  | `not-made ${number}`;

export interface StepToBook {
  readonly instruction: Pick<PaymentInstruction, 'instructionId' | 'reference'>;
  /** Booked together or not at all. */
  readonly entries: readonly {
    readonly step: PaymentStep;
    readonly entry: EntryDraft;
    readonly metadata?: Readonly<Record<string, unknown>>;
  }[];
}

export const entryIdOf = (step: PaymentStep, instructionId: string): string => uuidv5(step, instructionId);

/** Of these payments those whose release is in the books, noted here or not yet. */
export async function bookedReleases(
  ledger: Ledger,
  authorityId: number,
  payments: readonly Pick<PaymentInstruction, 'instructionId'>[],
): Promise<ReadonlySet<string>> {
  if (payments.length === 0) return new Set();
  const byEntry = new Map(payments.map(({ instructionId }) => [entryIdOf('released', instructionId), instructionId]));
  const entries = await ledger.entries(authorityId, [...byEntry.keys()]);
  return new Set(entries.map(({ entryId }) => byEntry.get(entryId) ?? ''));
}

/** The books take a thousand commands at once. */
const COMMANDS_AT_ONCE = 1_000;
const GROUPS_AT_ONCE = 250;

/**
 * Books steps of several payments, each by itself, and tells which the books refused. An outage is thrown, so that a job is tried again and
 * a caller answers 503.
 */
export async function postPayments(
  ledger: Ledger,
  { authorityId, principal }: Actor,
  steps: readonly StepToBook[],
): Promise<ReadonlyMap<string, LedgerRefusal>> {
  const refusals = new Map<string, LedgerRefusal>();
  const book = async (group: readonly StepToBook[], linked: boolean) => {
    const commands = group.flatMap(({ instruction: { instructionId }, entries }) =>
      entries.map(({ step, entry, metadata }) => ({
        kind: 'entry' as const,
        id: entryIdOf(step, instructionId),
        principal,
        entry,
        ...(metadata !== undefined && { metadata }),
      })),
    );
    const owners = group.flatMap(({ instruction, entries }) => entries.map(() => instruction));
    const results = await ledger.post(authorityId, commands, { linked });
    for (const [index, result] of results.entries()) {
      const owner = owners[index];
      if (result.ok || owner === undefined || result.refusal.code === 'linked-entry-refused') continue;
      const { code } = result.refusal;
      if (code === 'service-busy' || code === 'service-unavailable') throw new Error(`The books could not take the payments: ${code}`);
      refusals.set(owner.instructionId, result.refusal);
    }
  };
  const single = steps.filter(({ entries }) => entries.length === 1);
  for (let from = 0; from < single.length; from += COMMANDS_AT_ONCE) await book(single.slice(from, from + COMMANDS_AT_ONCE), false);
  const several = steps.filter(({ entries }) => entries.length > 1);
  // Told at once, the books take hundreds of linked groups in one call; one after the other each would wait for a commit of its own.
  for (let from = 0; from < several.length; from += GROUPS_AT_ONCE)
    await Promise.all(several.slice(from, from + GROUPS_AT_ONCE).map((step) => book([step], true)));
  return refusals;
}
