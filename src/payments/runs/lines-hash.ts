import { createHash } from 'node:crypto';
import { shareKey } from '../rules/share-key.ts';
import type { PaymentInstruction, PaymentRun } from './payment-run.ts';
import { NEVER_SUBMITTED } from './states.ts';

/**
 * What an approver puts a name to: day, rail, and of each payment who gets how much, where, for what and under which reference. The state
 * is left out, because it moves on; everything that decides where money goes is in.
 */
export function linesHash({ payDate, rail, instructions }: Pick<PaymentRun, 'payDate' | 'rail' | 'instructions'>): string {
  const digest = createHash('sha256').update(JSON.stringify([payDate, rail]));
  for (const instruction of instructions) {
    if (NEVER_SUBMITTED.some((state) => state === instruction.state)) continue;
    digest.update(JSON.stringify(lineOf(instruction)));
  }
  return digest.digest('hex');
}

function lineOf(instruction: PaymentInstruction): unknown[] {
  const { instructionId, number, reference, dueRef, kind, payee, payeeId, accountId, amount, payDate, rail } = instruction;
  const offsets = instruction.offsets.map(({ recoveryCase, parts, freed }) => [recoveryCase, sharesOf(parts), freed]);
  const to = [payee, payeeId ?? null, accountId ?? null];
  return [instructionId, `${number}`, reference, dueRef, kind, to, sharesOf(instruction.parts), offsets, `${amount}`, payDate, rail];
}

function sharesOf(parts: PaymentInstruction['parts']): unknown[] {
  return parts.map(({ share, amount }) => [shareKey(share), share.stream, share.costCentre, share.subjective, `${amount}`]);
}
