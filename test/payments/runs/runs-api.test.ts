import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountsForBank,
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  committed,
  fundsPutUp,
  openPlan,
  registerSource,
  requestBudget,
  type Share,
  setLines,
} from '../../../src/budgets/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import { councilPayees, instalmentsDue, type RunDesk, releasePaymentRun, sendRunPayments } from '../../../src/payments/index.ts';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { lineDraft, SOURCES } from '../../budgets/budget-book.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from '../../people/example-family.ts';
import { liveAgreement, plannedInstalments } from '../../support/agreement-rows.ts';
import { fakeNameCheck } from '../../support/fake-name-check.ts';
import { fakeRail } from '../../support/fake-rail.ts';
import { quiet } from '../../support/payment-book.ts';

const PAY_DATE: PlainDate = '2026-04-15';
const SHARE: Share = {
  ...{ line: 'L2', source: 'childrens-social-care', financialYear: '2026-27', stream: 'CARE', costCentre: 'C2200', subjective: '5320' },
};

describe('payment runs and remittances over the API', () => {
  let api: AccessApi;
  let authorityId: number;
  let family: ExampleFamily;
  let neighbours: ExampleFamily;
  let maker: Visitor;
  let approver: Visitor;
  let desk: RunDesk;
  let run: { readonly runId: string; readonly hash: string };

  const system = () => ({ authorityId, principal: 'system' });
  const on = (who: Visitor, step: string, more: { body?: unknown; ifMatch?: string } = {}) =>
    api.call(who, 'POST', `/v1/payment-runs/${run.runId}/${step}`, { idempotencyKey: randomUUID(), ...more });
  const plan = (more: object = {}) =>
    api.call(maker, 'POST', '/v1/payment-runs', { body: { payDate: PAY_DATE, rail: 'faster-payments', ...more } });

  beforeAll(async () => {
    api = await startAccessApi();
    authorityId = await api.newAuthority('northmoor');
    family = await exampleFamily(api, authorityId, 'Example');
    neighbours = await exampleFamily(api, authorityId, 'Nextdoor');
    maker = await staffMember(api, authorityId, 'finance-officer');
    approver = await staffMember(api, authorityId, 'approver');
    const { database } = api.store;
    const ledger = openLedger({ database, clock: api.clock });
    const bank = fakeNameCheck();
    bank.open('010203', '11112222', 'Morgan Example');
    const room = { ...api.room, ledger, businessDate: async () => PAY_DATE, nameCheck: bank };
    const rail = { ...fakeRail('faster-payments'), today: async () => PAY_DATE };
    desk = {
      ...{ database, ledger, clock: api.clock, dueLines: instalmentsDue, payees: councilPayees(api.room) },
      rails: new Map([['faster-payments', rail]]),
    };
    // The line, the money behind it, who is paid where, and three instalments that are due.
    const officer = systemCaller(authorityId);
    const { familyId, child, mother } = family;
    for (const source of SOURCES) must(await registerSource(room, officer, source));
    const opening = {
      childId: child.personId,
      planType: 'EHC_PLAN',
      startsOn: '2026-01-01',
      settingKind: 'mainstream',
      element2Held: false,
    } as const;
    const { planId } = must(await openPlan(room, officer, familyId, opening));
    const asked = { planId, from: '2026-04-01', until: '2027-03-31', familyWords: 'We would like to choose' } as const;
    const { budgetId, revision } = must(await requestBudget(room, officer, familyId, asked));
    const lines = { lines: [lineDraft({ lineCode: 'L2', amount: 100_000n })], leftOut: [], reasons: 'As planned' };
    must(await setLines(room, officer, { familyId, budgetId, ifMatch: `${revision}` }, lines));
    must(await ledger.openPeriods(system(), [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]));
    const accounts = [...accountsForSource(SHARE.source, SHARE.financialYear), ...accountsForShare(SHARE), ...accountsForBank('main')];
    must(
      await ledger.openAccounts(
        system(),
        accounts.map((each) => ({ ...each, opensOn: '2026-04-01' })),
      ),
    );
    const parts = [{ share: SHARE, amount: 25_000n }];
    const first = { effectiveDate: '2026-04-01' } as const;
    const { source, financialYear } = SHARE;
    for (const entry of [
      fundsPutUp({ ...first, source, financialYear, amount: 25_000n }),
      allocatedToLine({ ...first, parts }),
      committed({ ...first, parts }),
    ])
      for (const result of await ledger.post(authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry }])) must(result);
    const { payeeId } = must(await addPayee(room, officer, { familyId, personId: mother.personId }));
    const details = { accountName: 'Morgan Example', sortCode: '01-02-03', accountNumber: '11112222' };
    const proposal = { payeeId, details, untilThen: 'pay-the-old-one' } as const;
    const { accountId } = must(await proposeAccount(room, { ...officer, principal: 'identity:one' }, proposal));
    must(await confirmAccount(room, { ...officer, principal: 'identity:two' }, { payeeId, accountId }));
    await inTransaction(database, { authorityId }, async (tx) => {
      const agreementId = await liveAgreement(tx, authorityId, { share: SHARE, familyId, childId: child.personId, payeeId });
      await plannedInstalments(tx, authorityId, { agreementId, familyId, share: SHARE, payOn: Array(3).fill(PAY_DATE), amount: 10_000n });
    });
    const limits = { largestPayment: { amount: '500.00', currency: 'GBP' }, largestRun: { amount: '1000.00', currency: 'GBP' } };
    const settings = { bank: 'main', settledBy: 'bank-statement', plannedDaily: false, ...limits };
    expectStatus(await api.call(maker, 'PUT', '/v1/payment-rails/faster-payments', { body: settings, ifMatch: '*' }), 200);
  }, 120_000);
  afterAll(() => api.close());

  it('plans what is due once, tells what the promised money does not reach, and refuses a rail nobody set up', async () => {
    const unknown = expectStatus(await plan({ rail: 'carrier-pigeon' }), 409);
    expect(unknown.body.code).toBe('rail-not-set-up');
    const [first, second] = await Promise.all([plan(), plan()]);
    run = expectStatus(first, 201).body;
    expect(expectStatus(second, 201).body).toEqual(first.body);
    expect(first.body).toMatchObject({ state: 'draft', payments: 2, total: { amount: '200.00' }, excluded: [{ reason: 'not-promised' }] });
    expectStatus(await api.call(approver, 'POST', '/v1/payment-runs', { body: { payDate: PAY_DATE, rail: 'manual' } }), 403);
    expectStatus(await api.call(family.mother, 'GET', '/v1/payment-runs'), 403);
  });

  it('is approved by somebody else, for the very lines that they were shown', async () => {
    const early = await on(approver, 'approval', { ifMatch: `"${run.hash}"` });
    expect(expectStatus(early, 409).body.code).toBe('payment-run-not-submitted');
    expectStatus(await on(maker, 'submission'), 200);
    expect(expectStatus(await on(maker, 'approval', { ifMatch: `"${run.hash}"` }), 403).body.code).toBe('role-missing');
    const stale = await on(approver, 'approval', { ifMatch: '"another"' });
    expect(expectStatus(stale, 412).body.code).toBe('version-stale');
    const approved = expectStatus(await on(approver, 'approval', { ifMatch: `"${run.hash}"` }), 200).body;
    expect(approved.approvedHash).toBe(run.hash);
    expect(expectStatus(await on(approver, 'approval', { ifMatch: `"${run.hash}"` }), 200).body).toEqual(approved);
    expect(expectStatus(await on(maker, 'withdrawal'), 409).body.code).toBe('payment-run-approved');
    const [payment] = expectStatus(await api.call(maker, 'GET', `/v1/payment-runs/${run.runId}/payments`), 200).body.data;
    const out = { body: { instructionId: payment.instructionId, reason: 'amount-in-question' } };
    expect(expectStatus(await on(maker, 'exclusions', out), 409).body.code).toBe('payment-run-not-draft');
  });

  it('sends each payment once when the run is sent twice, and tells how it goes', async () => {
    must(await releasePaymentRun(desk, system(), run));
    for (const sent of await Promise.all([1, 2].map(() => sendRunPayments(desk, system(), { ...run, log: quiet })))) must(sent);
    must(await sendRunPayments(desk, system(), { ...run, log: quiet }));
    expect(fakePaid(desk)).toBe(2);
    const progress = await fetch(`${api.url}/v1/payment-runs/${run.runId}/progress`, { headers: { 'x-visitor': JSON.stringify(maker) } });
    expect(progress.headers.get('content-type')).toContain('text/event-stream');
    expect(await progress.text()).toMatch(/event: progress[\s\S]*"state":"sent"[\s\S]*"payments":2/);
  });

  it('says to the family what each payment is for, and nothing to anybody else', async () => {
    const path = `/v1/families/${family.familyId}/payments`;
    const read = async (who: Visitor, purpose?: string) => api.call(who, 'GET', path, purpose === undefined ? {} : { purpose });
    const [latest, ...others] = expectStatus(await read(family.mother), 200).body.data;
    expect([latest.amount.amount, latest.state, others.length]).toEqual(['100.00', 'sent', 1]);
    expect(latest.words.join(' ')).toMatch(/£100\.00 is for .+ On your bank statement it says /);
    expect(latest.paidTo).toBe('••••2222');
    // The father reads what it is for; whose account it went to is hers to say.
    const [his] = expectStatus(await read(family.father), 200).body.data;
    expect(his).not.toHaveProperty('paidTo');
    expectStatus(await read(neighbours.mother), 404);
    expect(expectStatus(await read(maker), 400).body.code).toBe('purpose-missing');
    expect(expectStatus(await read(maker, 'payment-query'), 200).body.data).toHaveLength(2);
  });
});

const fakePaid = (desk: RunDesk) => (desk.rails.get('faster-payments') as ReturnType<typeof fakeRail>).paid.size;
