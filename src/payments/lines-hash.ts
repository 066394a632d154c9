import { createHash } from 'node:crypto';
import { shareKey } from '../budgets/index.ts';
import type { PaymentInstruction, PaymentRun } from './payment-run.ts';

/**
 * What an approver puts a name to: day, rail, and of each payment who gets how much, for what and under which reference. The state is left
 * out, because it moves on; everything that decides where money goes is in.
 */
export function linesHash({ payDate, rail, instructions }: Pick<PaymentRun, 'payDate' | 'rail' | 'instructions'>): string {
  const lines = instructions.map(lineOf);
  return createHash('sha256')
    .update(JSON.stringify([payDate, rail, lines]))
    .digest('hex');
}

function lineOf({ instructionId, number, reference, dueRef, kind, payee, parts, amount, payDate, rail }: PaymentInstruction): unknown[] {
  const shares = parts.map(({ share, amount: part }) => [shareKey(share), share.stream, share.costCentre, share.subjective, `${part}`]);
  return [instructionId, `${number}`, reference, dueRef, kind, payee, shares, `${amount}`, payDate, rail];
}
