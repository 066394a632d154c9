import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v5 as uuidv5 } from 'uuid';
import { bankAccount } from '../budgets/index.ts';
import type { Actor } from '../ledger/index.ts';
import type { PaymentDesk, PaymentInstruction } from '../payments/index.ts';
import { addDays } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import {
  type BankAccount,
  commitImport,
  itemRooms,
  type KeptProof,
  keepStatementFile,
  listMatches,
  listOpenLines,
  type MatchDesk,
  type MatchRecord,
  matchAccount,
  type OpenLineWork,
  openImport,
  prepareProof,
  previewImport,
  registerBankAccount,
  reviewProof,
  runImport,
} from '../reconciliation/index.ts';
import { BANK } from './northmoor-budget.ts';
import { DEMO } from './open-northmoor.ts';
import { requireAccepted } from './require-accepted.ts';
import { writeCamt053 } from './write-camt053.ts';

export interface BankAnswer {
  /** Matched by the engine, each with its entry in the books. */
  readonly matched: readonly MatchRecord[];
  /** Prepared by one officer and reviewed by another. */
  readonly proof: KeptProof;
  /** Left for a person. */
  readonly unmatched: readonly OpenLineWork[];
  readonly file: string;
  readonly openingBalance: bigint;
  readonly closingBalance: bigint;
}

/** What the bank has paid, and the days that its file covers. */
interface December {
  readonly payments: readonly PaymentInstruction[];
  readonly from: PlainDate;
  readonly until: PlainDate;
}

/** A sort code that no bank has. */
const OUR_ACCOUNT = { sortCode: '000000', accountNumber: '26123100' };

/**
 * The made-up bank answers with a bank statement file of the month; from there on all is real: the account is in the register, the file is
 * kept and imported, its lines are matched with the payments they name, and the bank's closing balance is asserted in the books, so that every later
 * proof holds them to it.
 */
export async function bankAnswer(
  desk: PaymentDesk,
  { planner, approver, runJobs }: { readonly planner: Actor; readonly approver: Actor; readonly runJobs: () => Promise<void> },
  { payments, from, until }: December,
  dataDirectory: string,
): Promise<BankAnswer> {
  const actor = planner;
  const account = bankAccount(BANK);
  const [before] = await desk.ledger.balances(actor.authorityId, [account], { effectiveDate: addDays(from, -1) });
  const openingBalance = before?.balance ?? 0n;
  const closingBalance = payments.reduce((balance, { amount }) => balance - amount, openingBalance);

  const folder = join(dataDirectory, 'demo');
  const fileName = `northmoor-${until}.camt053.xml`;
  const file = join(folder, fileName);
  await mkdir(folder, { recursive: true });
  await writeFile(file, bankStatement({ payments, from, until }, openingBalance));

  const { accountId } = await registerOurAccount(desk, actor, account);
  await importFile(desk, actor, file, fileName);
  // The import has asked for its matching; wherever workers run, they are done with it before the demo looks.
  await runJobs();
  const matching: MatchDesk = { ...desk, rooms: itemRooms, businessDate: async () => until };
  requireAccepted('matching', await matchAccount(matching, { authorityId: actor.authorityId, principal: 'system' }, accountId));
  const matched = await listMatches(desk, actor.authorityId, { accountId, state: 'matched', limit: 1_000 });
  const unmatched = await listOpenLines(desk, actor.authorityId, { accountId, limit: 1_000 });
  const assertion = { assertionId: uuidv5(`closing balance ${until}`, DEMO), account, asOf: until, balance: closingBalance };
  requireAccepted('closing balance', await desk.ledger.assertBalance(actor, assertion));
  const prepared = requireAccepted('bank proof', await prepareProof(desk, planner, { accountId, asOf: until }));
  const proof = requireAccepted('review of the bank proof', await reviewProof(desk, approver, prepared.proofId));
  return { matched, unmatched, proof, file, openingBalance, closingBalance };
}

async function registerOurAccount(desk: PaymentDesk, actor: Actor, ledgerAccount: string): Promise<BankAccount> {
  const draft = {
    name: 'Northmoor payments',
    kind: 'council',
    identification: OUR_ACCOUNT,
    currency: 'GBP',
    expected: 'when-used',
  } as const;
  return requireAccepted('bank account', await registerBankAccount(desk, actor, { ...draft, ledgerAccount }));
}

/** Played again, the demo brings the same bytes, and they are in the books already. */
async function importFile(desk: PaymentDesk, actor: Actor, file: string, fileName: string): Promise<void> {
  const arriving = { fileName, mediaType: 'application/xml', content: createReadStream(file) };
  const { fileId } = requireAccepted('bank statement file', await keepStatementFile(desk, actor, arriving));
  const opened = await openImport(desk, actor, { fileId });
  if (!opened.ok && opened.refusal.code === 'file-already-imported') return;
  const { importId } = requireAccepted('import', opened);
  requireAccepted('preview', await previewImport(desk, actor.authorityId, importId));
  requireAccepted('import', await commitImport(desk, actor, importId));
  const imported = requireAccepted('import', await runImport(desk, actor.authorityId, importId));
  if (imported.state !== 'imported') throw new Error(`The bank's file was not imported: ${imported.refusal?.reason ?? imported.state}`);
}

function bankStatement({ payments, from, until }: December, openingMinor: bigint): string {
  return writeCamt053({
    account: OUR_ACCOUNT,
    statementId: `NORTHMOOR-${until}`,
    opening: { date: from, amountMinor: openingMinor },
    closingDate: until,
    lines: payments.map(({ payDate, amount, reference, number }) => {
      return { bookingDate: payDate, amountMinor: -amount, reference, bankReference: `NB${payDate.replaceAll('-', '')}${number}` };
    }),
  });
}
