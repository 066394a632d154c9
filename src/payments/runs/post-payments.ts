import { v5 as uuidv5 } from 'uuid';
import type { Actor, EntryDraft, Ledger, LedgerRefusal } from '../../ledger/index.ts';
import type { PaymentInstruction } from './payment-run.ts';

/** The step of a payment's life that an entry stands for. With the instruction it makes the entry's id, so a step is booked once for ever. */
export type PaymentStep = 'released' | `offset ${string}` | 'sent' | 'settled' | 'not-sent' | `returned ${number}` | `not-made ${number}`;

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

/** The books take a thousand commands at once. */
const COMMANDS_AT_ONCE = 1_000;

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
  for (const step of steps.filter(({ entries }) => entries.length > 1)) await book([step], true);
  return refusals;
}
