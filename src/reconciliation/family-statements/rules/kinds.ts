/** What a line of a family's account is for. Of some of them nobody asks for a receipt. */
export const spendingCategories = [
  'wages',
  'agency',
  'payroll-and-insurance',
  'activities',
  'equipment',
  'transport',
  'therapy',
  'other-support',
  'bank-charge',
  'own-money',
  'between-own-accounts',
  'paid-by-us',
] as const;
export type SpendingCategory = (typeof spendingCategories)[number];

const WITHOUT_RECEIPT: ReadonlySet<SpendingCategory> = new Set(['bank-charge', 'own-money', 'between-own-accounts', 'paid-by-us']);

export function needsReceipt(category: SpendingCategory | undefined): boolean {
  return category === undefined || !WITHOUT_RECEIPT.has(category);
}
