import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InvoicePart, invoiceApproved, invoiceEffectiveDate } from '../../../src/commissioning/index.ts';
import type { EntryDraft } from '../../../src/ledger/rules/entry-draft.ts';
import { applyRate } from '../../../src/platform/money/round.ts';
import { balancesOf, sideSums } from '../../support/fold-entries.ts';
import { CARE_SHARE, HEALTH_SHARE } from '../../support/shares.ts';

const event = { effectiveDate: '2026-12-31' as const, payee: 'p1' };
const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
const part = (share: typeof CARE_SHARE): fc.Arbitrary<InvoicePart> =>
  fc.record({ share: fc.constant(share), cost: amount, vatReclaimed: amount, stillCommitted: amount });
const parts = fc
  .tuple(part(CARE_SHARE), part(HEALTH_SHARE))
  .filter((list) => list.some(({ cost, vatReclaimed }) => cost + vatReclaimed > 0n));

function approved(list: readonly InvoicePart[], override?: string): EntryDraft {
  const result = invoiceApproved({ ...event, parts: list, override });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('an approved invoice', () => {
  it('balances on each side and owes the provider the gross', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const draft = approved(list, 'delivered-support');
        expect(sideSums(draft)).toEqual({ budget: 0n, actual: 0n });
        const gross = list.reduce((sum, { cost, vatReclaimed }) => sum + cost + vatReclaimed, 0n);
        expect(balancesOf([draft]).get('payable:p1')).toBe(-gross);
      }),
    );
  });

  it('charges the budget with the cost and nothing else, first to what was promised', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const balances = balancesOf([approved(list, 'delivered-support')]);
        for (const { share, cost, stillCommitted } of list) {
          const key = `${share.line}:${share.source}:${share.financialYear}`;
          const fromCommitted = balances.get(`share:${key}:committed`) ?? 0n;
          expect(-(balances.get(`share:${key}:paid`) ?? 0n)).toBe(cost);
          expect(balances.get(`expense:${key}`) ?? 0n).toBe(cost);
          expect(fromCommitted <= cost && fromCommitted <= stillCommitted).toBe(true);
          expect([cost, stillCommitted]).toContain(fromCommitted);
          expect(balances.get(`share:${key}:available`) ?? 0n).toBe(cost - fromCommitted);
        }
      }),
    );
  });

  it('keeps VAT that the council reclaims out of the budget', () => {
    const cost = 100_00n;
    const draft = approved([{ share: CARE_SHARE, cost, vatReclaimed: applyRate(cost, '0.2'), stillCommitted: cost }]);
    expect(Object.fromEntries(balancesOf([draft]))).toEqual({
      'share:L4:social-care:2026-27:committed': 100_00n,
      'share:L4:social-care:2026-27:paid': -100_00n,
      'expense:L4:social-care:2026-27': 100_00n,
      'vat-recoverable': 20_00n,
      'payable:p1': -120_00n,
    });
  });

  it('beyond the commitment is refused without a named override, and says by how much it is beyond', () => {
    const list = [{ share: CARE_SHARE, cost: 300n, vatReclaimed: 0n, stillCommitted: 100n }];
    expect(invoiceApproved({ ...event, parts: list })).toEqual({ ok: false, refusal: { code: 'invoice-beyond-commitment', beyond: 200n } });
    expect(approved(list, 'delivered-support').override).toBe('delivered-support');
  });

  it('within the commitment carries no override, even when one is offered', () => {
    const list = [{ share: CARE_SHARE, cost: 100n, vatReclaimed: 0n, stillCommitted: 100n }];
    expect(approved(list, 'delivered-support')).not.toHaveProperty('override');
  });

  it('takes nothing from a commitment that is already used up', () => {
    const list = [{ share: CARE_SHARE, cost: 100n, vatReclaimed: 0n, stillCommitted: -50n }];
    expect(balancesOf([approved(list, 'delivered-support')]).get('share:L4:social-care:2026-27:available')).toBe(100n);
  });

  it('counts from the end of the month of service or its approval, whichever is earlier', () => {
    expect(invoiceEffectiveDate({ endOfMonthOfService: '2026-08-31', approvedOn: '2026-08-28' })).toBe('2026-08-28');
    expect(invoiceEffectiveDate({ endOfMonthOfService: '2026-08-31', approvedOn: '2026-09-10' })).toBe('2026-08-31');
  });
});
