/**
 * Every table, by kind. A table in no list fails the build.
 *
 * - tenant: authority first in every key, row-level security forced; seen only with the authority set.
 * - identity: no authority (log-ins, the list of authorities, receipts): the service reaches them only through SECURITY DEFINER functions.
 * - reference: dated public data, read-only to the service.
 *
 * `service` is what the application role may do by itself; everything else goes through functions. Append-only tables refuse UPDATE and
 * DELETE from everybody, the owner included, by trigger.
 */
interface TenantTable {
  readonly kind: 'tenant';
  readonly service: readonly ('select' | 'insert' | 'update' | 'delete')[];
  readonly appendOnly?: true;
  /** Worked across authorities by functions of the owner (the outbox relay, the planner). */
  readonly crossAuthorityFunctions?: true;
}
interface IdentityTable {
  readonly kind: 'identity';
}
interface ReferenceTable {
  readonly kind: 'reference';
}
export type TableKind = TenantTable | IdentityTable | ReferenceTable;

const read = ['select'] as const;

export const tables: Readonly<Record<string, TableKind>> = {
  'ledger.books': { kind: 'tenant', service: read },
  'ledger.accounts': { kind: 'tenant', service: read },
  'ledger.account_balances': { kind: 'tenant', service: read },
  'ledger.dimensions': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.entries': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.postings': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.day_totals': { kind: 'tenant', service: read },
  'ledger.holds': { kind: 'tenant', service: read },
  'ledger.blocks': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.audit_events': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.entry_metadata': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.watches': { kind: 'tenant', service: read },
  'ledger.crossings': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.periods': { kind: 'tenant', service: read },
  'ledger.period_balances': { kind: 'tenant', service: read },
  'ledger.balance_assertions': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.imports': { kind: 'tenant', service: read, appendOnly: true },
  'ledger.check_runs': { kind: 'tenant', service: ['select', 'insert'], appendOnly: true },
  'people.authorities': { kind: 'identity' },
  'people.api_keys': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.machine_clients': { kind: 'tenant', service: read },
  'people.machine_tokens': { kind: 'tenant', service: read },
  'people.used_assertions': { kind: 'tenant', service: read },
  'people.identities': { kind: 'identity' },
  'people.sign_in_requests': { kind: 'identity' },
  'people.sign_in_flows': { kind: 'identity' },
  'people.throttles': { kind: 'identity' },
  'people.sessions': { kind: 'identity' },
  'people.passkeys': { kind: 'identity' },
  'people.authenticators': { kind: 'identity' },
  'people.recovery_codes': { kind: 'identity' },
  'people.issuer_links': { kind: 'identity' },
  'people.families': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.persons': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.relationships': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.confidential_marks': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.grants': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.retention_clocks': { kind: 'tenant', service: ['select', 'insert'] },
  'people.legal_holds': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.signals': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.memberships': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.invitations': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'people.identity_places': { kind: 'identity' },
  'people.audit_events': { kind: 'tenant', service: read, appendOnly: true },
  'people.audit_heads': { kind: 'tenant', service: read },
  'people.unusual_pulls': { kind: 'tenant', service: read, appendOnly: true },
  'platform.outbox': { kind: 'tenant', service: ['select', 'insert'], crossAuthorityFunctions: true },
  'platform.schedules': { kind: 'tenant', service: ['select', 'insert', 'update'], crossAuthorityFunctions: true },
  'platform.planned_runs': { kind: 'tenant', service: read, crossAuthorityFunctions: true },
  'platform.job_attempts': { kind: 'tenant', service: read, crossAuthorityFunctions: true },
  'payments.payment_runs': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'payments.payment_instructions': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'reconciliation.bank_accounts': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'reconciliation.statement_files': { kind: 'tenant', service: ['select', 'insert', 'update', 'delete'] },
  'reconciliation.statement_file_chunks': { kind: 'tenant', service: ['select', 'insert', 'delete'] },
  'reconciliation.csv_mappings': { kind: 'tenant', service: ['select', 'insert', 'update', 'delete'] },
  'reconciliation.statement_imports': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'reconciliation.import_progress': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'reconciliation.bank_statements': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'reconciliation.bank_lines': { kind: 'tenant', service: ['select', 'insert', 'update'] },
  'reconciliation.bank_line_sightings': { kind: 'tenant', service: ['select', 'insert'], appendOnly: true },
  'reconciliation.bank_line_uses': { kind: 'tenant', service: ['select', 'insert', 'delete'] },
  'alerts.alerts': { kind: 'tenant', service: ['select', 'insert', 'update'] },
};
