import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moneyExamples, playExample } from '../../src/demo/index.ts';
import { openLedger, verifyBook } from '../../src/ledger/index.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

const folder = fileURLToPath(new URL('../../src/demo/money-model/', import.meta.url));
const storedOutput = (name: string) => `${folder}${name}.txt`;

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

describe('the examples of the money model', () => {
  for (const [n, example] of moneyExamples.entries()) {
    it(`show ${example.name.replaceAll('-', ' ')} as it is stored, byte for byte, and leave a book that is right`, async () => {
      const ledger = openLedger({ database: test.database, clock: systemClock });
      const actor = { authorityId: n + 1, principal: 'example' };
      await ledger.createBook(actor.authorityId);
      expect(existsSync(storedOutput(example.name))).toBe(true);
      await expect(await playExample(ledger, actor, example)).toMatchFileSnapshot(storedOutput(example.name));
      expect((await verifyBook(test.database, actor.authorityId)).findings).toEqual([]);
    });
  }

  it('are all on the page that explains them, each with its output', () => {
    const page = readFileSync(`${folder}money-model.md`, 'utf8');
    const links = [...page.matchAll(/\]\(([\w.-]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.filter((file) => !existsSync(folder + file))).toEqual([]);
    expect(moneyExamples.flatMap(({ name }) => [`${name}.ts`, `${name}.txt`]).filter((file) => !links.includes(file))).toEqual([]);
    const stored = readdirSync(folder).filter((file) => file.endsWith('.txt'));
    expect(stored.toSorted()).toEqual(moneyExamples.map(({ name }) => `${name}.txt`).toSorted());
  });
});
