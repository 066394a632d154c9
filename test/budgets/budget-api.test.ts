import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyedRequest, registerSource, setSourceYear } from '../../src/budgets/index.ts';
import { type Ledger, openLedger } from '../../src/ledger/index.ts';
import { businessDates } from '../../src/people/index.ts';
import { moneyJson } from '../../src/platform/http/money-json.ts';
import { type AccessAnswer, systemCaller, type Visitor } from '../people/access-api.ts';
import { exampleFamily, expectStatus, must, staffMember } from '../people/example-family.ts';
import { SOURCES } from './budget-book.ts';
import { type PlanDesk, type PlanOfFamily, planDesk } from './plans/plan-desk.ts';

let desk: PlanDesk;
let ledger: Ledger;
let officer: Visitor;
let approver: Visitor;
let partner: Visitor;
let plan: PlanOfFamily;

beforeAll(async () => {
  desk = await planDesk();
  const { api, authorityId } = desk;
  ledger = openLedger({ database: api.store.database, clock: api.clock });
  const system = systemCaller(authorityId);
  const room = { ...api.room, ledger, businessDate: businessDates(api.store.database, api.clock) };
  must(
    await ledger.openPeriods({ authorityId, principal: 'a test' }, [
      { periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' },
    ]),
  );
  for (const source of SOURCES) {
    must(await registerSource(room, system, source));
    const year = { sourceCode: source.sourceCode, financialYear: '2026-27', amount: 5_000_000n, indicative: false } as const;
    const command = { ...year, effectiveOn: '2026-04-15', ifMatch: '0' } as const;
    must(await setSourceYear(room, system, command, keyedRequest(system, 'a test', source.sourceCode, 'once')));
  }
  officer = await staffMember(api, authorityId, 'finance-officer');
  approver = await staffMember(api, authorityId, 'approver', { approvalLimit: 2_000_000n });
  partner = await staffMember(api, authorityId, 'partner', { sources: ['icb-continuing-care'] });
  plan = await desk.planInForce('Larkin');
}, 60_000);
afterAll(async () => {
  await ledger.drain();
  await desk.api.close();
});

type Asked = { body?: unknown; ifMatch?: string; purpose?: string | undefined; once?: boolean };
async function ask(who: Visitor, status: number, method: string, path: string, asked: Asked = {}): Promise<AccessAnswer> {
  const { once = false, ...rest } = asked;
  const call = { purpose: 'casework', ...rest, ...(once && { idempotencyKey: randomUUID() }) };
  return expectStatus(await desk.api.call(who, method, path, call), status);
}

const budgetsOf = (family: PlanOfFamily) => `/v1/families/${family.familyId}/budgets`;
const term = { from: '2026-04-15', until: '2027-03-31' } as const;
const line = (lineCode: string, amount: bigint, change: object = {}) => ({
  ...{ lineCode, kind: 'personal-assistant', stream: 'CARE', educatesOrTrains: false, mechanism: 'DIRECT_PAYMENT', premises: false },
  ...{ ...term, amount: moneyJson(amount), contingency: moneyJson(0n), termTimeOnly: false, yearCut: 'months' },
  sources: [{ sourceCode: 'childrens-social-care', percent: '100' }],
  words: { title: 'Personal assistant', what: 'Help on weekday afternoons', why: 'To meet friends' },
  ...change,
});
const joint = {
  sources: [
    { sourceCode: 'childrens-social-care', percent: '60' },
    { sourceCode: 'icb-continuing-care', percent: '40' },
  ],
};

/** Asked by the family, and written down line by line by an officer. */
async function indicative(family: PlanOfFamily, who: Visitor, lines: readonly object[]): Promise<string> {
  const request = { planId: family.planId, ...term, familyWords: 'We would like to choose who helps Charlie.' };
  const { budgetId } = (await ask(who, 201, 'POST', budgetsOf(family), { body: request, purpose: undefined })).body;
  const at = `${budgetsOf(family)}/${budgetId}`;
  await ask(officer, 200, 'PUT', `${at}/lines`, { ifMatch: '"1"', body: { lines, reasons: 'It is what the plan says.' } });
  return at;
}

describe('a budget over HTTP', () => {
  it('goes from the request to the first day: two people agree it, both sides sign it, and the family reads the same sums', async () => {
    const at = await indicative(plan, plan.mother, [line('HA1', 520_000n), line('HA2', 300_001n, joint)]);
    const agree = { body: { reasons: 'It pays for all of the agreed support.' }, ifMatch: '"2"', once: true };
    await ask(officer, 403, 'POST', `${at}/agree`, agree);
    const tired = await desk.api.visitor(desk.authorityId, approver.email);
    expect((await ask(tired, 403, 'POST', `${at}/agree`, agree)).body.code).toBe('second-factor-needed');
    await ask(approver, 200, 'POST', `${at}/agree`, agree);

    const live = { body: { reasons: 'Both have signed.' }, ifMatch: '"3"' };
    expect((await ask(officer, 409, 'POST', `${at}/go-live`, live)).body.code).toBe('signatures-missing');
    const agreed = { text: 'Charlie chooses who helps.', familyWords: 'Somebody young who likes football.' };
    const { version } = (await ask(desk.caseworker, 201, 'POST', `${at}/agreements`, { body: agreed })).body;
    const sign = async (who: Visitor) => (await ask(who, 200, 'POST', `${at}/agreements/${version}/signatures`)).body.side;
    expect([await sign(plan.mother), await sign(desk.caseworker)]).toEqual(['family', 'council']);
    await ask(officer, 200, 'POST', `${at}/go-live`, live);

    const read = (await ask(plan.mother, 200, 'GET', at, { purpose: undefined })).body;
    expect(read).toMatchObject({ state: 'live', amount: { amount: '8200.01' }, familyWords: expect.stringContaining('choose') });
    expect(read.agreement.signatures.map(({ side }: { side: string }) => side).toSorted()).toEqual(['council', 'family']);
    expect(read.lines.map((each: { shares: { amount: { amount: string } }[] }) => each.shares.map(({ amount }) => amount.amount))).toEqual([
      ['5200.00'],
      ['1800.01', '1200.00'],
    ]);
    const position = (await ask(plan.mother, 200, 'GET', `/v1/families/${plan.familyId}/budget-position`, { purpose: undefined })).body;
    expect(position.total).toMatchObject({ allocated: { amount: '8200.01' }, available: { amount: '8200.01' } });
    expect((await ledger.balances(desk.authorityId, ['share:HA2:icb-continuing-care:2026-27:available']))[0]?.balance).toBe(120_000n);
  });

  it('is changed by one of two officers who have read the same version, and the other is told', async () => {
    const at = await indicative(plan, plan.mother, [line('HB1', 100_000n)]);
    const body = { lines: [line('HB1', 110_000n)], reasons: 'More hours.' };
    const both = await Promise.all(
      [officer, desk.caseworker].map((who) => desk.api.call(who, 'PUT', `${at}/lines`, { purpose: 'casework', ifMatch: '"2"', body })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 412)?.body.code).toBe('version-stale');
  });

  it('is the young person’s own: they ask and read, and nobody of another family does', async () => {
    const at = await indicative(plan, plan.child, [line('HC1', 50_000n)]);
    expect((await ask(plan.child, 200, 'GET', at, { purpose: undefined })).body.lines).toHaveLength(1);
    const stranger = await exampleFamily(desk.api, desk.authorityId, 'Nightingale');
    expect((await ask(stranger.mother, 404, 'GET', at, { purpose: undefined })).body.code).toBe('record-not-found');
    expect((await ask(stranger.child, 404, 'POST', `${at}/proposals`, { body: { words: 'Mine.' } })).body.code).toBe('record-not-found');
  });

  it('shows a partner the lines that it funds, by their codes, and no family', async () => {
    const funded = (await ask(partner, 200, 'GET', '/v1/funding-sources/icb-continuing-care/lines')).body.data;
    expect(funded.map(({ lineCode }: { lineCode: string }) => lineCode)).toEqual(['HA2']);
    expect(JSON.stringify(funded)).not.toContain(plan.familyId);
    await ask(partner, 404, 'GET', '/v1/funding-sources/childrens-social-care/lines');
    await ask(partner, 403, 'GET', budgetsOf(plan));
  });

  it('is answered: what a family proposes, a decision it asks to have looked at again, once, by somebody else', async () => {
    const at = await indicative(plan, plan.father, [line('HD1', 60_000n)]);
    const words = { words: 'I would like to use it for a football club.' };
    const { proposalId } = (await ask(plan.father, 201, 'POST', `${at}/proposals`, { body: words })).body;
    const answer = { agreed: true, answer: 'Yes. The club is part of the same outcome.' };
    await ask(officer, 204, 'POST', `${at}/proposals/${proposalId}/answer`, { body: answer });
    expect((await ask(officer, 409, 'POST', `${at}/proposals/${proposalId}/answer`, { body: answer })).body.code).toBe('proposal-answered');

    const agree = { body: { reasons: 'It is enough.' }, ifMatch: '"2"', once: true };
    const { decisionId } = (await ask(approver, 200, 'POST', `${at}/agree`, agree)).body;
    const review = `${at}/decisions/${decisionId}/review`;
    const asked = { body: { words: 'It is not enough for two afternoons.' } };
    expect((await ask(plan.father, 201, 'POST', review, asked)).body).toEqual({ route: 'complaint', answerBy: '2026-05-13' });
    expect((await ask(plan.mother, 409, 'POST', review, asked)).body.code).toBe('review-asked-already');
    const outcome = { outcome: 'changed', answer: 'We had left out the holidays.' };
    expect((await ask(approver, 403, 'POST', `${review}/answer`, { body: outcome })).body.code).toBe('maker-may-not-approve');
  });

  it('is refused with reasons, what can be done about it, and until when', async () => {
    const request = { planId: plan.planId, ...term, familyWords: 'We would like a car.' };
    const { budgetId } = (await ask(plan.mother, 201, 'POST', budgetsOf(plan), { body: request, purpose: undefined })).body;
    const at = `${budgetsOf(plan)}/${budgetId}`;
    await ask(approver, 422, 'POST', `${at}/refuse`, { ifMatch: '"1"', body: { reasons: ' ' } });
    await ask(approver, 200, 'POST', `${at}/refuse`, { ifMatch: '"1"', body: { reasons: 'It is not in the plan.' } });
    const refusal = (await ask(plan.mother, 200, 'GET', at, { purpose: undefined })).body.decisions.at(-1);
    expect(refusal).toMatchObject({ kind: 'refuse', reasons: 'It is not in the plan.', ifYouDisagree: [{ route: 'review' }] });
  });
});
