import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledgeAlerts } from '../../src/alerts/acknowledge-alerts.ts';
import { factsOfLines, keepRuleWatches, replayRule, workOffNight } from '../../src/alerts/index.ts';
import { usualRule } from '../../src/alerts/rules/rule-settings.ts';
import { listRules, setRule } from '../../src/alerts/set-rule.ts';
import { invoiceApproved } from '../../src/commissioning/index.ts';
import { instalmentReleased, spendingShown } from '../../src/payments/index.ts';
import { must } from '../people/example-family.ts';
import { type AlertBook, alertBook, CARE, HEALTH } from './alert-book.ts';

/** Thresholds as an officer lives through them: they cross, hover, are corrected and back-dated. The tests are one year, in order. */
describe('a year of alerts', () => {
  let played: AlertBook;
  beforeAll(async () => {
    played = await alertBook();
    must({ ok: true, value: await keep() });
    await played.runJobs();
  }, 60_000);
  afterAll(() => played.book.close());

  const keep = () => keepRuleWatches(played.desk as never, played.book.authorityId);
  const night = () => workOffNight({ ...played.book.desk, facts: factsOfLines(played.book.desk) }, played.book.authorityId);
  const kinds = async () => (await played.open()).map(({ kind, subject }) => `${kind} ${subject}`);
  const only = async (kind: string) => (await played.open()).filter((alert) => alert.kind === kind);

  it('begins with watches on every share and source, and adds none the second time', async () => {
    expect(await keep()).toEqual({ added: 0, removed: 0, resolved: 0 });
    expect(await kinds()).toEqual([]);
  });

  it('raises one alert when nine tenths of a share are used, in the posting’s own commit, and tells once while it hovers', async () => {
    played.book.on('2026-06-30');
    await played.nights(23, '2026-06-30');
    const stored = await played.book.ledger.crossings(played.book.authorityId, 0n, 100);
    expect(stored).toEqual([]);
    await played.nights(1, '2026-06-30');
    const crossings = await played.book.ledger.crossings(played.book.authorityId, 0n, 100);
    expect(crossings.map(({ label, value }) => `${label} ${value}`).sort()).toEqual([
      'share-of-allocation-used 201600',
      'share-of-allocation-used 302400',
    ]);
    await played.runJobs();
    expect(await kinds()).toEqual([
      'share-of-allocation-used L2:childrens-social-care:2026-27',
      'share-of-allocation-used L2:icb-continuing-care:2026-27',
    ]);
    // One night is credited and one is billed: between 85 and 90 per cent nothing changes.
    await played.nights(1, '2026-06-30');
    await played.runJobs();
    expect(await kinds()).toHaveLength(2);
  });

  it('raises below nothing and above the allocation once each when cost that has happened goes beyond', async () => {
    played.book.on('2026-07-31');
    await played.nights(2, '2026-07-31');
    await played.runJobs();
    expect((await kinds()).filter((each) => each.includes('social-care'))).toEqual([
      'available-below-floor L2:childrens-social-care:2026-27',
      'spent-above-allocation L2:childrens-social-care:2026-27',
      'share-of-allocation-used L2:childrens-social-care:2026-27',
    ]);
    expect((await only('available-below-floor'))[0]?.detail).toMatchObject({ balance: '-126.00', override: 'cost-has-happened' });
  });

  it('an acknowledged one resolves itself on a top-up all the same', async () => {
    const [alert] = await only('available-below-floor');
    const caller = played.book.officer;
    must(await acknowledgeAlerts(played.desk as never, caller, { alertIds: [alert?.alertId ?? ''], reason: 'money-being-moved' }));
    expect((await only('available-below-floor'))[0]).toMatchObject({
      state: 'acknowledged',
      reason: 'money-being-moved',
      escalatesOn: null,
    });
    await played.topUp(
      [
        { share: CARE('L2'), amount: 200_000n },
        { share: HEALTH('L2'), amount: 150_000n },
      ],
      '2026-07-31',
    );
    await played.runJobs();
    const { removed, added } = await keep();
    expect(removed).toBe(added);
    await played.runJobs();
    expect(await kinds()).toEqual([]);
  });

  it('a change of the rule counts at once for the lines it names and for no other', async () => {
    const usual = usualRule('share-of-allocation-used');
    const change = {
      rule: 'share-of-allocation-used',
      scope: 'line',
      scopeKey: 'L2',
      from: '2026-07-31',
      ...usual,
      trigger: '50',
      clear: '40',
    } as const;
    const replayed = must(await replayRule(played.desk as never, played.book.authorityId, change));
    expect(replayed.now.length).toBe(0);
    expect(replayed.changed.map(({ subject, raisedOn }) => `${subject} ${raisedOn}`)).toContain(
      'L2:childrens-social-care:2026-27 2026-06-30',
    );
    expect(await kinds()).toEqual([]);
    must(await setRule(played.desk as never, played.book.officer, change));
    expect(await setRule(played.desk as never, played.book.officer, change)).toMatchObject({ refusal: { code: 'rule-decided-already' } });
    await keep();
    await played.runJobs();
    expect(await kinds()).toHaveLength(2);
    const off = { ...change, from: '2026-08-01', enabled: false } as const;
    must(await setRule(played.desk as never, played.book.officer, off));
    played.book.on('2026-08-01');
    await keep();
    expect(await kinds()).toEqual([]);
    const rules = await listRules(played.desk, played.book.authorityId, factsOfLines(played.book.desk));
    expect(rules.find(({ rule }) => rule === 'share-of-allocation-used')?.decided).toHaveLength(2);
    expect(rules.filter(({ fed }) => !fed).map(({ rule }) => rule)).toContain('receipt-due');
  });

  it('tells of a contingency that is mostly used and of money that builds up, and takes both back when they are', async () => {
    played.book.on('2026-09-01');
    await played.book.commit('L1', 35_000n);
    await played.entry(
      instalmentReleased({
        effectiveDate: '2026-09-01',
        payee: 'provider-1',
        parts: [{ share: CARE('L1'), amount: 200_000n }],
        reference: 'I-1',
      }),
    );
    await played.runJobs();
    expect((await kinds()).filter((each) => each.includes('L1'))).toEqual([
      'contingency-used L1:childrens-social-care:2026-27',
      'money-building-up L1:childrens-social-care:2026-27',
    ]);
    await played.entry(spendingShown({ effectiveDate: '2026-09-01', parts: [{ share: CARE('L1'), amount: 150_000n }], reference: 'R-1' }));
    await played.runJobs();
    expect((await kinds()).filter((each) => each.includes('money-building-up'))).toEqual([]);
  });

  it('support that has not happened is a care concern first, and an invoice of its own day ends it', async () => {
    played.book.on('2026-10-01');
    await night();
    await played.runJobs();
    // Nothing was invoiced for August and September: that is care that may not happen, whatever the money says.
    expect(await only('support-not-happened')).toMatchObject([{ subject: 'L2', severity: 'urgent', detail: { value: '8' } }]);
    expect((await played.open())[0]?.kind).toBe('support-not-happened');
    await played.nights(1, '2026-09-30');
    await night();
    expect(await only('support-not-happened')).toEqual([]);
  });

  it('a line that is spent ahead of time is told until time has caught up', async () => {
    // 27 nights of 26 were used when 184 of 365 days had gone.
    expect(await only('spent-against-time')).toMatchObject([{ subject: 'L2', severity: 'notice', detail: { value: '53.4' } }]);
    const soon = { ...usualRule('spent-against-time'), trigger: '60', clear: '58' };
    must(
      await setRule(played.desk as never, played.book.officer, {
        rule: 'spent-against-time',
        scope: 'line',
        scopeKey: 'L2',
        from: '2026-10-01',
        ...soon,
      }),
    );
    await night();
    expect(await only('spent-against-time')).toEqual([]);
  });

  it('a joint line whose funders do not pay what they agreed is told, and is over when the other has paid', async () => {
    const cost = (share: ReturnType<typeof CARE>, amount: bigint, reference: string) => {
      const parts = [{ share, cost: amount, vatReclaimed: 0n, stillCommitted: 0n }];
      const about = { effectiveDate: '2026-10-01', payee: 'provider-1', reference, override: 'cost-has-happened' } as const;
      return played.entry(must(invoiceApproved({ ...about, parts })));
    };
    await night();
    expect(await only('funding-split-drift')).toEqual([]);
    await cost(CARE('L2'), 120_000n, 'C-1');
    await night();
    expect(await only('funding-split-drift')).toMatchObject([{ subject: 'L2', detail: { value: '6.8' } }]);
    await cost(HEALTH('L2'), 80_000n, 'H-1');
    await night();
    expect(await only('funding-split-drift')).toEqual([]);
  });

  it('a source that is nearly given away is told in the posting’s own commit, once while it hovers, until more is put up', async () => {
    await played.topUp([{ share: CARE('L1'), amount: 1_300_000n }], '2026-10-01');
    await played.runJobs();
    expect(await only('source-heading-over')).toMatchObject([{ severity: 'warning', detail: { balance: '1324.00', bound: '1500.00' } }]);
    await played.topUp([{ share: CARE('L1'), amount: 100n }], '2026-10-01');
    await played.runJobs();
    expect(await only('source-heading-over')).toHaveLength(1);
    await played.book.putUp('childrens-social-care', '2026-27', 3_500_000n, { ifMatch: '1' });
    await keep();
    await played.runJobs();
    expect(await only('source-heading-over')).toEqual([]);
  });

  it('one night is the same again: repeated it raises nothing and tells nobody', async () => {
    await night();
    await played.runJobs();
    const before = (await played.open()).map(({ alertId }) => alertId);
    const mails = played.post.mails.length;
    await night();
    await played.runJobs();
    expect((await played.open()).map(({ alertId }) => alertId)).toEqual(before);
    expect(played.post.mails.length).toBe(mails);
  });
});
