import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  accountForPayee,
  accountsForBank,
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  committed,
  fundsPutUp,
  type Share,
} from '../../../src/budgets/index.ts';
import { type Ledger, openLedger } from '../../../src/ledger/index.ts';
import {
  approvePaymentRun,
  findPaymentRun,
  instalmentsDue,
  planDueRun,
  type RunDesk,
  releasePaymentRun,
  SANDBOX_RAIL,
  sandboxRail,
  sendRunPayments,
  setUpRail,
  startSandbox,
  submitPaymentRun,
} from '../../../src/payments/index.ts';
import { createAuthority } from '../../../src/people/index.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { liveAgreement, plannedInstalments } from '../../support/agreement-rows.ts';
import { listedPayees } from '../../support/due-lines.ts';
import { type Figure, figure } from '../figures.ts';

const PAY_DAY = '2026-05-06';
const SIZES = { full: { instalments: 10_000, families: 1_000 }, quick: { instalments: 200, families: 20 } };
/** Of the sandbox: a call takes 80 ms, and of 200 calls three are done and not answered and three neither done nor answered. */
const LATENCY_MS = 80;
const EVERY = 67;
const quiet = { debug: () => undefined, warn: () => undefined };

/** A run of ten thousand instalments: planned, approved and posted; then sent through a slow rail that forgets to answer. */
export async function paymentsSuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const { instalments, families } = SIZES[quick ? 'quick' : 'full'];
  const folder = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(folder, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: folder }, note);
  await migrateEverything(provided.ownerUrl as string);
  const database = openDatabase({ url: provided.appUrl, applicationName: 'bench', statementTimeoutMs: 60_000 });
  const sandbox = await startSandbox({ folder: join(folder, 'sandbox'), firstDay: PAY_DAY });
  const rail = sandboxRail(sandbox.address);
  try {
    const created = await createAuthority(database, systemClock, { slug: 'bench', name: 'Bench Council' });
    if (!created.ok) throw new Error(created.refusal.code);
    const { authorityId } = created.value;
    const as = (principal: string) => ({ authorityId, principal });
    const ledger = openLedger({ database, clock: systemClock, deadlineMs: 60_000 });
    const payees = listedPayees();
    const desk: RunDesk = {
      database,
      ledger,
      clock: systemClock,
      dueLines: instalmentsDue,
      payees,
      rails: new Map([[SANDBOX_RAIL, rail]]),
    };
    const shares = await openBook(ledger, authorityId, families);
    await inTransaction(database, { authorityId }, async (tx) => {
      for (const [family, share] of shares.entries()) {
        const agreementId = await liveAgreement(tx, authorityId, { share, payeeId: payeeIdOf(`payee-${family}`) });
        const payOn = Array.from({ length: instalments / families }, () => PAY_DAY as typeof PAY_DAY);
        await plannedInstalments(tx, authorityId, { agreementId, share, payOn, amount: 10_000n });
      }
    });
    // Codes of payees are their ids here; the column wants a UUID, so the account is left to the rail.
    payees.payable = async (_, __, ids) =>
      new Map(ids.map((id) => [id, { ok: true, value: { code: id, accountId: ACCOUNT, maskedAccount: '••••1' } }]));
    payees.openAccount = async () => ({ ok: true, value: { accountName: 'A payee' } });
    const limits = { largestPayment: 1_000_000n, largestRun: 10_000_000_000n, plannedDaily: false };
    await setUpRail(desk, as('bench'), { rail: SANDBOX_RAIL, bank: 'main', settledBy: 'bank-statement', ...limits });
    note('the book is open and everything is due');

    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 50);
    const begun = performance.now();
    const planned = await planDueRun(desk, as('maker'), { payDate: PAY_DAY, rail: SANDBOX_RAIL });
    if (!planned.ok || planned.value.run.instructions.length !== instalments)
      throw new Error(`not planned: ${JSON.stringify(planned).slice(0, 500)}`);
    const { runId } = planned.value.run;
    note(`planned after ${seconds(begun).toFixed(1)} s`);
    await submitPaymentRun(desk, as('maker'), { runId });
    await approvePaymentRun(desk, as('checker'), { runId });
    note(`approved after ${seconds(begun).toFixed(1)} s`);
    const released = await releasePaymentRun(desk, as('system'), { runId });
    if (!released.ok) throw new Error(released.refusal.code);
    const posted = seconds(begun);
    note(`posted after ${posted.toFixed(1)} s`);

    await rail.play({
      latencyMilliseconds: LATENCY_MS,
      rules: [
        { every: EVERY, fault: 'time-out-after-doing' },
        { every: EVERY, fault: 'time-out-before-doing' },
      ],
    });
    const sending = performance.now();
    for (;;) {
      const sent = await sendRunPayments(desk, as('system'), { runId, log: quiet });
      if (!sent.ok) throw new Error(sent.refusal.code);
      const run = await findPaymentRun(desk, authorityId, runId);
      note(`${sent.value.inDoubt} in doubt after ${seconds(sending).toFixed(1)} s`);
      if (run?.state === 'sent') break;
      await pause(5_000);
    }
    const took = seconds(sending);
    clearInterval(watch);
    await proveOnce(desk, authorityId, runId, join(folder, 'sandbox', 'journal.jsonl'));
    return [
      figure(`${instalments} instalments planned, approved and posted`, [posted], 's', { atMost: 20 }),
      figure(`${instalments} sent at ${LATENCY_MS} ms a call with 3 % time-outs`, [took], 's', { atMost: 600 }),
      figure('most memory of the process', [most / 2 ** 20], 'MB', { atMost: 512 }),
    ];
  } finally {
    await sandbox.stop();
    await database.close();
    await provided.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const ACCOUNT = '00000000-0000-4000-8000-000000000001';
const payeeIdOf = (name: string) => `00000000-0000-4000-9000-${name.replace('payee-', '').padStart(12, '0')}`;
const seconds = (begun: number) => (performance.now() - begun) / 1_000;

async function proveOnce(desk: RunDesk, authorityId: number, runId: string, journal: string): Promise<void> {
  const run = await findPaymentRun(desk, authorityId, runId);
  const lines = (await readFile(journal, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { reference?: string });
  const paid = lines.flatMap(({ reference }) => reference ?? []);
  const wanted = run?.instructions.map(({ reference }) => reference) ?? [];
  const once = new Set(paid).size === paid.length && paid.length === wanted.length && wanted.every((each) => new Set(paid).has(each));
  const isOver = run?.instructions.every(({ state }) => state === 'sent');
  if (!once || !isOver) throw new Error(`${paid.length} payments in the rail's journal for ${wanted.length} of ours`);
}

async function openBook(ledger: Ledger, authorityId: number, families: number): Promise<Share[]> {
  const actor = { authorityId, principal: 'bench' };
  const source = { source: 'care', financialYear: '2026-27' } as const;
  const shares = Array.from(
    { length: families },
    (_, n): Share => ({ line: `L${n}`, ...source, stream: 'CARE', costCentre: 'C1', subjective: '1' }),
  );
  await ledger.openPeriods(actor, [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]);
  const payees = shares.map((_, n) => accountForPayee(payeeIdOf(`payee-${n}`)));
  const drafts = [
    ...accountsForSource(source.source, source.financialYear),
    ...accountsForBank('main'),
    ...shares.flatMap(accountsForShare),
    ...payees,
  ];
  for (let from = 0; from < drafts.length; from += 1_000) {
    await ledger.openAccounts(
      actor,
      drafts.slice(from, from + 1_000).map((draft) => ({ ...draft, opensOn: '2026-04-01' })),
    );
  }
  const parts = shares.map((share) => ({ share, amount: 1_000_000n }));
  const on = { effectiveDate: '2026-04-01' } as const;
  const entries = [
    fundsPutUp({ ...on, ...source, amount: 1_000_000n * BigInt(families) }),
    allocatedToLine({ ...on, parts }),
    committed({ ...on, parts }),
  ];
  const commands = entries.map((entry, n) => ({
    kind: 'entry' as const,
    id: `00000000-0000-4000-a000-00000000000${n}`,
    principal: 'bench',
    entry,
  }));
  for (const result of await ledger.post(authorityId, commands)) if (!result.ok) throw new Error(result.refusal.code);
  return shares;
}
