import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { bytea, instant } from '../platform/database/columns.ts';
import type { ImportChoices, ImportPreview, ImportRefusal } from './imports/import.ts';
import type { BatchItem } from './statements/canonical-line.ts';
import type { CsvMapping } from './statements/csv/csv-mapping.ts';

export const reconciliation = pgSchema('reconciliation');

const minor = (name: string) => bigint(name, { mode: 'bigint' });
const day = (name: string) => date(name).$type<PlainDate>();

/** The register: a bank statement of an account that is not in it is refused, so a file of somebody else's cannot slip in. */
export const bankAccounts = reconciliation.table(
  'bank_accounts',
  {
    authorityId: integer('authority_id').notNull(),
    accountId: uuid('account_id').notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['council', 'client', 'card', 'third-party'] }).notNull(),
    /** The account in one form whatever a file calls it; a UK IBAN and its sort code and number are one account. */
    accountKey: text('account_key').notNull(),
    iban: text('iban'),
    sortCode: text('sort_code'),
    accountNumber: text('account_number'),
    other: text('other'),
    currency: text('currency').notNull(),
    ledgerAccount: text('ledger_account'),
    expected: text('expected', { enum: ['working-days', 'weekly', 'monthly', 'when-used'] }).notNull(),
    responsibleOfficer: text('responsible_officer'),
    state: text('state', { enum: ['open', 'closed'] }).notNull(),
    version: integer('version').notNull(),
    registeredBy: text('registered_by').notNull(),
    registeredAt: instant('registered_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.accountId] }),
    unique('bank_accounts_key').on(t.authorityId, t.accountKey, t.currency),
    unique('bank_accounts_name').on(t.authorityId, t.name),
    check('bank_accounts_kind', sql`${t.kind} in ('council', 'client', 'card', 'third-party')`),
    check('bank_accounts_expected', sql`${t.expected} in ('working-days', 'weekly', 'monthly', 'when-used')`),
    check('bank_accounts_state', sql`${t.state} in ('open', 'closed')`),
  ],
);

/** A bank's file as it came, kept by the hash of its bytes: the same bytes are kept once, however often they are sent. */
export const statementFiles = reconciliation.table(
  'statement_files',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    sentBy: text('sent_by').notNull(),
    arrivedAt: instant('arrived_at').notNull(),
    state: text('state', { enum: ['arriving', 'kept'] }).notNull(),
    bytes: minor('bytes').notNull(),
    chunks: integer('chunks').notNull(),
    sha256: bytea('sha256'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.fileId] }),
    uniqueIndex('statement_files_sha256').on(t.authorityId, t.sha256),
    check('statement_files_state', sql`${t.state} in ('arriving', 'kept') and (${t.state} = 'kept') = (${t.sha256} is not null)`),
  ],
);

/** The bytes themselves, in the database, so that its backup holds them. */
export const statementFileChunks = reconciliation.table(
  'statement_file_chunks',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    number: integer('number').notNull(),
    content: bytea('content').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.fileId, t.number] })],
);

/** A user's own reading of a bank's CSV, saved under a name. */
export const csvMappings = reconciliation.table(
  'csv_mappings',
  {
    authorityId: integer('authority_id').notNull(),
    mappingId: uuid('mapping_id').notNull(),
    name: text('name').notNull(),
    mapping: jsonb('mapping').$type<CsvMapping>().notNull(),
    version: integer('version').notNull(),
    savedBy: text('saved_by').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.mappingId] }), unique('csv_mappings_name').on(t.authorityId, t.name)],
);

/** One reading of one file into the books, from the preview to the end, and its undoing. */
export const statementImports = reconciliation.table(
  'statement_imports',
  {
    authorityId: integer('authority_id').notNull(),
    importId: uuid('import_id').notNull(),
    fileId: uuid('file_id').notNull(),
    state: text('state', { enum: ['uploaded', 'previewed', 'importing', 'imported', 'refused', 'undone'] }).notNull(),
    choices: jsonb('choices').$type<ImportChoices>().notNull(),
    preview: jsonb('preview').$type<ImportPreview>(),
    refusal: jsonb('refusal').$type<ImportRefusal>(),
    linesNew: integer('lines_new'),
    linesKnown: integer('lines_known'),
    openedBy: text('opened_by').notNull(),
    openedAt: instant('opened_at').notNull(),
    committedBy: text('committed_by'),
    committedAt: instant('committed_at'),
    endedAt: instant('ended_at'),
    undoneBy: text('undone_by'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.importId] }),
    foreignKey({
      name: 'statement_imports_file',
      columns: [t.authorityId, t.fileId],
      foreignColumns: [statementFiles.authorityId, statementFiles.fileId],
    }),
    // Two imports of the same bytes could each find nothing there and add everything.
    uniqueIndex('statement_imports_live').on(t.authorityId, t.fileId).where(sql`${t.state} in ('importing', 'imported')`),
    index('statement_imports_opened').on(t.authorityId, t.openedAt, t.importId),
    check('statement_imports_state', sql`${t.state} in ('uploaded', 'previewed', 'importing', 'imported', 'refused', 'undone')`),
    check('statement_imports_refused', sql`(${t.state} = 'refused') = (${t.refusal} is not null)`),
    check('statement_imports_undone', sql`(${t.state} = 'undone') = (${t.undoneAt} is not null)`),
  ],
);

