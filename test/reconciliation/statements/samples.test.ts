import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileTies, parseStatementFile, type StatementFinding } from '../../../src/reconciliation/index.ts';

const SAMPLES = new URL('../../../../shared/samples/', import.meta.url);
const FOLDERS = ['camt053', 'mt940'];

interface Expected {
  readonly statements: number;
  readonly lines: number;
  readonly errors: readonly string[];
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
};

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
        expect({ statements: statements.length, lines: lines.length, errors: errors.map(({ code }) => code) }, fileName).toEqual(expected);
        for (const finding of findings) expect(finding.line, fileName).toBeGreaterThan(0);
        const told: StatementFinding | undefined = errors[0] ?? findings[0];
        const outcome = fileTies(result.value) ? 'ties' : 'does not tie';
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
