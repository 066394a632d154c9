import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpTable } from '../../../src/payments/modulus/made-up-table.ts';
import { markConfidential } from '../../../src/people/records/confidential-marks.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from '../../people/example-family.ts';

let api: AccessApi;
let family: ExampleFamily;
let officer: Visitor;
let approver: Visitor;
beforeAll(async () => {
  api = await startAccessApi();
  const authorityId = await api.newAuthority('northmoor');
  family = await exampleFamily(api, authorityId, 'Example');
  officer = await staffMember(api, authorityId, 'finance-officer');
  approver = await staffMember(api, authorityId, 'approver');
  expectStatus(await api.call(officer, 'POST', '/v1/modulus-tables', { body: { ...madeUpTable, validFrom: '2026-04-01' } }), 201);
});
afterAll(() => api.close());

type Parent = ExampleFamily['mother'];
const give = (who: Parent, details: object, person: Parent = who) =>
  api.call(who, 'POST', `/v1/families/${family.familyId}/persons/${person.personId}/bank-account`, { body: { details } });
const seenBy = async (who: Visitor) =>
  expectStatus(await api.call(who, 'GET', `/v1/families/${family.familyId}/payees`, { purpose: 'casework' }), 200).body.data;
/** Right by the made-up weights: 8a + 7b + 6c + 5d + 4e + 3f + 2g + h leaves nothing over when cut by 11. */
const right = { accountName: 'Morgan Example', sortCode: '01-02-03', accountNumber: '10000003' };

describe('bank details over the API', () => {
  it('refuses what cannot be right, naming the field', async () => {
    const wrong: [object, string, string][] = [
      [{ ...right, accountNumber: '10000004' }, 'check-digits-wrong', 'accountNumber'],
      [{ ...right, sortCode: '01-02' }, 'bank-details-malformed', 'sortCode'],
      [{ ...right, sortCode: '٠١٠٢٠٣' }, 'bank-details-malformed', 'sortCode'],
      [{ ...right, accountNumber: '1000OOO3' }, 'bank-details-malformed', 'accountNumber'],
      [{ ...right, accountName: 'Morgan\u202eelpmaxE' }, 'bank-details-malformed', 'accountName'],
      [{ ...right, accountName: '12345' }, 'bank-details-malformed', 'accountName'],
      [{ accountName: 'Morgan Example', iban: 'GB00TEST01020310000003' }, 'bank-details-malformed', 'iban'],
      [{ ...right, rollNumber: 'A/1<script>' }, 'bank-details-malformed', 'rollNumber'],
    ];
    for (const [details, code, field] of wrong) {
      const { body } = expectStatus(await give(family.mother, details), 422);
      expect([body.code, body.field]).toEqual([code, field]);
    }
    expect(await seenBy(family.mother)).toEqual([]);
  });

  it('lets each parent give and see their own and nobody else’s', async () => {
    const names = ['Łucja Ó Briain-张', 'Frankie Example'];
    const mothers = expectStatus(await give(family.mother, { ...right, accountName: names[0] }), 201).body;
    expect(mothers).toMatchObject({ masked: '••••0003', modulusOutcome: 'valid', nameResult: 'unavailable' });
    expectStatus(await give(family.father, { ...right, accountName: names[1] }), 201);
    expectStatus(await give(family.father, right, family.mother), 404);
    const [own, ...others] = await seenBy(family.mother);
    expect([own.personId, others]).toEqual([family.mother.personId, []]);
    expect(JSON.stringify(own)).not.toMatch(/10000003|proposedBy|nameResult|code/);
    expect(await seenBy(officer)).toHaveLength(2);
    expectStatus(await api.call(family.father, 'DELETE', `/v1/payees/${mothers.payeeId}/accounts/${mothers.accountId}`), 403);
    const confirmation = `/v1/payees/${mothers.payeeId}/accounts/${mothers.accountId}/confirmation`;
    const bare = expectStatus(await api.call(approver, 'POST', confirmation, { body: {}, purpose: 'casework' }), 422);
    expect([bare.body.code, bare.body.field, bare.body.nameResult]).toEqual(['name-not-confirmed', 'override', 'unavailable']);
    const override = { reason: 'seen-bank-letter', words: 'A letter of 2 April lay before me.' };
    expectStatus(await api.call(approver, 'POST', confirmation, { body: { override }, purpose: 'casework' }), 200);
    const log = expectStatus(await api.call(family.father, 'GET', `/v1/families/${family.familyId}/access-log`), 200).text;
    expect(log).not.toContain(family.mother.personId);
    const clear = await api.call(officer, 'GET', `/v1/payees/${mothers.payeeId}/accounts/${mothers.accountId}/details`, {
      purpose: 'payment-query',
    });
    expect(expectStatus(clear, 200).body).toMatchObject({ accountName: 'Łucja Ó Briain-张', accountNumber: '10000003' });
    const hers = expectStatus(await api.call(family.mother, 'GET', `/v1/families/${family.familyId}/access-log`), 200).body.data;
    expect(hers.map(({ what }: { what: string }) => what)).toContain('read bank details');
  });

  it('shows staff one account under two payees, and families nothing of it', async () => {
    const path = '/v1/payees/shared-accounts';
    const [shared] = expectStatus(await api.call(officer, 'GET', path, { purpose: 'casework' }), 200).body.data;
    expect(shared.masked).toBe('••••0003');
    expect(new Set(shared.payees.map(({ payeeId }: { payeeId: string }) => payeeId)).size).toBe(2);
    expectStatus(await api.call(family.mother, 'GET', path, { purpose: 'casework' }), 403);
  });

  it('does not let a mark tell that it is there', async () => {
    const before = await seenBy(family.father);
    const hidden = { personId: family.mother.personId, hiddenFrom: family.father.personId, kind: 'payee' } as const;
    must(await markConfidential(api.room, systemCaller(family.mother.authorityId), family.familyId, hidden));
    expect(await seenBy(family.father)).toEqual(before);
  });

  it('takes no payee’s account that is the council’s own', async () => {
    const ours = { accountName: 'Example Council', sortCode: '010203', accountNumber: '20000006' };
    expectStatus(await api.call(officer, 'POST', '/v1/own-accounts', { body: ours }), 201);
    const asked = await give({ ...family.child } as Parent, { ...ours, accountName: 'Charlie Example' });
    expect(expectStatus(asked, 422).body.code).toBe('account-is-ours');
  });
});
