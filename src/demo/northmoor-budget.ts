import {
  type AccountDraft,
  accountForPayee,
  accountForRail,
  accountForRecovery,
  accountsForBank,
  accountsForPartner,
  accountsForShare,
  accountsForSource,
  type Share,
  type WeightedShare,
} from '../budgets/index.ts';
import { parsePounds } from '../platform/money/pounds.ts';

/**
 * The budget of one made-up family of the made-up Northmoor Council, 2026-27: four lines, three streams. Its figures are known to the penny in
 * advance, so whatever the service shows for this family can be checked by hand.
 */

export const BANK = 'northmoor-payments';
export const PARTNER = 'northmoor-icb';
export const RECOVERY_CASE = 'northmoor-l2-2026-09';
export const RAILS = { bacs: 'bacs', fasterPayments: 'faster-payments' } as const;
export const PAYEES = {
  family: 'northmoor-family-1',
  managedAccount: 'northmoor-managed-account-1',
  shortBreaks: 'northmoor-provider-1',
} as const;

export const HIGH_NEEDS = { source: 'high-needs-block', stream: 'EDUCATION', costCentre: 'E4100', subjective: '5310' } as const;
export const SOCIAL_CARE = { source: 'childrens-social-care', stream: 'CARE', costCentre: 'C2200', subjective: '5320' } as const;
export const CONTINUING_CARE = { source: 'icb-continuing-care', stream: 'HEALTH', costCentre: 'H3300', subjective: '5330' } as const;

export const TUTOR_THIS_YEAR: Share = { line: 'L1', financialYear: '2026-27', ...HIGH_NEEDS };
/** Indicative until next year's source is confirmed: the line runs to August, so five of its months belong to another year's money. */
export const TUTOR_NEXT_YEAR: Share = { line: 'L1', financialYear: '2027-28', ...HIGH_NEEDS };
export const ASSISTANT: Share = { line: 'L2', financialYear: '2026-27', ...SOCIAL_CARE };
export const NURSE: Share = { line: 'L3', financialYear: '2026-27', ...CONTINUING_CARE };
export const NIGHTS_CARE: Share = { line: 'L4', financialYear: '2026-27', ...SOCIAL_CARE };
export const NIGHTS_HEALTH: Share = { line: 'L4', financialYear: '2026-27', ...CONTINUING_CARE };

/** Short breaks are paid jointly: 60 % care, 40 % health. */
export const NIGHTS: readonly WeightedShare[] = [
  { share: NIGHTS_CARE, weight: 60n },
  { share: NIGHTS_HEALTH, weight: 40n },
];

export function northmoorAccounts(): AccountDraft[] {
  const shares = [TUTOR_THIS_YEAR, TUTOR_NEXT_YEAR, ASSISTANT, NURSE, NIGHTS_CARE, NIGHTS_HEALTH];
  return [
    ...accountsForSource(HIGH_NEEDS.source, '2026-27'),
    ...accountsForSource(HIGH_NEEDS.source, '2027-28'),
    ...accountsForSource(SOCIAL_CARE.source, '2026-27'),
    ...accountsForSource(CONTINUING_CARE.source, '2026-27'),
    ...shares.flatMap(accountsForShare),
    ...accountsForBank(BANK),
    ...Object.values(RAILS).map(accountForRail),
    ...Object.values(PAYEES).map(accountForPayee),
    ...accountsForPartner(PARTNER, [NURSE, NIGHTS_HEALTH]),
    accountForRecovery(RECOVERY_CASE),
  ];
}

/** A sum written into the demo. A malformed one is a fault of ours, not an answer to anybody. */
export function pounds(text: string): bigint {
  const parsed = parsePounds(text);
  if (!parsed.ok) throw new Error(`The demo says ${text}: ${parsed.refusal.reason}`);
  return parsed.value;
}
