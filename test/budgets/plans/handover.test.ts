import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  committed,
  fundsPutUp,
  type HandoverFigures,
  type Share,
  shareAccount,
  sourceAccount,
} from '../../../src/budgets/index.ts';
import {
  canonicalJson,
  type HandoverDocument,
  type SignedHandover,
  sha256Of,
} from '../../../src/budgets/plans/handovers/handover-document.ts';
import { sendHandover } from '../../../src/budgets/plans/handovers/send-handover.ts';
import { dimensionOf } from '../../../src/budgets/rules/share.ts';
import { type Ledger, openLedger } from '../../../src/ledger/index.ts';
import type { EntryDraft } from '../../../src/ledger/rules/entry-draft.ts';
import { businessDates } from '../../../src/people/index.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from '../../people/example-family.ts';
import { openAdmin } from '../../support/admin.ts';
import { uuidOf } from '../../support/payment-book.ts';
import { type PlanDesk, planDesk, therapy } from './plan-desk.ts';

const PUT_UP = 1_200_000n;
const ALLOCATED = 300_000n;
const PAID = 112_345n;
const share: Share = {
  line: 'L7Q2M4',
  source: 'high-needs-block',
  financialYear: '2026-27',
  stream: 'EDUCATION',
  costCentre: 'C1100',
  subjective: '5210',
};

let api: AccessApi;
let north: PlanDesk;
let south: PlanDesk;
let ledger: Ledger;
let southAdministrator: Visitor;
let trusted: { name: string; publicKey: string };

beforeAll(async () => {
  api = await startAccessApi();
  north = await planDesk('northmoor', api);
  south = await planDesk('southvale', api);
  ledger = openLedger({ database: api.store.database, clock: api.clock });
  southAdministrator = await staffMember(api, south.authorityId, 'administrator');
  const northAdministrator = await staffMember(api, north.authorityId, 'administrator');
  const shown = expectStatus(await api.call(northAdministrator, 'POST', '/v1/handover-key'), 200).body;
  trusted = { name: 'northmoor', publicKey: shown.publicKey };
  expect(expectStatus(await api.call(northAdministrator, 'POST', '/v1/handover-key'), 200).body).toEqual(shown);
});
afterAll(async () => {
  await ledger.drain();
  await api.close();
});

const balance = async (authorityId: number, code: string) => (await ledger.balances(authorityId, [code]))[0]?.balance ?? 0n;
const fromSource = async (authorityId: number) => balance(authorityId, sourceAccount(share.source, share.financialYear));
const post = async (authorityId: number, id: string, entry: EntryDraft) => {
  const [result] = await ledger.post(authorityId, [{ kind: 'entry', id: uuidOf(`${authorityId} ${id}`), principal: 'a test', entry }]);
  if (!result?.ok) throw new Error(JSON.stringify(result?.refusal));
};
/** From one of the share's accounts to another, or back to the source. */
const move = (from: string, to: string, amount: bigint): EntryDraft => ({
  effectiveDate: '2026-04-14',
  description: 'Moved',
  postings: [
    { account: from, amount, dimension: dimensionOf(share) },
    { account: to, amount: -amount, dimension: dimensionOf(share) },
  ],
});

/** The sending book: a line given 3,000.00 of 12,000.00, all promised, 1,123.45 charged. */
async function sendingBook({ authorityId }: PlanDesk): Promise<void> {
  await ledger.openPeriods({ authorityId, principal: 'a test' }, [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]);
  const accounts = [...accountsForSource(share.source, share.financialYear), ...accountsForShare(share)];
  await ledger.openAccounts(
    { authorityId, principal: 'a test' },
    accounts.map((account) => ({ ...account, opensOn: '2026-04-01' })),
  );
  const parts = [{ share, amount: ALLOCATED }];
  const effectiveDate = '2026-04-01' as const;
  await post(authorityId, 'funds', fundsPutUp({ effectiveDate, source: share.source, financialYear: share.financialYear, amount: PUT_UP }));
  await post(authorityId, 'given', allocatedToLine({ effectiveDate, parts }));
  await post(authorityId, 'promised', committed({ effectiveDate, parts }));
  await post(authorityId, 'charged', move(shareAccount(share, 'committed'), shareAccount(share, 'paid'), PAID));
}

/** What the books say, and nothing else: a plan's lines as the ledger holds them. */
const booked: HandoverFigures = {
  linesOf: async (_tx, { authorityId }) => {
    const of = (state: 'available' | 'committed' | 'paid') => balance(authorityId, shareAccount(share, state));
    const givenBack = (await fromSource(authorityId)) - (PUT_UP - ALLOCATED);
    const stillOpen = (await of('available')) + (await of('committed'));
    const { line: lineCode, stream, source: sourceCode, financialYear } = share;
    return [
      { lineCode, stream, sourceCode, financialYear, allocated: ALLOCATED, paid: await of('paid'), advance: 0n, givenBack, stillOpen },
    ];
  },
};

