import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v5 as uuidv5 } from 'uuid';
import { bankAccount } from '../budgets/index.ts';
import type { Actor } from '../ledger/index.ts';
import type { PaymentDesk, PaymentRun } from '../payments/index.ts';
import { addDays } from '../platform/calendar/date-arithmetic.ts';
import { parseStatementFile, type SettledStatement, settleFromStatement } from '../reconciliation/index.ts';
import { BANK } from './northmoor-budget.ts';
import { DEMO } from './open-northmoor.ts';
import { requireAccepted } from './require-accepted.ts';
import { writeCamt053 } from './write-camt053.ts';

export interface BankAnswer extends SettledStatement {
  readonly file: string;
  readonly openingBalance: bigint;
  readonly closingBalance: bigint;
}

/** A sort code that no bank has. */
const OUR_ACCOUNT = { sortCode: '000000', accountNumber: '26123100' };

/**
 * The made-up bank answers with a bank statement file of the day; from there on all is real: the file is read from the disk, parsed, matched
 * by reference and settled, and the bank's closing balance is asserted in the books, so that every later proof holds them to it.
 */
export async function bankAnswer(desk: PaymentDesk, actor: Actor, run: PaymentRun, dataDirectory: string): Promise<BankAnswer> {
  const account = bankAccount(BANK);
  const [before] = await desk.ledger.balances(actor.authorityId, [account], { effectiveDate: addDays(run.payDate, -1) });
  const openingBalance = before?.balance ?? 0n;
  const closingBalance = run.instructions.reduce((balance, { amount }) => balance - amount, openingBalance);

  const folder = join(dataDirectory, 'demo');
  const fileName = `northmoor-${run.payDate}.camt053.xml`;
  const file = join(folder, fileName);
  await mkdir(folder, { recursive: true });
  await writeFile(file, bankStatement(run, openingBalance));

  const parsed = requireAccepted('bank statement', await parseStatementFile(await readFile(file), { fileName }));
  const settled = requireAccepted('bank statement', await settleFromStatement(desk, actor, { file: parsed, bank: BANK }));
  const assertion = { assertionId: uuidv5(`closing balance ${run.payDate}`, DEMO), account, asOf: run.payDate, balance: closingBalance };
  requireAccepted('closing balance', await desk.ledger.assertBalance(actor, assertion));
  return { ...settled, file, openingBalance, closingBalance };
}

function bankStatement({ payDate, instructions }: PaymentRun, openingMinor: bigint): string {
  return writeCamt053({
    account: OUR_ACCOUNT,
    statementId: `NORTHMOOR-${payDate}`,
    opening: { date: payDate, amountMinor: openingMinor },
    closingDate: payDate,
    lines: instructions.map(({ amount, reference, number }) => {
      return { bookingDate: payDate, amountMinor: -amount, reference, bankReference: `NB${payDate.replaceAll('-', '')}${number}` };
    }),
  });
}
