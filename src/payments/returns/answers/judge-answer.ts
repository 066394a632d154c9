import { isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import { showDate } from '../../../platform/calendar/show-date.ts';
import type { AnswerAtHand, FoundPayment } from './find-payments.ts';
import type { AnswerRow } from './store.ts';

/** What an answer asks for. `words` are the reason, for whoever reads the list. */
export interface Judgement {
  readonly do: 'return' | 'reject' | 'settle' | 'note' | 'follow' | 'park';
  readonly words: string;
  readonly payment?: FoundPayment;
}

/** What is to be done with an answer about one payment. Pure; what nobody knows for certain is parked and changes nothing. */
export function judgeAnswer({ row, more, payment }: AnswerAtHand): Judgement {
  const { kind, words: said } = row;
  const words = said ?? '';
  if (kind === 'not-known') return { do: 'park', words, ...(typeof payment !== 'string' && { payment }) };
  if (typeof payment === 'string') return { do: 'park', words: `${words} ${payment}` };
  if (kind === 'credit-returned') return { ...judgeReturn(row, payment), payment };
  if (kind === 'account-changed') return { do: 'follow', words, payment };
  if (kind === 'status') return { ...judgeStatus(row, more.standing ?? 'received', payment), payment };
  return { do: 'park', words: `${words} Find out whether Bacs changed the payment or turned it down.`, payment };
}

function judgeReturn({ words, toldOn }: AnswerRow, { instruction, file }: FoundPayment): Judgement {
  const { state, payDate } = instruction;
  if (state === 'returned') return { do: 'note', words: `${words} The books have this payment back already.` };
  if (state === 'refused') return { do: 'park', words: `${words} The books say that this payment never left. Ask the bank.` };
  if (state !== 'sent' && state !== 'settled' && !(state === 'released' && file !== undefined))
    return { do: 'park', words: `${words} The payment has not been sent, so it cannot have come back.` };
  if (isBefore(toldOn, payDate))
    return { do: 'park', words: `${words} The report is of ${showDate(toldOn)}, before the day of payment, ${showDate(payDate)}.` };
  return { do: 'return', words: words ?? '' };
}

/** Two answers come for one payment, and the first may come last: an acceptance never takes back what went further. */
function judgeStatus(
  { words }: AnswerRow,
  standing: 'received' | 'accepted' | 'settled' | 'rejected',
  { instruction, file }: FoundPayment,
): Judgement {
  const { state } = instruction;
  const hasLeft = state === 'sent' || (state === 'released' && file !== undefined);
  if (standing === 'rejected') {
    if (hasLeft) return { do: 'reject', words: words ?? '' };
    if (state === 'refused' || state === 'returned') return { do: 'note', words: `${words} The books know it already.` };
    return { do: 'park', words: `${words} The books have seen this payment leave the bank. Look for the line that brings it back.` };
  }
  if (standing === 'settled' && hasLeft) return { do: 'settle', words: words ?? '' };
  return { do: 'note', words: words ?? '' };
}
