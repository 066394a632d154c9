import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accountForPayee,
  accountForRail,
  accountsForBank,
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  committed,
  fundsPutUp,
} from '../../../src/budgets/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import {
  approvePaymentRun,
  planPaymentRun,
  releasePaymentRun,
  sendRunPayments,
  setUpRail,
  submitPaymentRun,
} from '../../../src/payments/index.ts';
import { confirmOriginator, proposeOriginator } from '../../../src/payments/originators/propose-originator.ts';
import { nameCheckNotConfigured } from '../../../src/payments/payees/name-check.ts';
import { addOwnAccount } from '../../../src/payments/payees/own-accounts.ts';
import { importBankAnswers } from '../../../src/payments/returns/answers/import-answers.ts';
import { findPaymentRun } from '../../../src/payments/runs/list-payments.ts';
import { createAuthority, serviceCaller } from '../../../src/people/index.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { formatPounds } from '../../../src/platform/money/pounds.ts';
import { readKeyRing } from '../../../src/platform/secrets/key-ring.ts';
import { arucsXml } from '../../payments/rails/bacs/written-reports.ts';
import { bacsSettings, SUN } from '../../payments/rails/files/bank-file-book.ts';
import { must } from '../../people/example-family.ts';
import { listedDueLines, listedPayees } from '../../support/due-lines.ts';
import { fakeRail } from '../../support/fake-rail.ts';
import { LINE, uuidOf } from '../../support/payment-book.ts';
import { type Figure, figure } from '../figures.ts';

const SIZES = { full: 10_000, quick: 500 };
const quiet = { debug: () => undefined, warn: () => undefined };

/** A run of which every payment comes back in one ARUCS: read, kept, booked and each obligation opened again. */
export async function returnsBooked({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const count = SIZES[quick ? 'quick' : 'full'];
  const folder = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(folder, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: folder }, note);
  await migrateEverything(provided.ownerUrl as string);
  const database = openDatabase({ url: provided.appUrl, applicationName: 'bench', statementTimeoutMs: 60_000 });
  try {
    const { authorityId } = must(await createAuthority(database, systemClock, { slug: 'bench', name: 'Bench Council' }));
    const as = (name: string) => ({ ...serviceCaller(authorityId, 'system'), principal: name });
    const ledger = openLedger({ database, clock: systemClock, deadlineMs: 60_000 });
    const keyRing = readKeyRing(`bench:${randomBytes(32).toString('base64')}`);
    if (keyRing === undefined) throw new Error('a drawn key ring must be readable');
    const room = { database, ledger, clock: systemClock, keyRing, businessDate: async () => '2027-03-26' as const };
    const rails = new Map([['bacs', fakeRail('bacs')]]);
    const desk = { ...room, dueLines: listedDueLines(), payees: listedPayees(), rails, nameCheck: nameCheckNotConfigured };
    const own = must(await addOwnAccount(desk, as('maker'), { accountName: 'Bench', sortCode: '20-00-00', accountNumber: '55779911' }));
    const proposal = { rail: 'bacs', ownAccountId: own.ownAccountId, settings: bacsSettings };
    must(await confirmOriginator(room, as('checker'), must(await proposeOriginator(room, as('maker'), proposal))));

    must(await ledger.openPeriods(as('bench'), [{ periodId: '2026-28', firstDay: '2026-04-01', lastDay: '2028-03-31' }]));
    const accounts = [...accountsForSource(LINE.source, LINE.financialYear), ...accountsForShare(LINE), ...accountsForBank('main')];
    const opensOn = '2026-04-01' as const;
    const all = [...accounts, accountForRail('bacs'), accountForPayee('payee-1')].map((account) => ({ ...account, opensOn }));
    must(await ledger.openAccounts(as('bench'), all));
    const parts = [{ share: LINE, amount: 10n ** 9n }];
    const funds = { effectiveDate: opensOn, source: LINE.source, financialYear: LINE.financialYear, amount: 10n ** 9n };
    for (const [index, entry] of [
      fundsPutUp(funds),
      allocatedToLine({ effectiveDate: opensOn, parts }),
      committed({ effectiveDate: opensOn, parts }),
    ].entries()) {
      const [posted] = await ledger.post(authorityId, [{ kind: 'entry', id: uuidOf(`bench ${index}`), principal: 'bench', entry }]);
      if (!posted?.ok) throw new Error(posted?.refusal.code);
    }
    const limits = { largestPayment: 10n ** 9n, largestRun: 10n ** 12n, plannedDaily: false };
    must(await setUpRail(desk, as('bench'), { rail: 'bacs', bank: 'main', settledBy: 'bank-statement', ...limits }));
    const lines = Array.from({ length: count }, (_, index) => {
      return {
        dueRef: `instalment:${index}`,
        kind: 'instalment' as const,
        payee: 'payee-1',
        parts: [{ share: LINE, amount: 10_000n + BigInt(index) }],
      };
    });
    const runId = uuidOf('bench run');
    must(await planPaymentRun(desk, as('maker'), { runId, payDate: '2027-03-31', rail: 'bacs', lines }));
    must(await submitPaymentRun(desk, as('submitter'), { runId }));
    must(await approvePaymentRun(desk, as('checker'), { runId }));
    must(await releasePaymentRun(desk, as('system'), { runId }));
    must(await sendRunPayments(desk, as('system'), { runId, log: quiet }));
    const run = await findPaymentRun(desk, authorityId, runId);
    const items = (run?.instructions ?? []).map(({ reference, amount }) => ({ reference, code: 'C', pounds: formatPounds(amount) }));
    const content = Buffer.from(arucsXml(items, { serviceUserNumber: SUN }));

    const began = performance.now();
    const cpu = process.cpuUsage();
    const imported = must(await importBankAnswers(desk, as('officer'), { fileName: 'arucs.xml', content }));
    const used = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1_000;
    if (imported.answers.done !== count) throw new Error(`booked ${imported.answers.done} of ${count}`);
    const core = (used.user + used.system) / 1e6;
    note(`rails: ${count} returns booked in ${seconds.toFixed(1)} s, ${core.toFixed(1)} s of them of this process`);
    await ledger.drain();
    return [
      figure(`ARUCS of ${count} returns booked`, [seconds], 'seconds', quick ? undefined : { atMost: 10 }),
      figure(`ARUCS of ${count} returns booked, this process`, [core], 'seconds of a core'),
    ];
  } finally {
    await database.close();
    await provided.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
