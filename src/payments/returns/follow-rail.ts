import type { Logger } from 'pino';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { PaymentRail } from '../rails/payment-rail.ts';
import { noteReadTo, type RailSettings, readTo } from '../rails/rail-settings.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { settlePayment } from '../runs/settle-payment.ts';
import { readInstructionByReference } from '../runs/store.ts';
import { recordReturn } from './record-return.ts';

type Log = Pick<Logger, 'warn'>;

/** Reads on in what the rail says has come back. What it names and we did not send is logged for a person and passed over. */
export async function collectReturns(desk: RunDesk, actor: Actor, rail: PaymentRail, { bank }: RailSettings, log: Log): Promise<number> {
  const { returns, readTo: place } = await rail.returnsSince(await placeOf(desk, actor, rail, 'returnsReadTo'));
  for (const each of returns) {
    const instruction = await sentAs(desk, actor, each.reference, each.amount);
    if (instruction === undefined) {
      log.warn({ reference: each.reference }, 'a return names no payment of ours');
      continue;
    }
    const { returnedOn, reason, bankReference } = each;
    const recorded = await recordReturn(desk, actor, { instructionId: instruction.instructionId, bank, returnedOn, reason, bankReference });
    if (!recorded.ok) log.warn({ reference: each.reference, code: recorded.refusal.code }, 'a return could not be recorded');
  }
  await note(desk, actor, rail, { returnsReadTo: place });
  return returns.length;
}

/** Reads on in the rail's own statement, where that is what settles its payments: money out settles, money back is left to the returns. */
export async function settleFromRail(desk: RunDesk, actor: Actor, rail: PaymentRail, settings: RailSettings, log: Log): Promise<number> {
  if (settings.settledBy !== 'rail-statement') return 0;
  const { lines, readTo: place } = await rail.statementSince(await placeOf(desk, actor, rail, 'statementReadTo'));
  for (const { reference, amount, bookedOn, bankReference } of lines.filter((line) => line.amount < 0n)) {
    const instruction = await sentAs(desk, actor, reference, -amount);
    if (instruction === undefined) {
      log.warn({ reference }, "a line of the rail's statement names no payment of ours");
      continue;
    }
    const { instructionId } = instruction;
    const settled = await settlePayment(desk, actor, { instructionId, bank: settings.bank, seenOn: bookedOn, bankReference });
    // Its answer to the sending is not booked yet: the line is read again next time.
    if (!settled.ok && settled.refusal.code === 'payment-not-sent') return 0;
    if (!settled.ok) log.warn({ reference, code: settled.refusal.code }, 'a payment could not be settled');
  }
  await note(desk, actor, rail, { statementReadTo: place });
  return lines.length;
}

/** To the penny, or it is not the same payment. */
async function sentAs(
  { database }: RunDesk,
  { authorityId }: Actor,
  reference: string,
  amount: bigint,
): Promise<PaymentInstruction | undefined> {
  const found = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    readInstructionByReference(tx, authorityId, reference),
  );
  return found?.amount === amount ? found : undefined;
}

async function placeOf({ database }: RunDesk, { authorityId }: Actor, { code }: PaymentRail, list: 'returnsReadTo' | 'statementReadTo') {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readTo(tx, authorityId, code, list));
}

async function note(
  { database }: RunDesk,
  { authorityId }: Actor,
  { code }: PaymentRail,
  places: Parameters<typeof noteReadTo>[3],
): Promise<void> {
  await inTransaction(database, { authorityId }, (tx) => noteReadTo(tx, authorityId, code, places));
}