const room = () => ({ ...api.room, businessDate: businessDates(api.store.database, api.clock), figures: booked });
const arrive = (surname: string) => exampleFamily(api, south.authorityId, surname);
const take = (status: number, family: ExampleFamily, handover: SignedHandover, childId = family.child.personId) =>
  south.ask(status, 'POST', `/v1/families/${family.familyId}/handovers`, { childId, handover });
const trust = () => api.call(southAdministrator, 'POST', '/v1/handover-senders', { body: trusted });

describe('a move to another authority', () => {
  it('ends the plan in one book and opens it in the other, and both sides keep a document that ties to the book', async () => {
    await sendingBook(north);
    const plan = await north.planInForce('Aldous');
    await north.ask(200, 'PUT', `${plan.path}/sections/F`, { text: 'Therapy by Wren Talbot.' }, '"2"');
    const outcome = { kind: 'employment', text: 'Works in a bakery', baseline: 'None', target: 'Two days' };
    const { outcomeId } = (await north.ask(201, 'POST', `${plan.path}/outcomes`, outcome, '"3"')).body;
    await north.ask(201, 'POST', `${plan.path}/outcomes/${outcomeId}/progress`, { notedOn: '2026-04-12', measure: 'some' }, '"4"');
    await north.ask(201, 'POST', `${plan.path}/provisions`, { ...therapy, outcomeId }, '"5"');
    const at = { familyId: plan.familyId, planId: plan.planId, ifMatch: '6' };
    const send = () => sendHandover(room(), systemCaller(north.authorityId), at, { to: 'southvale', movesOn: '2026-04-15' });

    expect(await send()).toMatchObject({ ok: false, refusal: { code: 'handover-lines-open', lines: ['L7Q2M4'] } });
    await post(north.authorityId, 'released', move(shareAccount(share, 'committed'), shareAccount(share, 'available'), ALLOCATED - PAID));
    expect((await send()).ok).toBe(false);
    const source = sourceAccount(share.source, share.financialYear);
    await post(north.authorityId, 'given back', move(shareAccount(share, 'available'), source, ALLOCATED - PAID));
    const { handoverId, revision, ...signed } = must(await send());

    expect((await north.ask(200, 'GET', plan.path)).body).toMatchObject({ state: 'transferred', endsOn: '2026-04-14', revision });
    const figures = (JSON.parse(signed.document) as HandoverDocument).figures;
    expect(figures).toMatchObject({ givenBack: '187655', lines: [{ allocated: '300000', paid: '112345', givenBack: '187655' }] });
    expect(await fromSource(north.authorityId)).toBe(PUT_UP - PAID);
    const kept = (await north.ask(200, 'GET', `${plan.path}/handover`)).body;
    expect(kept).toMatchObject({ handoverId, direction: 'out', givenBack: { amount: '1876.55' }, ...signed });

    const here = await arrive('Aldous Moved');
    expect((await take(422, here, signed)).body.code).toBe('handover-untrusted');
    expectStatus(await trust(), 201);
    const taken = (await take(201, here, signed)).body;
    const path = `/v1/families/${here.familyId}/plans/${taken.planId}`;
    expect((await south.ask(200, 'GET', path)).body).toMatchObject({
      state: 'in-force',
      startsOn: '2026-04-15',
      nextReviewBy: '2027-04-10',
      settingName: 'Quillhaven School',
      sections: [{ section: 'F', text: 'Therapy by Wren Talbot.' }],
      outcomes: [{ ...outcome, progress: [{ notedOn: '2026-04-12', measure: 'some' }] }],
      provisions: [{ from: '2026-04-15', unitsPerWeek: '2.50', byWhom: therapy.byWhom, premises: true }],
    });
    expect((await south.ask(200, 'GET', `${path}/handover`)).body).toMatchObject({ ...kept, direction: 'in', otherSide: 'northmoor' });
    const letters = (await south.ask(200, 'GET', '/v1/clocks?kind=transfer-letter')).body.data;
    expect(letters).toMatchObject([{ familyId: here.familyId, dueOn: '2026-05-27' }]);
    const lines = await openAdmin(api.store.adminUrl);
    const [row] = await lines.rows('select count(*)::int as n from ledger.entries where authority_id = $1', [south.authorityId]);
    await lines.close();
    expect(row?.['n']).toBe(0);

    const again = await take(409, await arrive('Aldous Again'), signed);
    expect(again.body).toMatchObject({ code: 'handover-taken-already', planId: taken.planId });
  });
});

