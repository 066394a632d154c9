import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rechargedToPartner, type ShareAmount } from '../../../src/budgets/index.ts';
import type { EntryDraft } from '../../../src/ledger/rules/entry-draft.ts';
import {
  instalmentReleased,
  paymentReturned,
  paymentSeenAtBank,
  paymentSent,
  recoveryDecided,
  recoveryPaidBack,
  recoveryTakenByOffset,
  refundToFamilyShown,
  spendingShown,
} from '../../../src/payments/index.ts';
import { balancesOf, sideSums } from '../../support/fold-entries.ts';
import { CARE_SHARE, HEALTH_SHARE, jointParts } from '../../support/shares.ts';

const effectiveDate = '2026-10-14' as const;
const routing = { payee: 'p1', rail: 'bacs', bank: 'main', recoveryCase: 'r1' };
const line = { to: 'line' } as const;

/** One of each event, by name, all for the same sums. */
function everyEntry(parts: readonly ShareAmount[]): EntryDraft[] {
  const event = { effectiveDate, parts, ...routing };
  return [
    instalmentReleased(event),
    paymentSent(event),
    paymentSeenAtBank(event),
    ...paymentReturned(event),
    spendingShown(event),
    refundToFamilyShown(event),
    recoveryDecided({ ...event, of: 'advance' }),
    recoveryDecided({ ...event, of: 'expense' }),
    recoveryPaidBack({ ...event, freed: line }),
    recoveryTakenByOffset({ ...event, freed: { to: 'source', currentYear: '2027-28' } }),
    rechargedToPartner({ effectiveDate, partner: 'icb', parts }),
  ];
}

const care = (amount: bigint): ShareAmount[] => [{ share: CARE_SHARE, amount }];
const open = (drafts: readonly EntryDraft[]) => Object.fromEntries([...balancesOf(drafts)].filter(([, balance]) => balance !== 0n));

describe('every entry of a payment', () => {
  it('balances on each side', () => {
    fc.assert(
      fc.property(jointParts, (parts) => {
        for (const draft of everyEntry(parts)) expect(sideSums(draft)).toEqual({ budget: 0n, actual: 0n });
      }),
    );
  });

  it('balances share by share and side by side, so that no share pays for another', () => {
    fc.assert(
      fc.property(jointParts, (parts) => {
        for (const { share } of parts) {
          const key = `${share.line}:${share.source}:${share.financialYear}`;
          for (const draft of everyEntry(parts)) {
            expect(sideSums({ ...draft, postings: draft.postings.filter(({ dimension }) => dimension?.share === key) })).toEqual({
              budget: 0n,
              actual: 0n,
            });
          }
        }
      }),
    );
  });

  it('keeps paid = advance + expense + open recoveries, whatever happens in whatever order', () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 7 }), jointParts);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const drafts = steps.flatMap(([kind, parts]): EntryDraft[] => {
          const event = { effectiveDate, parts, ...routing };
          const events: (() => EntryDraft[])[] = [
            () => [instalmentReleased(event)],
            () => paymentReturned(event),
            () => [spendingShown(event)],
            () => [refundToFamilyShown(event)],
            () => [recoveryDecided({ ...event, of: 'advance' })],
            () => [recoveryDecided({ ...event, of: 'expense' })],
            () => [recoveryPaidBack({ ...event, freed: line })],
            () => [recoveryTakenByOffset({ ...event, freed: { to: 'source', currentYear: '2027-28' } })],
          ];
          return events[kind]?.() ?? [];
        });
        for (const share of ['L4:social-care:2026-27', 'L4:icb:2026-27']) {
          const ofShare = drafts.map((draft) => ({
            ...draft,
            postings: draft.postings.filter(({ dimension }) => dimension?.share === share),
          }));
          const balance = (code: string): bigint => balancesOf(ofShare).get(code) ?? 0n;
          const paid = -balance(`share:${share}:paid`);
          expect(paid).toBe(balance(`advance:${share}`) + balance(`expense:${share}`) + balance('receivable:recovery:r1'));
        }
      }),
    );
  });

  it('is not built for nothing', () => {
    expect(() => instalmentReleased({ effectiveDate, parts: care(0n), payee: 'p1' })).toThrow(RangeError);
    expect(() => recoveryDecided({ effectiveDate, parts: care(-1n), recoveryCase: 'r1', of: 'advance' })).toThrow(RangeError);
    expect(() => rechargedToPartner({ effectiveDate, partner: 'icb', parts: care(0n) })).toThrow(RangeError);
  });
});

describe('a payment', () => {
  const event = { effectiveDate, parts: care(76_923n), ...routing };
  const outward = [instalmentReleased(event), paymentSent(event), paymentSeenAtBank(event)];

  it('seen at the bank owes nobody anything and leaves an advance', () => {
    expect(open(outward)).toEqual({
      'share:L4:social-care:2026-27:committed': 76_923n,
      'share:L4:social-care:2026-27:paid': -76_923n,
      'advance:L4:social-care:2026-27': 76_923n,
      'bank:main': -76_923n,
    });
  });

  it('that comes back leaves everything as it was before, by new entries of the day it came', () => {
    const back = paymentReturned({ ...event, effectiveDate: '2026-10-16' });
    expect(open([...outward, ...back])).toEqual({});
    expect(back.map((draft) => draft.effectiveDate)).toEqual(['2026-10-16', '2026-10-16', '2026-10-16']);
  });
});

describe('money to return', () => {
  const event = { effectiveDate, parts: care(6_154n), ...routing };

  it('frees no budget when it is decided, only when it is back', () => {
    const decided = recoveryDecided({ ...event, of: 'advance' });
    expect(open([decided])).toEqual({ 'advance:L4:social-care:2026-27': -6_154n, 'receivable:recovery:r1': 6_154n });
    expect(open([decided, recoveryTakenByOffset({ ...event, freed: line })])).toEqual({
      'advance:L4:social-care:2026-27': -6_154n,
      'payable:p1': 6_154n,
      'share:L4:social-care:2026-27:paid': 6_154n,
      'share:L4:social-care:2026-27:available': -6_154n,
    });
  });

  it('after the year has closed goes to the same source in the current year', () => {
    expect(open([recoveryPaidBack({ ...event, freed: { to: 'source', currentYear: '2027-28' } })])).toEqual({
      'share:L4:social-care:2026-27:paid': 6_154n,
      'source:social-care:2027-28': -6_154n,
      'bank:main': 6_154n,
      'receivable:recovery:r1': -6_154n,
    });
  });

  it('for a spend that is refused is taken out of the expense', () => {
    expect(open([recoveryDecided({ ...event, of: 'expense' })])).toEqual({
      'expense:L4:social-care:2026-27': -6_154n,
      'receivable:recovery:r1': 6_154n,
    });
  });
});

describe('a recharge', () => {
  it('is owed by the partner against income, and leaves the budget alone', () => {
    const draft = rechargedToPartner({ effectiveDate, partner: 'icb', parts: [{ share: HEALTH_SHARE, amount: 16_800n }] });
    expect(open([draft])).toEqual({ 'receivable:icb': 16_800n, 'income:L4:icb:2026-27:icb': -16_800n });
  });

  it('of a month with more returned than paid is a credit to the partner', () => {
    const draft = rechargedToPartner({ effectiveDate, partner: 'icb', parts: [{ share: HEALTH_SHARE, amount: -100n }] });
    expect(open([draft])).toEqual({ 'receivable:icb': -100n, 'income:L4:icb:2026-27:icb': 100n });
  });
});
