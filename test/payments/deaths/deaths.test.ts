import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayContact, mayReckon, quietFamilies } from '../../../src/payments/deaths/may-contact.ts';
import { payablePayee } from '../../../src/payments/payees/payable-payee.ts';
import { stopPayee } from '../../../src/payments/payees/stop-payee.ts';
import { inTransaction, type Transaction } from '../../../src/platform/database/in-transaction.ts';
import type { Visitor } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from '../../people/example-family.ts';
import { type PayeeBook, payeeBook } from '../payees/payee-book.ts';

let book: PayeeBook;
let worker: Visitor;
let other: Visitor;
let neighbours: ExampleFamily;
beforeAll(async () => {
  book = await payeeBook();
  worker = await staffMember(book.api, book.authorityId, 'caseworker');
  other = await staffMember(book.api, book.authorityId, 'finance-officer');
  neighbours = await exampleFamily(book.api, book.authorityId, 'Neighbour');
  book.today('2026-04-15');
});
afterAll(() => book.close());

const ask = <Value>(work: (tx: Transaction) => Promise<Value>) =>
  inTransaction(book.room.database, { authorityId: book.authorityId, readOnly: true }, work);
const record = (familyId: string, personId: string) =>
  book.api.call(worker, 'POST', `/v1/families/${familyId}/persons/${personId}/death`, {
    body: { diedOn: '2026-04-14', owner: 'identity:owner' },
    purpose: 'casework',
  });
const listed = async (familyId: string) =>
  expectStatus(await book.api.call(worker, 'GET', `/v1/families/${familyId}/deaths`, { purpose: 'casework' }), 200).body.data;

describe('when the child dies', () => {
  it('everything automatic stops that day, and workers are paid before any reckoning', async () => {
    const { familyId, child } = book.family;
    expect(await ask((tx) => mayContact(tx, book.authorityId, familyId))).toBe(true);
    const { deathId } = expectStatus(await record(familyId, child.personId), 201).body;
    expect(expectStatus(await record(familyId, child.personId), 409).body.code).toBe('death-recorded-already');
    expect(await ask((tx) => mayContact(tx, book.authorityId, familyId))).toBe(false);
    expect([...(await ask((tx) => quietFamilies(tx, book.authorityId)))]).toEqual([familyId]);
    expect(await ask((tx) => mayContact(tx, book.authorityId, neighbours.familyId))).toBe(true);

    const settle = async (step: string, revision: number, state = 'done') =>
      book.api.call(worker, 'POST', `/v1/families/${familyId}/deaths/${deathId}/steps/${step}`, {
        body: { state, words: 'As agreed.' },
        purpose: 'casework',
        ifMatch: `"${revision}"`,
      });
    const early = expectStatus(await settle('reckoning', 1), 409).body;
    expect([early.code, early.open]).toEqual([
      'final-pay-first',
      ['final-wages', 'notice-pay', 'bills-outstanding', 'redundancy-pay', 'tax-and-pension'],
    ]);
    expect(await ask((tx) => mayReckon(tx, book.authorityId, familyId))).toMatchObject({ refusal: { code: 'final-pay-first' } });
    let revision = 1;
    for (const step of early.open)
      revision = expectStatus(await settle(step, revision, step === 'redundancy-pay' ? 'not-needed' : 'done'), 200).body.revision;
    expect(expectStatus(await settle('speak-to-family', 1), 412).body.code).toBe('version-stale');
    expect(await ask((tx) => mayReckon(tx, book.authorityId, familyId))).toEqual({ ok: true, value: undefined });
    revision = expectStatus(await settle('reckoning', revision), 200).body.revision;
    revision = expectStatus(await settle('speak-to-family', revision), 200).body.revision;
    const [death] = await listed(familyId);
    expect([death.state, death.owner, death.steps.find((each: { step: string }) => each.step === 'redundancy-pay').state]).toEqual([
      'closed',
      'identity:owner',
      'not-needed',
    ]);
    // Settling the list says nothing about letters: that stays a person's decision.
    expect(await ask((tx) => mayContact(tx, book.authorityId, familyId))).toBe(false);
    const resumed = await book.api.call(worker, 'POST', `/v1/families/${familyId}/deaths/${deathId}/contact`, {
      body: { words: 'Spoke with the mother.' },
      purpose: 'casework',
      ifMatch: `"${revision}"`,
    });
    expectStatus(resumed, 200);
    expect(await ask((tx) => mayContact(tx, book.authorityId, familyId))).toBe(true);
    expect(await ask((tx) => mayContact(tx, book.authorityId, familyId, child.personId))).toBe(false);
  });
});

describe('when a payee dies', () => {
  it('payments to the account stop and the support that goes on is a task of that day, taken back only by a second person', async () => {
    const { familyId, mother } = book.family;
    const { payeeId } = await book.paid(mother.personId, '11112222', 'Morgan Example');
    const payable = () => ask((tx) => payablePayee(tx, book.authorityId, payeeId, '2026-04-15'));
    expect((await payable()).ok).toBe(true);
    const { deathId } = expectStatus(await record(familyId, mother.personId), 201).body;
    expect(await payable()).toMatchObject({ refusal: { code: 'payee-stopped', reason: 'died' } });
    const death = (await listed(familyId)).find((each: { deathId: string }) => each.deathId === deathId);
    expect(death.steps[0]).toMatchObject({ step: 'support-goes-on', dueOn: '2026-04-15', state: 'open' });
    const takeBack = (who: Visitor) =>
      book.api.call(who, 'POST', `/v1/families/${familyId}/deaths/${deathId}/correction`, {
        body: { words: 'Another family.' },
        purpose: 'casework',
        ifMatch: '"1"',
      });
    expect(expectStatus(await takeBack(worker), 403).body.code).toBe('confirmer-is-proposer');
    expectStatus(await takeBack(other), 200);
    expect((await payable()).ok).toBe(true);
    expect(await ask((tx) => mayContact(tx, book.authorityId, familyId, mother.personId))).toBe(true);
  });

  it('opens the same list when the bank is the first to know, ahead of all that have an owner', async () => {
    const { payeeId } = await book.paid(book.family.father.personId, '33334444', 'Frankie Example');
    must(await stopPayee(book.room, book.officer('returns'), { payeeId, reason: 'died' }));
    must(await stopPayee(book.room, book.officer('returns'), { payeeId, reason: 'died' }));
    const steps = expectStatus(await book.api.call(worker, 'GET', '/v1/deaths/steps', { purpose: 'casework' }), 200).body.data;
    expect(steps[0]).toMatchObject({ familyId: book.family.familyId, step: 'support-goes-on', owner: null, dueOn: '2026-04-15' });
    expect(steps.filter(({ step }: { step: string }) => step === 'support-goes-on')).toHaveLength(1);
  });
});
