import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccessApi, startAccessApi, type Visitor } from '../access-api.ts';
import { expectStatus, staffMember } from '../example-family.ts';

let api: AccessApi;
let authorityId: number;
let administrator: Visitor;
let auditor: Visitor;

beforeAll(async () => {
  api = await startAccessApi();
  authorityId = await api.newAuthority('northmoor');
  administrator = await staffMember(api, authorityId, 'administrator');
  auditor = await staffMember(api, authorityId, 'auditor');
});
afterAll(() => api.close());

const invite = (email: string, more: object = {}) =>
  api.call(administrator, 'POST', '/v1/invitations', { body: { email, role: 'caseworker', ...more } });
const claim = (who: Visitor, token: string) => api.call(who, 'POST', '/v1/invitations/claim', { body: { token } });
const newcomer = (email: string) => api.visitor(0, email);

describe('an invitation', () => {
  it('makes its person what it says, from the next request on', async () => {
    const jo = await newcomer('jo@example.org');
    expect(expectStatus(await api.call(jo, 'GET', '/v1/places'), 200).body.data).toEqual([]);
    const { token } = expectStatus(await invite('Jo@Example.org'), 201).body;
    expect(expectStatus(await claim(jo, token), 200).body).toEqual({ authorityId, role: 'caseworker' });
    const places = expectStatus(await api.call(jo, 'GET', '/v1/places'), 200).body.data;
    expect(places).toMatchObject([{ slug: 'northmoor', standings: [{ role: 'caseworker' }] }]);
    expectStatus(await api.call({ ...jo, authorityId }, 'POST', '/v1/families', { body: { name: 'New' }, purpose: 'casework' }), 201);
  });

  it('works once, also when its person asks twice at the same time', async () => {
    const kim = await newcomer('kim@example.org');
    const { token } = expectStatus(await invite('kim@example.org'), 201).body;
    const statuses = (await Promise.all([claim(kim, token), claim(kim, token), claim(kim, token)])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
  });

  it('cannot be used by anybody else, nor forged, expired or withdrawn, and all are told the same', async () => {
    const lee = await newcomer('lee@example.org');
    const thief = await newcomer('1ee@example.org');
    const { token, invitationId } = expectStatus(await invite('lee@example.org'), 201).body;
    const late = expectStatus(await invite('lee@example.org', { role: 'auditor' }), 201).body.token;
    const answers = [
      await claim(thief, token),
      await claim(lee, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`),
      await claim(lee, 'nonsense'),
    ];
    expectStatus(await api.call(administrator, 'DELETE', `/v1/invitations/${invitationId}`), 204);
    answers.push(await claim(lee, token));
    api.clock.advance(7 * 86_400_000);
    answers.push(await claim(lee, late));
    api.clock.set('2026-04-15T09:30:00.000Z');
    for (const answer of answers)
      expect({ ...expectStatus(answer, 409).body, instance: '' }).toEqual({ ...answers[0]?.body, instance: '' });
    expect(answers[0]?.body.code).toBe('invitation-cannot-be-used');
  });

  it('to oneself is refused, and one whose address looks like another’s says so', async () => {
    expect(expectStatus(await invite(administrator.email.toUpperCase()), 422).body.code).toBe('grant-to-oneself');
    await newcomer('foreign@example.org');
    expectStatus(await invite('billing@example.org'), 201);
    expect(expectStatus(await invite('bi11ing@example.org'), 201).body.looksLikeAnother).toBe(true);
    // Somebody whom another authority knows is not told of.
    expect(expectStatus(await invite('f0reign@example.org'), 201).body.looksLikeAnother).toBe(false);
    expect(expectStatus(await invite('quite.other@example.org'), 201).body.looksLikeAnother).toBe(false);
  });

  it('says exactly what its role needs', async () => {
    const code = async (more: object) => (await invite('terms@example.org', more)).body.code;
    expect(await code({ role: 'partner' })).toBe('invitation-terms-contradict');
    expect(await code({ role: 'partner', sources: [] })).toBe('request-invalid');
    expect(await code({ role: 'approver' })).toBe('invitation-terms-contradict');
    expect(await code({ role: 'caseworker', approvalLimit: { amount: '1.00', currency: 'GBP' } })).toBe('invitation-terms-contradict');
    expect(await code({ role: 'parent' })).toBe('request-invalid');
  });

  it('needs an administrator with a second factor just shown', async () => {
    const body = { email: 'x@example.org', role: 'caseworker' };
    const stale = { ...administrator, secondFactor: false };
    expect(expectStatus(await api.call(stale, 'POST', '/v1/invitations', { body }), 403).body.code).toBe('second-factor-needed');
    expect(expectStatus(await api.call(auditor, 'POST', '/v1/invitations', { body }), 403).body.code).toBe('role-missing');
  });
});

describe('a role', () => {
  it('that has ended lets nobody in with the next request, and stays in the register', async () => {
    const sam = await staffMember(api, authorityId, 'finance-officer');
    expectStatus(await api.call(sam, 'GET', '/v1/ledger/accounts'), 200);
    const list = expectStatus(await api.call(auditor, 'GET', '/v1/memberships?limit=100'), 200).body.data;
    const { membershipId } = list.find(({ identityId }: { identityId: string }) => identityId === sam.identityId);
    expectStatus(await api.call(administrator, 'DELETE', `/v1/memberships/${membershipId}`), 204);
    expectStatus(await api.call(sam, 'GET', '/v1/ledger/accounts'), 403);
    const changes = expectStatus(await api.call(auditor, 'GET', '/v1/audit/staff-changes?from=2026-04-15&to=2026-04-15'), 200).body.data;
    const own = changes.filter(({ identityId }: { identityId: string }) => identityId === sam.identityId);
    expect(own.map(({ change, role }: { change: string; role: string }) => `${change} ${role}`)).toEqual([
      'joined finance-officer',
      'left finance-officer',
    ]);
  });

  it('that should not stand beside another in one hand is shown to auditors', async () => {
    const both = await api.visitor(authorityId, 'both@example.org', true);
    for (const more of [{ role: 'finance-officer' }, { role: 'approver', approvalLimit: { amount: '500.00', currency: 'GBP' } }])
      expectStatus(await claim(both, expectStatus(await invite('both@example.org', more), 201).body.token), 200);
    const { rights } = expectStatus(await api.call(auditor, 'GET', '/v1/audit/conflicting-duties'), 200).body;
    expect(rights).toEqual([{ identityId: both.identityId, roles: ['finance-officer', 'approver'], since: '2026-04-15' }]);
  });
});

describe('an administrator', () => {
  it('makes keys for their own authority, and none that administers the service', async () => {
    const make = (scopes: string[]) =>
      api.call(administrator, 'POST', '/v1/api-keys', { body: { name: 'import', scopes, expiresAt: '2026-10-01T00:00:00Z' } });
    const { secret } = expectStatus(await make(['ledger:read']), 201).body;
    expectStatus(await api.call(secret, 'GET', '/v1/ledger/accounts'), 200);
    expect(expectStatus(await make(['ledger:read', 'service:administer']), 403).body.scopes).toEqual(['service:administer']);
  });
});

describe('a partner', () => {
  it('sees the accounts of the sources it funds, in the authority it works with, and no others', async () => {
    const finance = await staffMember(api, authorityId, 'finance-officer');
    const account = (code: string, source: string) => ({
      body: { code, class: 'liability', side: 'budget', normalSide: 'credit', opensOn: '2026-04-01', dimension: { source } },
    });
    for (const [code, source] of [
      ['share:L1:icb:available', 'icb-continuing-care'],
      ['share:L1:hnb:available', 'high-needs-block'],
    ] as const)
      expectStatus(await api.call(finance, 'POST', '/v1/ledger/accounts', account(code, source)), 201);
    const partner = await staffMember(api, authorityId, 'partner', { sources: ['icb-continuing-care'] });
    const list = expectStatus(await api.call(partner, 'GET', '/v1/ledger/accounts'), 200).body.data;
    expect(list.map(({ code }: { code: string }) => code)).toEqual(['share:L1:icb:available']);
    for (const part of ['', '/balance', '/statement']) {
      expectStatus(await api.call(partner, 'GET', `/v1/ledger/accounts/share:L1:icb:available${part}`), 200);
      expectStatus(await api.call(partner, 'GET', `/v1/ledger/accounts/share:L1:hnb:available${part}`), 404);
    }
    expectStatus(await api.call(partner, 'GET', '/v1/ledger/entries'), 403);
    const elsewhere = await api.newAuthority('southvale');
    expectStatus(await api.call({ ...partner, authorityId: elsewhere }, 'GET', '/v1/ledger/accounts'), 403);
  });
});
