/** Where each operation of the ledger is, and how it is sent. A test holds this against the operations that the service offers. */
export const routes = {
  'ledger.post-entry': { method: 'POST', path: '/v1/ledger/entries', keyed: true },
  'ledger.post-entries': { method: 'POST', path: '/v1/ledger/entries/bulk' },
  'ledger.list-entries': { method: 'GET', path: '/v1/ledger/entries' },
  'ledger.read-entry': { method: 'GET', path: '/v1/ledger/entries/{entryId}' },
  // Sent twice it would meet its own first revision, and removing twice would find nothing: a lost answer is told, not repeated.
  'ledger.describe-entry': { method: 'PUT', path: '/v1/ledger/entries/{entryId}/metadata', repeatable: false },
  'ledger.reverse-entry': { method: 'POST', path: '/v1/ledger/entries/{entryId}/reversal', keyed: true },
  'ledger.sweep': { method: 'POST', path: '/v1/ledger/sweeps', keyed: true },
  'ledger.place-hold': { method: 'POST', path: '/v1/ledger/holds', keyed: true },
  'ledger.read-hold': { method: 'GET', path: '/v1/ledger/holds/{holdId}' },
  'ledger.post-hold': { method: 'POST', path: '/v1/ledger/holds/{holdId}/posting', keyed: true },
  'ledger.void-hold': { method: 'POST', path: '/v1/ledger/holds/{holdId}/voiding', keyed: true },
  'ledger.open-account': { method: 'POST', path: '/v1/ledger/accounts' },
  'ledger.list-accounts': { method: 'GET', path: '/v1/ledger/accounts' },
  'ledger.read-account': { method: 'GET', path: '/v1/ledger/accounts/{code}' },
  'ledger.change-account': { method: 'PATCH', path: '/v1/ledger/accounts/{code}' },
  'ledger.read-balance': { method: 'GET', path: '/v1/ledger/accounts/{code}/balance' },
  'ledger.read-statement': { method: 'GET', path: '/v1/ledger/accounts/{code}/statement' },
  'ledger.read-trial-balance': { method: 'GET', path: '/v1/ledger/trial-balance' },
  'ledger.list-periods': { method: 'GET', path: '/v1/ledger/periods' },
  'ledger.open-periods': { method: 'POST', path: '/v1/ledger/periods' },
  'ledger.set-period-state': { method: 'POST', path: '/v1/ledger/periods/{periodId}/state' },
  'ledger.add-watch': { method: 'POST', path: '/v1/ledger/watches', keyed: true },
  'ledger.remove-watch': { method: 'DELETE', path: '/v1/ledger/watches/{watchId}', repeatable: false },
  'ledger.list-crossings': { method: 'GET', path: '/v1/ledger/crossings' },
  'ledger.assert-balance': { method: 'POST', path: '/v1/ledger/balance-assertions', keyed: true },
  'ledger.preview-import': { method: 'POST', path: '/v1/ledger/imports/preview' },
  'ledger.import-file': { method: 'POST', path: '/v1/ledger/imports' },
  'ledger.list-imports': { method: 'GET', path: '/v1/ledger/imports' },
  'ledger.read-import': { method: 'GET', path: '/v1/ledger/imports/{importId}' },
  'ledger.undo-import': { method: 'POST', path: '/v1/ledger/imports/{importId}/undo' },
  'ledger.verify': { method: 'POST', path: '/v1/ledger/verify' },
} as const satisfies Record<string, Route>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Carries an Idempotency-Key, the same through every retry. */
  readonly keyed?: true;
  readonly repeatable?: false;
}

export type OperationId = keyof typeof routes;
