import { v5 as uuidv5 } from 'uuid';
import { type RecordRoom, serviceCaller, writeMessage } from '../../people/index.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayContact } from '../deaths/may-contact.ts';
import { readPayee } from '../payees/store.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import { readInstruction } from '../runs/store.ts';
import { agreementOfInstalment } from '../schedules/due-instalments.ts';
import { type PaymentReturn, readReturn } from './record-return.ts';

/** What a bank's code means to whoever waits for the money; another reason is left to the officer who calls. */
const REASONS: Readonly<Record<string, string>> = {
  'account-closed': 'The bank says that the account is closed.',
  'account-details-invalid': 'The bank does not know the account.',
  'account-moved': 'The bank says that the account has moved to another bank.',
  'no-such-account': 'The bank says that there is no such account.',
  'account-name-differs': 'The bank says that the account has another name.',
};

type Refusal = { readonly code: 'payment-not-found' | 'record-not-found' | 'errand-for-a-stranger' | 'document-unknown' };

/**
 * The same day: whoever was to get the money reads what came back, that the support goes on and what to do, in their own thread and with a
 * mail that something is there. One return is one message however often this runs. After a death nothing automatic is sent.
 */
export async function tellFamilyOfReturn(
  room: RecordRoom,
  authorityId: number,
  { instructionId }: { readonly instructionId: string },
): Promise<Result<{ readonly told: boolean }, Refusal>> {
  const found = await inTransaction(room.database, { authorityId, readOnly: true }, async (tx) => {
    const payment = await readInstruction(tx, authorityId, instructionId);
    const back = await readReturn(tx, authorityId, instructionId);
    const to = payment && (await recipientOf(tx, authorityId, payment));
    return payment && back && { payment, back, to };
  });
  if (found === undefined) return refused({ code: 'payment-not-found' });
  const { payment, back, to } = found;
  if (to === undefined) return accepted({ told: false });
  const written = await writeMessage(room, serviceCaller(authorityId, 'system'), to, {
    messageId: uuidv5('came back', instructionId),
    text: wordsOf(payment, back),
  });
  return written.ok ? accepted({ told: true }) : written;
}

/** The payee, where it is somebody of the family, or else whom the agreement is with; undefined when nobody may be written to. */
async function recipientOf(tx: Transaction, authorityId: number, { payeeId, familyId, dueRef }: PaymentInstruction) {
  if (familyId === undefined) return undefined;
  const payee = payeeId === undefined ? undefined : await readPayee(tx, authorityId, payeeId);
  const found = await agreementOfInstalment(tx, authorityId, dueRef);
  const personId = payee?.personId ?? found?.agreement.recipientPersonId ?? undefined;
  if (personId === undefined || !(await mayContact(tx, authorityId, familyId, personId))) return undefined;
  return { familyId, personId };
}

function wordsOf({ amount, payDate, reference, paidTo }: PaymentInstruction, { returnedOn, reason }: PaymentReturn): string {
  const account = paidTo === undefined ? '' : ` to the account ${paidTo}`;
  return [
    `We sent you £${showPounds(amount)}${account} for ${showDate(payDate)}. The bank gave it back to us on ${showDate(returnedOn)}.`,
    ...(REASONS[reason] === undefined ? [] : [REASONS[reason]]),
    'Your support goes on and the money is still yours to get.',
    'Tell us the account that we should pay to: give it on your page, write to us here or call us. We pay it again once it is checked.',
    'If you cannot wait that long, tell us. We can pay the same day.',
    `Our reference is ${reference}.`,
  ].join('\n');
}
