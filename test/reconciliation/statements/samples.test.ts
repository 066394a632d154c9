import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileTies, parseStatementFile, type StatementFinding } from '../../../src/reconciliation/index.ts';

const SAMPLES = new URL('../../../../shared/samples/', import.meta.url);
const FOLDERS = ['camt053', 'mt940', 'ofx', 'bai2', 'bankline', 'csv'];

interface Expected {
  readonly statements: number;
  readonly lines: number;
  readonly errors: readonly string[];
  /** What an officer is told of a file that is not wrong. */
  readonly warnings?: readonly string[];
}

/** What each sample is known to hold; the errors are faults of the samples themselves, counted by hand. */
const EXPECTED: Readonly<Record<string, Expected | { readonly refused: string; readonly line: number }>> = {
  'camt053.v2.all-balance-types.xml': { statements: 1, lines: 1, errors: ['does-not-tie'] },
  'camt053.v2.minimal.ultimate.xml': { statements: 1, lines: 1, errors: ['currency-differs'] },
  'camt053.v2.multi.statement.xml': { statements: 2, lines: 2, errors: [] },
  'camt053.v2.wrong.xml': { refused: 'no-statement', line: 2 },
  'camt053.v4.xml': { statements: 1, lines: 1, errors: ['pages-missing', 'currency-differs'] },
  'camt054.v8.xml': { refused: 'not-a-bank-statement', line: 2 },
  'abnamro.sta': { statements: 2, lines: 10, errors: ['does-not-tie', 'pages-missing', 'pages-missing', 'does-not-tie'] },
  'february_30.sta': { statements: 1, lines: 1, errors: [] },
  'mbank_with_newline_in_tnr.sta': { statements: 1, lines: 2, errors: ['does-not-tie'] },
  'missing_crlf_at_end.sta': { refused: 'field-out-of-place', line: 1 },
  'mt940.sta': { statements: 3, lines: 16, errors: [] },
  'sepa_mt9401.sta': { statements: 20, lines: 97, errors: [] },
  'sepa_snippet_broken.sta': { refused: 'field-out-of-place', line: 6 },
  'with_binary_character.sta': { statements: 2, lines: 4, errors: [] },
  'account_listing_aggregation.ofx': { refused: 'no-statement', line: 11 },
  'anzcc.ofx': { statements: 1, lines: 1, errors: [], warnings: ['cannot-be-proved'] },
  'bank_medium.ofx': { statements: 1, lines: 3, errors: [], warnings: ['cannot-be-proved'] },
  'checking.ofx': { statements: 1, lines: 3, errors: [], warnings: ['cannot-be-proved'] },
  'fail_date_missing.ofx': { refused: 'field-missing', line: 33 },
  'fail_empty_balance.ofx': { statements: 1, lines: 1, errors: [], warnings: ['cannot-be-proved'] },
  'ofx-v102-empty-tags.ofx': { refused: 'currency-not-understood', line: 23 },
  'moov_error_sample-parseError.txt': { refused: 'field-not-understood', line: 1 },
  // Their control totals tie on every level; they tell available balances and no ledger balance to open or close with.
  'moov_sample1.txt': { statements: 2, lines: 17, errors: [], warnings: Array(2).fill('cannot-be-proved') },
  'moov_sample2.txt': { statements: 5, lines: 4, errors: [], warnings: Array(5).fill('cannot-be-proved') },
  'moov_sample4-continuations-newline-delimited.txt': {
    statements: 5,
    lines: 17,
    errors: ['control-total-differs', 'control-total-differs', 'does-not-tie', ...Array(6).fill('control-total-differs')],
    warnings: Array(4).fill('cannot-be-proved'),
  },
  'nwb_example.bai2': { statements: 1, lines: 5, errors: [] },
  'svb_us_example.bai2': { statements: 2, lines: 2, errors: [] },
  testfile_nwb: { statements: 1, lines: 26, errors: [], warnings: ['cannot-be-proved'] },
  'barclays__xero__uk-standard.csv': { statements: 1, lines: 7, errors: [], warnings: ['account-not-named', 'ends-not-proved'] },
  'edge-date_format_mismatch.csv': { refused: 'columns-not-known', line: 1 },
  'edge-decimal_comma.csv': { refused: 'columns-not-known', line: 1 },
  'edge-summary_rows.csv': { refused: 'columns-not-known', line: 1 },
  'edge-trailing_footer.csv': { refused: 'columns-not-known', line: 1 },
  'nationwide_bad-midata-1.csv': { refused: 'field-out-of-place', line: 4 },
  'nationwide_bad-statement-1.csv': { refused: 'field-out-of-place', line: 6 },
  'nationwide_bad-statement-2.csv': { refused: 'statement-cut-off', line: 6 },
  'nationwide_test-midata.csv': { statements: 1, lines: 8, errors: [], warnings: ['account-not-named', 'ends-not-proved'] },
  'nationwide_test-statement.csv': { statements: 1, lines: 6, errors: [], warnings: ['account-not-named', 'ends-not-proved'] },
};

