import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountForPayee,
  accountForRail,
  accountForRecoverableVat,
  accountForRecovery,
  accountForWriteOffs,
  accountsForBank,
  accountsForPartner,
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  cashReceived,
  committed,
  fundsPutUp,
  releasedFromCommitment,
  splitOverShares,
  totalOf,
} from '../../../src/budgets/index.ts';
import { balancesOf, postingsOf, sideOfCode, sideSums } from '../../support/fold-entries.ts';
import { CARE_SHARE, HEALTH_SHARE, jointParts } from '../../support/shares.ts';

const effectiveDate = '2026-04-01' as const;

describe('every budget entry', () => {
  it('balances on each side', () => {
    fc.assert(
      fc.property(jointParts, (parts) => {
        for (const build of [allocatedToLine, committed, releasedFromCommitment]) {
          expect(sideSums(build({ effectiveDate, parts }))).toEqual({ budget: 0n, actual: 0n });
        }
      }),
    );
  });

  it('carries its share, stream, source, year and codes on every posting', () => {
    const draft = committed({ effectiveDate, parts: [{ share: CARE_SHARE, amount: 1n }] });
    expect(draft.postings).toHaveLength(2);
    for (const { dimension } of draft.postings) {
      expect(dimension).toEqual({
        share: 'L4:social-care:2026-27',
        stream: 'CARE',
        source: 'social-care',
        financialYear: '2026-27',
        costCentre: 'C1',
        subjective: 'S1',
      });
    }
  });

  it('leaves out a share that takes no part, and never posts a zero', () => {
    fc.assert(
      fc.property(jointParts, (parts) => {
        expect(postingsOf([allocatedToLine({ effectiveDate, parts })]).some(({ amount }) => amount === 0n)).toBe(false);
      }),
    );
  });

  it('is not built for nothing, nor for a negative sum', () => {
    expect(() => committed({ effectiveDate, parts: [{ share: CARE_SHARE, amount: 0n }] })).toThrow(RangeError);
    expect(() => committed({ effectiveDate, parts: [{ share: CARE_SHARE, amount: -1n }] })).toThrow(RangeError);
    expect(() => fundsPutUp({ effectiveDate, source: 'icb', financialYear: '2026-27', amount: 0n })).toThrow(RangeError);
  });
});

describe('a promise', () => {
  it('moves money from the funder to the line to the commitment, and back to the line', () => {
    const parts = [{ share: CARE_SHARE, amount: 600n }];
    const drafts = [
      fundsPutUp({ effectiveDate, source: 'social-care', financialYear: '2026-27', amount: 1_000n }),
      allocatedToLine({ effectiveDate, parts }),
      committed({ effectiveDate, parts }),
      releasedFromCommitment({ effectiveDate, parts: [{ share: CARE_SHARE, amount: 50n }] }),
    ];
    expect(Object.fromEntries(balancesOf(drafts))).toEqual({
      'budget-control:social-care:2026-27': 1_000n,
      'source:social-care:2026-27': -400n,
      'share:L4:social-care:2026-27:available': -50n,
      'share:L4:social-care:2026-27:committed': -550n,
    });
  });

  it('and the cash behind it are two events: cash belongs to no share', () => {
    expect(cashReceived({ effectiveDate, bank: 'main', amount: 5n, reference: 'Q1' })).toEqual({
      effectiveDate,
      description: 'Cash from the council',
      reference: 'Q1',
      postings: [
        { account: 'bank:main', amount: 5n },
        { account: 'council-cash', amount: -5n },
      ],
    });
  });
});

describe('a joint line', () => {
  const shares = [
    { share: CARE_SHARE, weight: 60n },
    { share: HEALTH_SHARE, weight: 40n },
  ];

  it('is cut 3,276.00 and 2,184.00 for 26 nights at 210.00', () => {
    expect(splitOverShares(shares, { before: 0n, amount: 546_000n }).map(({ amount }) => amount)).toEqual([327_600n, 218_400n]);
  });

  it('stays within half a penny of the agreement however many small amounts are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 1, maxLength: 60 }), (amounts) => {
        let before = 0n;
        let care = 0n;
        for (const amount of amounts) {
          const parts = splitOverShares(shares, { before, amount });
          expect(totalOf(parts)).toBe(amount);
          care += parts[0]?.amount ?? 0n;
          before += amount;
          const off = care * 100n - before * 60n;
          expect(off <= 50n && off >= -50n).toBe(true);
        }
      }),
    );
  });
});

describe('the accounts', () => {
  const all = [
    ...accountsForSource('icb', '2026-27'),
    ...accountsForShare(CARE_SHARE),
    ...accountsForBank('main'),
    accountForRail('bacs'),
    accountForPayee('p1'),
    ...accountsForPartner('icb', [HEALTH_SHARE]),
    accountForRecovery('r1'),
    accountForRecoverableVat(),
    accountForWriteOffs('CARE'),
  ];

  it('have the codes of the money model', () => {
    expect(all.map(({ code }) => code)).toEqual([
      'budget-control:icb:2026-27',
      'source:icb:2026-27',
      'share:L4:social-care:2026-27:available',
      'share:L4:social-care:2026-27:committed',
      'share:L4:social-care:2026-27:paid',
      'advance:L4:social-care:2026-27',
      'expense:L4:social-care:2026-27',
      'bank:main',
      'council-cash',
      'clearing:bacs',
      'payable:p1',
      'receivable:icb',
      'income:L4:icb:2026-27:icb',
      'receivable:recovery:r1',
      'vat-recoverable',
      'write-off:CARE',
    ]);
  });

  it('stand on the side their code says', () => {
    for (const { code, side } of all) expect([code, side]).toEqual([code, sideOfCode(code)]);
  });

  it('have a floor only where a promise is made, so that what happened can always be recorded', () => {
    expect(all.filter(({ floor }) => floor !== undefined).map(({ code, floor }) => [code, floor])).toEqual([
      ['source:icb:2026-27', 0n],
      ['share:L4:social-care:2026-27:available', 0n],
    ]);
  });

  it('grow on the side of their class', () => {
    for (const account of all) expect(account.normalSide).toBe(['asset', 'expense'].includes(account.class) ? 'debit' : 'credit');
  });
});
