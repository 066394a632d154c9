import type { Caller } from '../../../platform/http/operation.ts';
import type { Refusal, Result } from '../../../platform/result.ts';
import { openAccountsForFile } from '../../payees/open-accounts-for-file.ts';
import type { BankDetails } from '../../payees/rules/bank-details.ts';
import type { PaymentInstruction } from '../../runs/payment-run.ts';
import type { BankFileDesk } from './bank-file-desk.ts';
import type { ReadyPayment, TurnedDown } from './sort-payments.ts';
import type { SubmissionDays } from './submission-days.ts';

/** The run's payments with the account of each in the clear. One whose account has ended since it was approved is turned down. */
export async function paymentsToSend(
  desk: BankFileDesk,
  caller: Caller,
  waiting: readonly PaymentInstruction[],
  { processingDate }: SubmissionDays,
): Promise<{ readonly ready: readonly ReadyPayment[]; readonly turnedDown: readonly TurnedDown[] }> {
  const known = waiting.flatMap(({ payeeId, accountId, reference }) =>
    payeeId === undefined || accountId === undefined ? [] : [{ payeeId, accountId, reference }],
  );
  const opened = await openAccountsForFile(desk, caller, known);
  const ready: ReadyPayment[] = [];
  const turnedDown: TurnedDown[] = [];
  for (const instruction of waiting) {
    const account = judged(opened.get(instruction.reference));
    if (typeof account === 'string') turnedDown.push({ instruction, reason: account });
    else {
      const { reference, amount: amountPence } = instruction;
      ready.push({ instruction, toSend: { ...account, reference, amountPence, processingDate } });
    }
  }
  return { ready, turnedDown };
}

type Account = Pick<ReadyPayment['toSend'], 'name' | 'sortCode' | 'accountNumber' | 'rollNumber'>;

function judged(opened: Result<BankDetails, Refusal> | undefined): Account | string {
  // Somebody without details of ours is paid by a rail that knows them; a file to the bank names an account.
  if (opened === undefined) return 'payee-account-missing';
  if (!opened.ok) return opened.refusal.code;
  const { accountName: name, sortCode, accountNumber, rollNumber } = opened.value;
  if (sortCode === undefined || accountNumber === undefined) return 'account-not-in-the-uk';
  return { name, sortCode, accountNumber, ...(rollNumber !== undefined && { rollNumber }) };
}