function withoutWarnings(expected: (typeof EXPECTED)[string] | undefined): object {
  const { warnings: _warnings, ...rest } = (expected ?? {}) as Expected;
  return rest;
}

/** `ties` only where the file itself proves it. */
function proofOf(findings: readonly StatementFinding[]): string {
  if (findings.some(({ code }) => code === 'cannot-be-proved')) return 'read, no proof';
  return findings.some(({ code }) => code === 'ends-not-proved') ? 'ties, but ends' : 'ties';
}

function warningsOf(expected: (typeof EXPECTED)[string] | undefined): readonly string[] {
  return (expected as Expected | undefined)?.warnings ?? [];
}

const available = existsSync(SAMPLES);
if (!available) console.log(`Skipped: the sample bank files are not at ${SAMPLES.pathname}.`);

describe.skipIf(!available)('a sample of a real bank', () => {
  it('parses with totals that tie, or is refused with file, line and reason', async () => {
    const table: Record<string, unknown>[] = [];
    for (const folder of FOLDERS) {
      for (const fileName of readdirSync(new URL(folder, SAMPLES)).sort()) {
        const result = await parseStatementFile(readFileSync(new URL(`${folder}/${fileName}`, SAMPLES)), { fileName });
        const expected = EXPECTED[fileName];
        expect(expected, `${fileName} has no expectation`).toBeDefined();
        if (!result.ok) {
          const { code, line, reason } = result.refusal;
          expect({ refused: code, line }, fileName).toEqual(expected);
          expect(reason).not.toBe('');
          table.push({ file: fileName, outcome: 'refused', statements: 0, lines: 0, line, reason: reason.slice(0, 70) });
          continue;
        }
        const { statements, findings } = result.value;
        const lines = statements.flatMap((statement) => statement.lines);
        const errors = findings.filter((finding) => finding.severity === 'error');
        expect({ statements: statements.length, lines: lines.length, errors: errors.map(({ code }) => code) }, fileName).toMatchObject(
          withoutWarnings(expected),
        );
        const warnings = findings.filter((finding) => finding.severity === 'warning').map(({ code }) => code);
        const toldOfAccounts = new Set(['value-date-not-in-calendar', 'message-continues-elsewhere']);
        expect(
          warnings.filter((code) => !toldOfAccounts.has(code)),
          fileName,
        ).toEqual(warningsOf(expected));
        for (const finding of findings) expect(finding.line, fileName).toBeGreaterThan(0);
        const told: StatementFinding | undefined = errors[0] ?? findings[0];
        const outcome = fileTies(result.value) ? proofOf(findings) : 'does not tie';
        table.push({
          file: fileName,
          outcome,
          statements: statements.length,
          lines: lines.length,
          line: told?.line,
          reason: told?.reason.slice(0, 70),
        });
      }
    }
    expect(table).toHaveLength(Object.keys(EXPECTED).length);
    console.table(table);
  });

  it('of Bankline Direct adds up to the totals that its own trailer tells', async () => {
    const result = await parseStatementFile(readFileSync(new URL('bankline/testfile_nwb', SAMPLES)), { fileName: 'testfile_nwb' });
    const lines = result.ok ? result.value.statements.flatMap((statement) => statement.lines) : [];
    const sum = (sign: bigint) => lines.reduce((total, { amountMinor }) => (amountMinor * sign > 0n ? total + amountMinor : total), 0n);
    expect([sum(1n), sum(-1n)]).toEqual([52_799_346n, -139_112_694n]);
    expect(lines.filter(({ returnReason }) => returnReason !== undefined).map(({ lineNumber }) => lineNumber)).toEqual([20, 23, 24]);
    expect(result).toMatchObject({ value: { statements: [{ account: { sortCode: '123456', accountNumber: '67175315' } }] } });
    expect(lines[0]).toMatchObject({ bookingDate: '2004-02-05', amountMinor: -10_381n, typeCode: '11' });
  });

  it('has its reversals of credit taken out of the account and its references found', async () => {
    const result = await parseStatementFile(readFileSync(new URL('mt940/sepa_mt9401.sta', SAMPLES)), { fileName: 'sepa_mt9401.sta' });
    const lines = result.ok ? result.value.statements.flatMap((statement) => statement.lines) : [];
    const reversals = lines.filter((line) => line.reversal);
    expect(reversals.map((line) => [line.lineNumber, line.amountMinor])).toEqual([
      [19, -20488n],
      [101, -20488n],
    ]);
    expect(lines.find((line) => line.bankReference === '0724710353006393')).toMatchObject({
      counterpartyName: 'Empfaenger 6 mit 70 Zeichen Empfaenger 6 mit 70 Zeiche',
      counterpartyAccount: { iban: 'FR1420041010050500013M02606' },
      remittance:
        'Unstrukturierter Verwendungszweck mit 140 Stellen fu/r SEPA COR Buchungsschema /A-CT-DTE-S01 und A-CT-NUD-/S01 CTSc-01 EBB TFNr 01011/ 0006',
    });
    expect(lines.find((line) => line.returnReason !== undefined)).toMatchObject({ endToEndId: 'TFNR 40005 00005', returnReason: '914' });
  });
});
