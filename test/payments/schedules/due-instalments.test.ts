import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreements, headAgreements } from '../../../src/payments/agreements/schema.ts';
import { agreementOfInstalment, dueInstalments, holdsFor, markInRun, markPaid, reopenInstalments } from '../../../src/payments/index.ts';
import { inTransaction, type Transaction } from '../../../src/platform/database/in-transaction.ts';
import { liveAgreement, plannedInstalments } from '../../support/agreement-rows.ts';
import { testDatabase } from '../../support/database.ts';
import { CARE_SHARE } from '../../support/shares.ts';

describe('what is due', () => {
  const authorityId = 1;
  let store: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());

  const at = <T>(work: (tx: Transaction) => Promise<T>, authority = authorityId) =>
    inTransaction(store.database, { authorityId: authority }, work);
  let lines = 0;
  const planned = (change: Partial<typeof agreements.$inferInsert> = {}) =>
    at(async (tx) => {
      lines += 1;
      const share = { ...CARE_SHARE, line: `DUE${lines}` };
      const agreementId = await liveAgreement(tx, authorityId, { share, ...change });
      const rows = await plannedInstalments(tx, authorityId, {
        agreementId,
        share,
        payOn: ['2026-04-01', '2026-04-29', '2026-05-27'],
        amount: 76_923n,
      });
      return { agreementId, refs: rows.map(({ dueRef }) => dueRef), line: share.line };
    });
  const dueOf = async (line: string, payOn: `${number}-${number}-${number}`) =>
    (await at((tx) => dueInstalments(tx, authorityId, { payOn }))).filter(({ lineCode }) => lineCode === line);

  it('on a day is what is paid that day and what was missed before it, with its shares', async () => {
    const { line, refs } = await planned();
    const due = await dueOf(line, '2026-04-29');
    expect(due.map(({ dueRef, amount, hold }) => [dueRef, amount, hold])).toEqual([
      [refs[0], 76_923n, undefined],
      [refs[1], 76_923n, undefined],
    ]);
    expect(due[0]?.parts).toEqual([{ share: { ...CARE_SHARE, line }, amount: 76_923n }]);
  });

  it('is taken by one run: the second finds nothing to take, and a paid one is not due', async () => {
    const { line, refs } = await planned();
    const [first = ''] = refs;
    const [mine, theirs] = await Promise.all([
      at((tx) => markInRun(tx, authorityId, [first])),
      at((tx) => markInRun(tx, authorityId, [first])),
    ]);
    expect([...mine, ...theirs]).toEqual([first]);
    expect(await at((tx) => markPaid(tx, authorityId, [first], { paidOn: '2026-04-01' }))).toEqual([first]);
    expect(await at((tx) => markPaid(tx, authorityId, [first], { paidOn: '2026-04-02' }))).toEqual([]);
    expect(await at((tx) => markInRun(tx, authorityId, [first]))).toEqual([]);
    expect((await dueOf(line, '2026-04-01')).length).toBe(0);
  });

  it('opens exactly the instalment that came back, with its amount, and only after it was paid', async () => {
    const { line, refs } = await planned();
    const [first = '', second = ''] = refs;
    await at((tx) => markInRun(tx, authorityId, [first, second]));
    expect(await at((tx) => reopenInstalments(tx, authorityId, [first], 'returned'))).toEqual([]);
    await at((tx) => markPaid(tx, authorityId, [first, second], { paidOn: '2026-04-29' }));
    expect(await at((tx) => reopenInstalments(tx, authorityId, [first], 'returned'))).toEqual([first]);
    expect(await at((tx) => reopenInstalments(tx, authorityId, [first], 'returned'))).toEqual([]);
    expect(await dueOf(line, '2026-04-29')).toMatchObject([{ dueRef: first, state: 'returned', amount: 76_923n, returns: 1 }]);
    // Left out of its next run it is still one that came back.
    await at((tx) => markInRun(tx, authorityId, [first]));
    await at((tx) => reopenInstalments(tx, authorityId, [first], 'left-out'));
    expect(await dueOf(line, '2026-04-29')).toMatchObject([{ dueRef: first, state: 'returned', returns: 1 }]);
  });

  it('is listed with what holds it back', async () => {
    const holds: [string, Partial<typeof agreements.$inferInsert>][] = [
      ['consent-withdrawn', { state: 'stopped', stoppedFrom: '2026-04-20', stopGround: 'consent-withdrawn', consentedVersion: null }],
      ['agreement-not-live', { state: 'consented' }],
      ['recipient-not-checked', { mayBePaid: null }],
      ['recipient-not-checked', { mayBePaid: false }],
      ['head-agreement-missing', { onPremises: true }],
      ['payee-missing', { payeeId: null }],
    ];
    for (const [reason, change] of holds) {
      const { line } = await planned(change);
      expect((await dueOf(line, '2026-04-01')).map(({ hold }) => hold)).toEqual([reason]);
    }
  });

  it('pays what was due before a stop and holds what comes after it', async () => {
    const { refs } = await planned({ state: 'stopped', stoppedFrom: '2026-04-29', stopGround: 'asked-by-recipient' });
    const held = await at((tx) => holdsFor(tx, authorityId, refs));
    expect(refs.map((ref) => held.get(ref))).toEqual([undefined, 'stopped', 'stopped']);
  });

  it('is kept back from a run that was planned before consent was withdrawn', async () => {
    const { agreementId, refs } = await planned();
    await at((tx) => markInRun(tx, authorityId, refs));
    expect((await at((tx) => holdsFor(tx, authorityId, refs))).size).toBe(0);
    await at((tx) =>
      tx
        .update(agreements)
        .set({ state: 'stopped', stoppedFrom: '2026-06-01', stopGround: 'consent-withdrawn' })
        .where(eqAgreement(agreementId)),
    );
    expect([...(await at((tx) => holdsFor(tx, authorityId, [...refs, 'unknown']))).values()]).toEqual([
      'consent-withdrawn',
      'consent-withdrawn',
      'consent-withdrawn',
      'stopped',
    ]);
  });

  it('is paid on premises once the head agrees, and not when the head takes it back', async () => {
    const { agreementId, line } = await planned({ onPremises: true });
    const say = (agrees: boolean, agreedOn: '2026-03-01' | '2026-03-02') =>
      at((tx) =>
        tx.insert(headAgreements).values({
          authorityId,
          headAgreementId: randomUUID(),
          agreementId,
          familyId: randomUUID(),
          agrees,
          agreedOn,
          sealed: Buffer.from('x'),
          createdAt: new Date(0),
          createdBy: 'a test',
        }),
      );
    await say(true, '2026-03-01');
    expect((await dueOf(line, '2026-04-01')).map(({ hold }) => hold)).toEqual([undefined]);
    await say(false, '2026-03-02');
    expect((await dueOf(line, '2026-04-01')).map(({ hold }) => hold)).toEqual(['head-agreement-missing']);
  });

  it('never changes in what it is: amount, days and shares are refused by the table itself', async () => {
    const { refs } = await planned();
    const change = (set: string) => at((tx) => tx.execute(`update payments.instalments set ${set} where due_ref = '${refs[0]}'`));
    await expect(change('amount = 1')).rejects.toMatchObject({ cause: { message: 'an instalment that was planned does not change' } });
    await expect(change("state = 'paid', paid_on = '2026-04-01'")).rejects.toMatchObject({
      cause: { message: expect.stringContaining('from planned to paid') },
    });
  });

  it('of another authority is not there', async () => {
    const { refs } = await planned();
    expect(await at((tx) => dueInstalments(tx, 2, { payOn: '2026-12-31' }), 2)).toEqual([]);
    expect(await at((tx) => markInRun(tx, 2, refs), 2)).toEqual([]);
    expect(await at((tx) => agreementOfInstalment(tx, 2, refs[0] ?? ''), 2)).toBeUndefined();
    expect(await at((tx) => agreementOfInstalment(tx, authorityId, refs[0] ?? ''))).toMatchObject({
      instalment: { number: 1 },
      agreement: { state: 'live' },
    });
  });
});

const eqAgreement = (agreementId: string) => and(eq(agreements.authorityId, 1), eq(agreements.agreementId, agreementId));
