import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WRITERS } from '../reconciliation/statements/writers/all.ts';
import type { WrittenBankStatement } from '../reconciliation/statements/writers/written.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const STATEMENT: WrittenBankStatement = {
  sortCode: '202020',
  accountNumber: '12345678',
  openingMinor: 10_000n,
  movements: [{ date: '2027-04-01', amountMinor: -550n, reference: 'TF-AAAAAA', text: 'SHOP' }],
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-parse-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Without a database, as an officer with a file and nothing else would run it. */
function parse(args: readonly string[], input?: string | Uint8Array): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const { DATABASE_URL: _, DATABASE_OWNER_URL: __, REDIS_URL: ___, ...env } = process.env;
    const child = spawn(process.execPath, ['src/run-ts.mjs', 'src/cli/threefold.ts', 'parse-statement', ...args], { cwd: root, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

function written(name: string): string | Uint8Array {
  return WRITERS.get(name)?.write(STATEMENT) ?? '';
}

function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('threefold parse-statement', { timeout: 60_000 }, () => {
  it('reads a file or standard input without a database, and says in JSON what is in it', async () => {
    const [fromFile, fromInput] = await Promise.all([
      parse([fileOf('april.sta', written('MT940')), '--json']),
      parse(['-', '--json'], written('natwest')),
    ]);
    expect([fromFile.code, fromInput.code]).toEqual([0, 0]);
    expect(JSON.parse(fromFile.out)).toMatchObject({
      format: 'mt940',
      encoding: 'utf-8',
      statements: [
        {
          account: { sortCode: '202020', accountNumber: '12345678' },
          currency: 'GBP',
          opening: { amount: '100.00' },
          closing: { amount: '94.50' },
          lines: [{ amount: '-5.50', bookingDate: '2027-04-01' }],
        },
      ],
      findings: [],
    });
    expect(JSON.parse(fromInput.out)).toMatchObject({ file: 'standard input', format: 'csv', formatVersion: 'natwest' });
  });

  it('ends with 1 when a file does not tie or is refused, with file, line and reason', async () => {
    const untied = fileOf('untied.sta', (written('MT940') as string).replace('GBP94,50', 'GBP94,51'));
    const table = fileOf('table.csv', 'Day,What,Money\n01/04/2026,SHOP,5.00\n');
    const [differs, unknown] = await Promise.all([parse([untied, '--json']), parse([table])]);
    expect(differs.code).toBe(1);
    expect(JSON.parse(differs.out).findings).toMatchObject([{ code: 'does-not-tie', severity: 'error', line: 7 }]);
    expect(unknown.code).toBe(1);
    expect(unknown.out).toMatch(/^table\.csv:1: refused\. This is a table of no bank we know/);
  });

  it('takes what a person says: a mapping, a bank, the order of the dates', async () => {
    const mapping = fileOf(
      'mapping.json',
      JSON.stringify({
        name: 'ours',
        delimiter: ',',
        headerRow: 1,
        dateFormats: ['DD/MM/YYYY'],
        decimalMark: '.',
        amountSign: 'in-is-positive',
        currency: 'GBP',
        columns: { date: 'Day', amount: 'Money', description: ['What'] },
      }),
    );
    const table = fileOf('mapped.csv', 'Day,What,Money\n01/04/2026,SHOP,5.00\n');
    const qif = fileOf('april.qif', '!Type:Bank\nD03/04/2026\nT5.00\n^\n');
    const [mapped, asked, told, otherBank] = await Promise.all([
      parse([table, '--mapping', mapping, '--json']),
      parse([qif, '--json']),
      parse([qif, '--date-order', 'dmy', '--json']),
      parse([table, '--profile', 'lloyds', '--json']),
    ]);
    expect([mapped.code, asked.code, told.code, otherBank.code]).toEqual([0, 1, 0, 1]);
    expect(JSON.parse(mapped.out)).toMatchObject({ formatVersion: 'ours', statements: [{ lines: [{ amount: '5.00' }] }] });
    expect(JSON.parse(asked.out).refused).toMatchObject({ code: 'date-order-not-known', line: 2 });
    expect(JSON.parse(told.out).statements[0].lines).toMatchObject([{ bookingDate: '2026-04-03' }]);
  });

  it('ends with 2 on misuse, with words', async () => {
    const table = fileOf('misuse.csv', 'x');
    const asked = [
      [folder],
      [table, '--profile', 'nobank'],
      [table, '--mapping', join(folder, 'nowhere.json')],
      [table, '--mapping', fileOf('wrong.json', '{"name":"x"}')],
    ];
    const ended = await Promise.all(asked.map((args) => parse(args)));
    expect(ended.map(({ code }) => code)).toEqual(asked.map(() => 2));
    expect(ended.map(({ err }) => err.trim() === '')).not.toContain(true);
    expect(ended[3]?.err).toContain('columns');
  });
});
