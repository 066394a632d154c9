import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/index.ts';
import { type RegisterEntry, type RegisterKind, type RegisterSource, readRegister } from '../../../src/people/audit/register.ts';
import { type AccessApi, startAccessApi, type Visitor } from '../access-api.ts';
import { expectStatus, staffMember } from '../example-family.ts';

let api: AccessApi;
let officer: Visitor;
let auditor: Visitor;
let authorityId: number;

beforeAll(async () => {
  api = await startAccessApi();
  authorityId = await api.newAuthority('northmoor');
  officer = await staffMember(api, authorityId, 'finance-officer');
  auditor = await staffMember(api, authorityId, 'auditor');
  const { database } = api.store;
  const ledger = openLedger({ database, clock: api.clock });
  const actor = { authorityId, principal: 'a-test' };
  await ledger.openPeriods(actor, [{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
  await ledger.openAccounts(actor, [
    { code: 'petty-cash', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01' },
    { code: 'bank:main', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01', floor: 0n },
  ]);
});
afterAll(() => api.close());

const pay = (who: Visitor, override?: string) => {
  const amount = { amount: '60.00', currency: 'GBP' };
  const postings = [
    { account: 'petty-cash', side: 'debit', ...{ amount } },
    { account: 'bank:main', side: 'credit', ...{ amount } },
  ];
  const body = { description: 'Urgent', effectiveDate: '2026-04-15', postings, ...(override !== undefined && { override }) };
  return api.call(who, 'POST', '/v1/ledger/entries', { body, idempotencyKey: randomUUID() });
};

describe('the register of overrides', () => {
  const entry = (at: string, kind: RegisterKind): RegisterEntry => {
    return { kind, at: new Date(at), principal: 'p', permission: 'x', subject: 's', subjectId: at };
  };
  const source = (kinds: readonly RegisterKind[], ...days: string[]): RegisterSource => ({
    kinds,
    read: async (_, limit) => days.slice(0, limit).map((day) => entry(`2026-04-${day}`, kinds[0] as RegisterKind)),
  });

  it('is one list of what every room let through, newest first and cut at the end', async () => {
    const sources = [source(['override'], '20', '10', '05'), source(['urgent-payment'], '15'), source(['waived-check'], '25', '01')];
    const days = async (limit: number, kind?: RegisterKind) =>
      (await readRegister(sources, 1, { limit, kind })).map(({ subjectId }) => subjectId.slice(-2));
    expect(await days(10)).toEqual(['25', '20', '15', '10', '05', '01']);
    expect(await days(3)).toEqual(['25', '20', '15']);
    expect(await days(3, 'waived-check')).toEqual(['25', '01']);
  });
});

describe('an entry beyond a limit', () => {
  it('is a finance officer’s to post with a fresh second factor and a name, and stands in the register', async () => {
    expect(expectStatus(await pay(officer), 422).body.code).toBe('floor-broken');
    const stale = { ...officer, secondFactor: false };
    expect(expectStatus(await pay(stale, 'agreed-by-head'), 403).body.code).toBe('second-factor-needed');
    expectStatus(await pay(officer, 'agreed-by-head'), 201);
    const register = expectStatus(await api.call(auditor, 'GET', '/v1/audit/overrides'), 200).body.data;
    expect(register).toMatchObject([
      { principal: `identity:${officer.identityId}`, kind: 'override', permission: 'agreed-by-head', subject: 'entry' },
    ]);
    const urgent = expectStatus(await api.call(auditor, 'GET', '/v1/audit/overrides?kind=urgent-payment'), 200).body.data;
    expect(urgent).toEqual([]);
  });
});
