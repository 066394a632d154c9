import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { PaymentInstruction } from '../../runs/payment-run.ts';
import { LARGEST_RECORD_PENCE, MOST_RECORDS } from '../bacs/standard-18.ts';
import type { BankFileRefusal } from '../bank-files/bank-file-refusal.ts';
import type { PaymentToSend } from '../bank-files/payment-to-send.ts';
import { type FileFacts, writeFormat } from './write-format.ts';

/** One payment of the run and how the file says it. */
export interface ReadyPayment {
  readonly instruction: PaymentInstruction;
  readonly toSend: PaymentToSend;
}

export interface TurnedDown {
  readonly instruction: PaymentInstruction;
  /** A code: it is never sent so, and its instalment is due again. */
  readonly reason: string;
}

export interface Written {
  readonly chunks: readonly Uint8Array[];
  readonly sha256: string;
  readonly bytes: number;
  readonly changedNames: number;
}

/** Writes one file to its end and holds it; a refusal leaves nothing. */
export async function writeWhole(facts: FileFacts, ready: readonly ReadyPayment[]): Promise<Result<Written, BankFileRefusal>> {
  const file = writeFormat(
    facts,
    ready.map(({ toSend }) => toSend),
  );
  if (!file.ok) return file;
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.value.chunks) chunks.push(chunk);
  const outcome = file.value.outcome();
  if (!outcome.ok) return outcome;
  const { sha256, bytes, changes } = outcome.value;
  return accepted({ chunks, sha256, bytes, changedNames: changes.filter(({ field }) => field === 'name').length });
}

/**
 * Tells the payments that the format cannot carry from those it can, so that one name in letters no bank knows does not hold up everybody
 * else's money. What is wrong with the file as a whole refuses it.
 */
export async function sortPayments(
  facts: FileFacts,
  all: readonly ReadyPayment[],
): Promise<Result<{ readonly ready: readonly ReadyPayment[]; readonly turnedDown: readonly TurnedDown[] }, BankFileRefusal>> {
  const turnedDown: TurnedDown[] = [];
  let ready = all;
  while (ready.length > 0) {
    const judged = await judgeInParts(facts, ready);
    if (judged === undefined) break;
    if (judged.code !== 'payments-refused') return refused(judged);
    const faults = new Map(judged.payments?.map(({ reference, code }) => [reference, code]));
    turnedDown.push(
      ...ready.flatMap(({ instruction }) => {
        const reason = faults.get(instruction.reference);
        return reason === undefined ? [] : [{ instruction, reason }];
      }),
    );
    ready = ready.filter(({ instruction }) => !faults.has(instruction.reference));
  }
  return accepted({ ready, turnedDown });
}

async function judgeInParts(facts: FileFacts, ready: readonly ReadyPayment[]): Promise<BankFileRefusal | undefined> {
  for (const part of inFiles(ready, facts.originator)) {
    const written = await writeWhole(facts, part);
    if (!written.ok) return written.refusal;
  }
  return undefined;
}

/** As many files as the bank's limits ask for, the payments in their order. */
export function inFiles(
  ready: readonly ReadyPayment[],
  { fileLimit, mostPayments }: { readonly fileLimit: bigint | null; readonly mostPayments?: number | null },
): ReadyPayment[][] {
  const most = Math.min(mostPayments ?? MOST_RECORDS, MOST_RECORDS);
  const limit = fileLimit === null || fileLimit > LARGEST_RECORD_PENCE ? LARGEST_RECORD_PENCE : fileLimit;
  const files: ReadyPayment[][] = [];
  let sum = 0n;
  for (const each of ready) {
    const { amountPence } = each.toSend;
    const current = files.at(-1);
    if (current === undefined || current.length >= most || sum + amountPence > limit) {
      files.push([each]);
      sum = amountPence;
    } else {
      current.push(each);
      sum += amountPence;
    }
  }
  return files;
}
