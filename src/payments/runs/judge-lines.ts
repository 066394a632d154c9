import { shareKey } from '../../budgets/index.ts';
import { amountToSend, partsToSend } from '../rules/offsets.ts';
import type { Exclusion, PaymentInstruction, PlannedLine } from './payment-run.ts';
import { isPositive } from './plan-payment-run.ts';
import type { DueLine, Hold, PayablePayees } from './run-desk.ts';

/** By share, in pence: promised and not yet paid. */
export type Promised = ReadonlyMap<string, bigint>;

interface ToJudge {
  readonly due: readonly DueLine[];
  readonly holds: ReadonlyMap<string, Hold>;
  readonly payees: Awaited<ReturnType<PayablePayees['payable']>>;
  /** Of what came back or was turned down before: what was to be sent then. */
  readonly failed: ReadonlyMap<string, PaymentInstruction>;
  readonly promised: Promised;
  readonly largestPayment: bigint;
}

export interface JudgedLines {
  readonly lines: readonly PlannedLine[];
  readonly exclusions: readonly Exclusion[];
}

/** What of the due lines can be paid, and of the others why not; the first reason that applies is told. */
export function judgeLines({ due, holds, payees, failed, promised, largestPayment }: ToJudge): JudgedLines {
  const lines: PlannedLine[] = [];
  const exclusions: Exclusion[] = [];
  const left = new Map(promised);
  for (const each of due) {
    const leave = (reason: string, facts: Exclusion['facts'] = {}) => exclusions.push({ dueRef: each.dueRef, reason, facts });
    const hold = holds.get(each.dueRef);
    const payee = each.payeeId === undefined ? undefined : payees.get(each.payeeId);
    const { payeeId, ...line } = asSentBefore(each, failed.get(each.dueRef));
    const short = line.kind === 'instalment' && line.parts.find(({ share, amount }) => (left.get(shareKey(share)) ?? 0n) < amount);
    if (hold !== undefined) leave(hold.reason, hold.facts);
    else if (payeeId === undefined || payee === undefined) leave('payee-missing');
    else if (!payee.ok) leave(payee.refusal.code, payee.refusal.facts);
    else if (!isPositive(line)) leave('nothing-to-send');
    else if (amountToSend(line.parts, line.offsets ?? []) > largestPayment)
      leave('above-largest-payment', { largestPayment: `${largestPayment}` });
    else if (short) leave('not-promised', { share: shareKey(short.share), promised: `${left.get(shareKey(short.share)) ?? 0n}` });
    else {
      if (line.kind === 'instalment')
        for (const { share, amount } of line.parts) left.set(shareKey(share), (left.get(shareKey(share)) ?? 0n) - amount);
      const { code, accountId, maskedAccount, changedOn } = payee.value;
      const changed = changedOn !== undefined && { accountChangedOn: changedOn };
      lines.push({ ...line, payeeId, payee: code, accountId, paidTo: maskedAccount, ...changed });
    }
  }
  return { lines, exclusions };
}

/** What came back is owed as it was sent: an offset that it once bore has settled its debt and is not taken again. */
function asSentBefore(line: DueLine, before: PaymentInstruction | undefined): DueLine {
  if (before === undefined) return line;
  const { offsets: _, ...rest } = line;
  return { ...rest, parts: partsToSend(before.parts, before.offsets) };
}