/** How far a reading has come. A row of its own, written apart from the long transaction that nobody else can see into. */
export const importProgress = reconciliation.table(
  'import_progress',
  {
    authorityId: integer('authority_id').notNull(),
    importId: uuid('import_id').notNull(),
    stage: text('stage', { enum: ['preview', 'import'] }).notNull(),
    bytesRead: minor('bytes_read').notNull(),
    linesRead: integer('lines_read').notNull(),
    notedAt: instant('noted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.importId] })],
);

/** A bank statement that was imported: what the bank says the account stood at before and after its lines. */
export const bankStatements = reconciliation.table(
  'bank_statements',
  {
    authorityId: integer('authority_id').notNull(),
    statementId: uuid('statement_id').notNull(),
    accountId: uuid('account_id').notNull(),
    importId: uuid('import_id').notNull(),
    /** Its place in the file, counted from 0, and the line it begins in. */
    ordinal: integer('ordinal').notNull(),
    lineNumber: integer('line_number').notNull(),
    format: text('format').notNull(),
    bankStatementId: text('bank_statement_id'),
    sequence: text('sequence'),
    sequenceNumber: integer('sequence_number'),
    firstDay: day('first_day'),
    lastDay: day('last_day'),
    openingMinor: minor('opening_minor'),
    closingMinor: minor('closing_minor'),
    currency: text('currency').notNull(),
    linesNew: integer('lines_new').notNull(),
    linesKnown: integer('lines_known').notNull(),
    linesPending: integer('lines_pending').notNull(),
    sumMinor: minor('sum_minor').notNull(),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.statementId] }),
    unique('bank_statements_ordinal').on(t.authorityId, t.importId, t.ordinal),
    index('bank_statements_chain').on(t.authorityId, t.accountId, t.firstDay, t.statementId),
    foreignKey({
      name: 'bank_statements_account',
      columns: [t.authorityId, t.accountId],
      foreignColumns: [bankAccounts.authorityId, bankAccounts.accountId],
    }),
    foreignKey({
      name: 'bank_statements_import',
      columns: [t.authorityId, t.importId],
      foreignColumns: [statementImports.authorityId, statementImports.importId],
    }),
  ],
);

/**
 * One movement on a bank account, once, whatever number of files it came in. Never changed; an undone one is marked and stays.
 * `identity` is the digest of what tells it from other lines and `occurrence` counts equal ones, so two real equal payments are two rows.
 */
export const bankLines = reconciliation.table(
  'bank_lines',
  {
    authorityId: integer('authority_id').notNull(),
    lineId: uuid('line_id').notNull(),
    accountId: uuid('account_id').notNull(),
    statementId: uuid('statement_id').notNull(),
    importId: uuid('import_id').notNull(),
    lineNumber: integer('line_number').notNull(),
    bookingDate: day('booking_date').notNull(),
    valueDate: day('value_date'),
    valueDateAsWritten: text('value_date_as_written'),
    amountMinor: minor('amount_minor').notNull(),
    currency: text('currency').notNull(),
    bankReference: text('bank_reference'),
    endToEndId: text('end_to_end_id'),
    counterpartyName: text('counterparty_name'),
    counterpartyAccount: text('counterparty_account'),
    remittance: text('remittance').notNull(),
    returnReason: text('return_reason'),
    typeCode: text('type_code'),
    rawText: text('raw_text'),
    reversal: boolean('reversal').notNull(),
    batchItems: jsonb('batch_items').$type<readonly BatchItem[]>(),
    identity: bytea('identity').notNull(),
    occurrence: integer('occurrence').notNull(),
    /** What the account stood at before the first line of this day and after this line, by the bank statement it came in. */
    dayOpeningMinor: minor('day_opening_minor'),
    balanceAfterMinor: minor('balance_after_minor'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.lineId] }),
    uniqueIndex('bank_lines_once').on(t.authorityId, t.accountId, t.identity, t.occurrence).where(sql`${t.undoneAt} is null`),
    index('bank_lines_day').on(t.authorityId, t.accountId, t.bookingDate, t.lineId),
    index('bank_lines_statement').on(t.authorityId, t.statementId),
  ],
);

/** A line that a later bank statement showed again: it stays when the import that brought it first is undone. */
export const bankLineSightings = reconciliation.table(
  'bank_line_sightings',
  {
    authorityId: integer('authority_id').notNull(),
    lineId: uuid('line_id').notNull(),
    statementId: uuid('statement_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.lineId, t.statementId] }),
    index('bank_line_sightings_statement').on(t.authorityId, t.statementId),
  ],
);
