import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import { type LinkRecord, linkRecords } from '../../../src/reconciliation/index.ts';
import { chance } from '../../bench/matching/chance.ts';
import { personsName, printed } from '../../bench/matching/names.ts';

/** Two lists of the same payments: fees taken, memos cut, words lost, days late; some have no partner. */
function twoLists(seed: number, count: number): { left: LinkRecord[]; right: LinkRecord[] } {
  const made = chance(seed);
  const names = Array.from({ length: Math.ceil(count / 25) }, () => printed(personsName(made)));
  const left: LinkRecord[] = [];
  const right: LinkRecord[] = [];
  for (let n = 0; n < count; n += 1) {
    const name = made.of(names);
    const words = [made.of(['PAYMENT', 'DONATION', 'MONEY', '']), made.of(['BGC', 'CHQ', 'CSH'])];
    const amount = Math.round(10 ** (2.5 + made.next()));
    const date = addDays('2026-01-05', made.below(40));
    left.push({ id: `a${n}`, date, amountMinor: BigInt(amount), memo: [name, ...words].join(' ').slice(0, 20) });
    if (made.happens(0.1)) continue;
    const fee = made.happens(0.3) ? 1 : 0.95 + 0.1 * made.next();
    const kept = words.filter(() => made.happens(0.7));
    right.push({
      id: `b${n}`,
      date: addDays(date, 1 + made.below(4)),
      amountMinor: BigInt(Math.round(amount * fee)),
      memo: [name, ...kept].join(' ').slice(0, 20),
    });
  }
  return { left, right };
}

describe('linking two lists', () => {
  it('finds nearly every pair though amounts differ, and what it is sure of is right', () => {
    const { left, right } = twoLists(7, 2_500);
    const { links } = linkRecords(left, right);
    const isRight = ({ leftId, rightId }: { leftId: string; rightId: string }) => leftId.slice(1) === rightId.slice(1);
    const sure = links.filter(({ decision }) => decision === 'auto');
    expect(sure.filter((link) => !isRight(link))).toEqual([]);
    expect(sure.length).toBeGreaterThan(0.25 * right.length);
    expect(links.filter((link) => !isRight(link)).length).toBeGreaterThan(0);
    expect(links.filter(isRight).length).toBeGreaterThan(0.97 * right.length);
    expect(new Set(links.map(({ leftId }) => leftId)).size).toBe(links.length);
    expect(new Set(links.map(({ rightId }) => rightId)).size).toBe(links.length);
  });

  it('comes to the same links in any order of rows', () => {
    const { left, right } = twoLists(8, 300);
    const told = (links: readonly { leftId: string; rightId: string; decision: string }[]) =>
      links.map((link) => `${link.leftId} ${link.rightId} ${link.decision}`).sort();
    expect(told(linkRecords([...left].reverse(), [...right].reverse()).links)).toEqual(told(linkRecords(left, right).links));
  });

  it('links nothing where there is nothing', () => {
    expect([linkRecords([], []).links, linkRecords(twoLists(1, 3).left, []).links]).toEqual([[], []]);
  });

  it('is reached from the command line only: what posts money cannot allow another amount', () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const files = ['src', 'jobs'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).flatMap((path) =>
        path.endsWith('.ts') ? [join(folder, path)] : [],
      ),
    );
    const using = files.filter((file) => /linkRecords|linkage\//.test(readFileSync(join(root, file), 'utf8')));
    expect(using.filter((file) => !file.startsWith('src/reconciliation/matching/linkage/')).sort()).toEqual([
      'src/cli/commands/match.ts',
      'src/reconciliation/index.ts',
    ]);
  });
});
