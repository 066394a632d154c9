import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import known from './asvs-5.0-ids.json' with { type: 'json' };

interface Row {
  readonly ids: readonly string[];
  readonly how: string;
  readonly test: string;
}

const REASONS = ['Not applicable:', 'Deployment:', 'By design:', 'Not yet:'];
const required = [...known.level1, ...known.level2].sort();
const rows = rowsOf(readFileSync(new URL('./asvs.md', import.meta.url), 'utf8'));

describe('the table of the security standard', () => {
  it('has a row for every requirement of levels 1 and 2, and each of them once', () => {
    expect(rows.flatMap(({ ids }) => ids).sort()).toEqual(required);
  });

  it.each(rows)('names a living test or a written reason for $ids', ({ how, test }) => {
    if (test === '') return expect(REASONS.some((reason) => how.startsWith(reason) && how.length > reason.length + 10)).toBe(true);
    const [, file = '', name = ''] = /^`([^`]+)` (.+)$/.exec(test) ?? [];
    expect(existsSync(file), file).toBe(true);
    expect(
      livingTests(readFileSync(file, 'utf8')).some((text) => text.startsWith(name)),
      `${file}: ${name}`,
    ).toBe(true);
  });
});

function rowsOf(page: string): readonly Row[] {
  return page
    .split('\n')
    .filter((line) => /^\| *\d/.test(line))
    .map((line) => {
      const [, ids = '', how = '', test = ''] = line.split('|').map((cell) => cell.trim());
      return { ids: ids.split(', '), how, test };
    });
}

/** Every text that a test file holds, among them the names of its tests and of their cases; a test that is skipped is not alive. */
function livingTests(source: string): readonly string[] {
  const lines = source.split('\n').filter((line) => !/\b(it|describe)\.(skip|todo)\b/.test(line));
  return [...lines.join('\n').matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map(([, , text = '']) => text);
}
