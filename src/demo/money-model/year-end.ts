import {
  type AccountDraft,
  accountsForShare,
  accountsForSource,
  committed,
  releasedFromCommitment,
  type Share,
  shareAccount,
  sourceAccount,
} from '../../budgets/index.ts';
import { entryDraft, pair } from '../../budgets/rules/postings.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

const NEXT_YEAR: Share = { ...ASSISTANT, financialYear: '2027-28' };
const CARRY_FORWARD: AccountDraft = { code: 'carry-forward:social-care', side: 'budget', class: 'liability', normalSide: 'credit' };

/** The year ends: a promise that was not delivered is taken back, agreed money is carried forward, and the rest goes back to its source. In the new year what was not delivered is promised again. */
export const yearEnd: MoneyExample = {
  name: 'year-end',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForShare(ASSISTANT),
    ...accountsForSource('social-care', '2027-28'),
    ...accountsForShare(NEXT_YEAR),
    CARRY_FORWARD,
  ],
  play: async (stage) => {
    await stage.before(
      '£2,000.00 is given to the line and £500.00 of it promised, and nothing of that delivered.',
      promised([{ share: ASSISTANT, given: 2_000_00n, amount: 500_00n }]),
    );
    const available = shareAccount(ASSISTANT, 'available');
    const old = { effectiveDate: '2027-03-31' } as const;
    await stage.post(releasedFromCommitment({ ...old, parts: [{ share: ASSISTANT, amount: 500_00n }] }));
    await stage.post(entryDraft(old, 'Carried forward', pair({ debit: available, credit: CARRY_FORWARD.code, amount: 500_00n })));
    await stage.post(
      entryDraft(old, 'Back to the source', pair({ debit: available, credit: sourceAccount('social-care', '2026-27'), amount: 1_500_00n })),
    );
    const next = { effectiveDate: '2027-04-01' } as const;
    await stage.post(
      entryDraft(
        next,
        'Given to the line again',
        pair({ debit: CARRY_FORWARD.code, credit: shareAccount(NEXT_YEAR, 'available'), amount: 500_00n }),
      ),
    );
    await stage.post(committed({ ...next, parts: [{ share: NEXT_YEAR, amount: 500_00n }] }));
    await stage.balances();
  },
};
