import type { PolicyRow, PolicyRows } from './policy-row.ts';
import { each, ownRecord, readsFamilies, writesToFamilies } from './usual-rows.ts';

/** A family's own account: whoever belongs to the family or holds the money for it, and officers who give their purpose. */
const ownBankStatements = {
  ...ownRecord,
  ...each(['nominee', 'third-party'], 'own-family', 'lets-see-budget'),
};
const readsOwnStatements: PolicyRow = { roles: { ...readsFamilies, ...ownBankStatements } };
const keepsOwnStatements: PolicyRow = { roles: { ...writesToFamilies, ...ownBankStatements } };

export const rowsForFamilyStatements: PolicyRows = {
  'reconciliation.take-family-statement': keepsOwnStatements,
  'reconciliation.remove-family-statement': keepsOwnStatements,
  'reconciliation.read-family-account': readsOwnStatements,
  'reconciliation.say-of-family-line': keepsOwnStatements,
  'reconciliation.list-category-rules': readsOwnStatements,
  'reconciliation.try-category-rule': readsOwnStatements,
  'reconciliation.make-category-rule': keepsOwnStatements,
  'reconciliation.end-category-rule': keepsOwnStatements,
};
