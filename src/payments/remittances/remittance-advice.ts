import { type ShareAmount, totalOf } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import type { PaymentState } from '../runs/states.ts';

export interface RemittanceLine {
  /** The budget line's code. */
  readonly line: string;
  /** In words: what it is for. */
  readonly what: string;
  /** Pence. */
  readonly amount: bigint;
}

/** What a payment is for, for whoever gets it. The ombudsman found fault where a council did not say so (LGO 24 009 881). */
export interface RemittanceAdvice {
  readonly instructionId: string;
  readonly reference: string;
  readonly payOn: PlainDate;
  readonly paidTo?: string;
  readonly amount: bigint;
  readonly lines: readonly RemittanceLine[];
  /** Money to return that was kept from it. */
  readonly kept: bigint;
  readonly state: PaymentState;
  /** The whole in plain words, a sentence each. */
  readonly words: readonly string[];
}

/** `titles` says what families call a line; without one the line's code stands for it. */
export function remittanceAdvice(instruction: PaymentInstruction, titles: ReadonlyMap<string, string> = new Map()): RemittanceAdvice {
  const { instructionId, reference, payDate, amount, parts, offsets, state, paidTo, coverFrom, coverUntil, kind } = instruction;
  const lines = [...linesOf(parts)].map(([line, sum]): RemittanceLine => ({ line, what: titles.get(line) ?? line, amount: sum }));
  const kept = offsets.reduce((sum, offset) => sum + totalOf(offset.parts), 0n);
  const cover = coverFrom !== undefined && coverUntil !== undefined ? ` from ${showDate(coverFrom)} to ${showDate(coverUntil)}` : '';
  const words = [
    `We ${PAST.has(state) ? 'sent' : 'will send'} you £${showPounds(amount)}${paidTo === undefined ? '' : `, to the account ${paidTo}`}, for ${showDate(payDate)}.`,
    ...lines.map(({ what, amount: sum }) => `£${showPounds(sum)} is for ${kind === 'invoice' ? 'your invoice' : what}${cover}.`),
    ...(kept > 0n ? [`£${showPounds(kept)} is money to return. We kept it from this payment, so that you need not send it.`] : []),
    `On your bank statement it says ${reference}. Give us this if you ask about it.`,
    ...(state === 'returned' ? ['The bank gave it back to us. Your support goes on. We will pay it again once we know where to.'] : []),
  ];
  return { instructionId, reference, payOn: payDate, amount, lines, kept, state, words, ...(paidTo !== undefined && { paidTo }) };
}

const PAST: ReadonlySet<PaymentState> = new Set(['sent', 'settled', 'returned']);

/** Shares are for the books: a line that two sources fund is one line to whoever is paid. */
function linesOf(parts: readonly ShareAmount[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { share, amount } of parts) sums.set(share.line, (sums.get(share.line) ?? 0n) + amount);
  return sums;
}