describe('a handover', () => {
  let signed: SignedHandover;
  beforeAll(async () => {
    expectStatus(await trust(), 201);
    const plan = await north.planInForce('Brightwell');
    const sent = await north.ask(201, 'POST', `${plan.path}/handover`, { to: 'southvale', movesOn: '2026-04-15' }, '"2"');
    const { handoverId, revision, ...rest } = sent.body;
    signed = rest;
  });

  it('is refused when a byte of it was touched, whoever made the hash fit again', async () => {
    const family = await arrive('Cartwright');
    const document = signed.document.replace('"mainstream"', '"special"');
    expect((await take(422, family, { ...signed, document })).body.code).toBe('handover-unreadable');
    const rehashed = { ...signed, document, sha256: sha256Of(document).toString('hex') };
    expect((await take(422, family, rehashed)).body.code).toBe('handover-untrusted');
    const spaced = signed.document.replace('":', '": ');
    expect((await take(422, family, { ...signed, document: spaced, sha256: sha256Of(spaced).toString('hex') })).body.code).toBe(
      'handover-unreadable',
    );
    const sums = JSON.parse(signed.document) as HandoverDocument;
    const wrong = canonicalJson({ ...sums, figures: { ...sums.figures, givenBack: '1' } });
    expect(
      (await take(422, family, { ...signed, document: wrong, sha256: sha256Of(wrong).toString('hex') })).body.errors[0].message,
    ).toContain('add up');
    expect((await south.ask(200, 'GET', `/v1/families/${family.familyId}/plans`)).body.data).toEqual([]);
  });

  it('is refused by whoever it is not made out to, for another child, and for a child who has a plan', async () => {
    const family = await arrive('Dunmore');
    const third = await planDesk('westfield', api);
    const far = await exampleFamily(api, third.authorityId, 'Dunmore Far');
    const administrator = await staffMember(api, third.authorityId, 'administrator');
    expectStatus(await api.call(administrator, 'POST', '/v1/handover-senders', { body: trusted }), 201);
    const body = { childId: far.child.personId, handover: signed };
    expect((await third.ask(422, 'POST', `/v1/families/${far.familyId}/handovers`, body)).body.code).toBe('handover-for-another');
    expect((await take(422, family, signed, family.mother.personId)).body.errors[0].pointer).toBe('/childId');
    const admin = await openAdmin(api.store.adminUrl);
    await admin.rows("update people.persons set born_on = '2013-01-01' where person_id = $1", [family.child.personId]);
    await admin.close();
    expect((await take(422, family, signed)).body.code).toBe('handover-other-child');
    const has = await south.openPlan('Eastwood');
    expect((await take(409, has, signed)).body.code).toBe('plan-running-already');
  });

  it('is taken once, when two officers take it for two families at the same moment', async () => {
    const families = [await arrive('Farrow'), await arrive('Garland')];
    const taken = await Promise.all(
      families.map(({ familyId, child }) =>
        api.call(south.caseworker, 'POST', `/v1/families/${familyId}/handovers`, {
          purpose: 'casework',
          body: { childId: child.personId, handover: signed },
        }),
      ),
    );
    expect(taken.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('is made to another authority, on a day that has come, of a plan in force', async () => {
    const plan = await north.planInForce('Hartley');
    const send = (status: number, body: object) => north.ask(status, 'POST', `${plan.path}/handover`, body, '"2"');
    expect((await send(422, { to: 'northmoor', movesOn: '2026-04-15' })).body.errors[0].pointer).toBe('/to');
    expect((await send(422, { to: 'southvale', movesOn: '2026-04-16' })).body.errors[0].pointer).toBe('/movesOn');
    expect((await send(422, { to: 'southvale', movesOn: '2026-04-10' })).body.errors[0].pointer).toBe('/movesOn');
    await send(201, { to: 'southvale', movesOn: '2026-04-15' });
    expect((await north.ask(409, 'POST', `${plan.path}/handover`, { to: 'southvale', movesOn: '2026-04-15' }, '"3"')).body.code).toBe(
      'plan-not-open',
    );
  });

  it('is no longer taken once its sender’s key is not trusted', async () => {
    const plan = await north.planInForce('Ingram');
    const { handoverId, revision, ...fresh } = (
      await north.ask(201, 'POST', `${plan.path}/handover`, { to: 'southvale', movesOn: '2026-04-15' }, '"2"')
    ).body;
    expectStatus(await api.call(southAdministrator, 'DELETE', `/v1/handover-senders/${fresh.keyId}`), 204);
    expect((await take(422, await arrive('Ingram Moved'), fresh)).body.code).toBe('handover-untrusted');
    const rubbish = { ...trusted, publicKey: 'AAAA' };
    expectStatus(await api.call(southAdministrator, 'POST', '/v1/handover-senders', { body: rubbish }), 422);
    expectStatus(await trust(), 201);
    await take(201, await arrive('Ingram Again'), fresh);
  });
});
