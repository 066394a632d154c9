import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anchor, textOf } from '../../src/ledger/anchors/anchor.ts';
import { readAnchors } from '../../src/ledger/anchors/anchor-folder.ts';
import { takeAnchor } from '../../src/ledger/anchors/take-anchor.ts';
import { anchorLedger } from '../../src/ledger/check-ledger.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { type VerifyReport, verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { tables } from '../../src/platform/database/tables.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { deposit, entry, firstBook, fund, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';
import { createReseal } from '../support/reseal.ts';

const TABLES = Object.keys(tables).filter((name) => name.startsWith('ledger.') && name !== 'ledger.check_runs');
const clock = manualClock('2026-05-15T10:00:00Z');
const spend = (amount: bigint) =>
  entry([
    ['advance', amount],
    ['bank', -amount],
  ]);
const old = [spend(30n), spend(7n)] as const;
const middle = [spend(20n), spend(9n)] as const;
const recent = [spend(5n), spend(3n)] as const;

let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
let book: TestBook;
let kept: string;
let folder: string;
let blocks: bigint[];

/** Three days, an anchor at the end of each of the first two, and what was posted since. */
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  await createReseal(admin);
  ledger = openLedger({ database: store.database, clock });
  book = await firstBook(ledger);
  kept = mkdtempSync(join(tmpdir(), 'threefold-anchors-'));
  const anchored = async () => {
    clock.advance(24 * 3_600_000);
    const { report, name } = await takeAnchor(store.database, { authorityId: book.authorityId, folder: kept, clock });
    expect(report.findings).toEqual([]);
    expect(name).toBeDefined();
    return report.head.blockSeq;
  };
  blocks = [];
  await book.posted(fund(100n), deposit(500n));
  for (const each of old) await book.posted(each);
  blocks.push(await anchored());
  for (const each of middle) await book.posted(each);
  blocks.push(await anchored());
  for (const each of recent) await book.posted(each);
  for (const name of TABLES) {
    await admin.rows(`create temp table "keep ${name}" as table ${name}`);
    await admin.rows(`alter table ${name} disable trigger user`);
  }
});
afterAll(async () => {
  await admin.close();
  await store.close();
  rmSync(kept, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-anchors-'));
  cpSync(kept, folder, { recursive: true });
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o600);
  return () => rmSync(folder, { recursive: true, force: true });
});

const NAMES = ['book-1_000001.anchor', 'book-1_000002.anchor'] as const;

async function verify(how: 'whole book' | 'since the last anchor' = 'whole book'): Promise<VerifyReport> {
  const anchors = await readAnchors(folder, book.authorityId);
  return verifyBook(store.database, book.authorityId, { anchors, since: how === 'whole book' ? undefined : anchors.anchors.at(-1) });
}

/** As a superuser who has switched the triggers off. What was touched is put back afterwards. */
async function tampered<T>(statements: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    for (const statement of statements) await admin.rows(statement);
    return await work();
  } finally {
    for (const name of TABLES) await admin.rows(`delete from ${name}; insert into ${name} select * from "keep ${name}"`);
  }
}

/** Takes `more` pence more with one entry, in everything that says so. */
const forge = (entryId: string, more: number) => [
  `update ledger.postings p set amount = amount + sign(amount) * ${more} where entry_id = '${entryId}'`,
  `update ledger.postings p set balance_after = balance_after + x.change from
     (select account_id, version, sign(amount) * ${more} as change from ledger.postings where entry_id = '${entryId}') x
    where p.authority_id = 1 and p.account_id = x.account_id and p.version >= x.version`,
  `update ledger.account_balances b set posted = posted + x.change from
     (select account_id, sign(amount) * ${more} as change from ledger.postings where entry_id = '${entryId}') x
    where b.authority_id = 1 and b.account_id = x.account_id`,
  `update ledger.day_totals d set debit = debit + case when x.sign > 0 then ${more} else 0 end, credit = credit + case when x.sign < 0 then ${more} else 0 end from
     (select account_id, effective_date, sign(amount) from ledger.postings where entry_id = '${entryId}') x
    where d.authority_id = 1 and d.account_id = x.account_id and d.effective_date = x.effective_date`,
  'select pg_temp.reseal(1)',
];

describe('a book that is right', () => {
  it('agrees with every anchor that was taken of it', async () => {
    expect(await verify()).toMatchObject({ green: true, findings: [], anchors: 2, reReadAfter: 0n, entries: 8n });
  });

  it('agrees when only what was posted since the last anchor is re-read, with the same figures', async () => {
    const whole = await verify();
    expect(await verify('since the last anchor')).toEqual({ ...whole, reReadAfter: blocks[1] });
  });

  it('can be anchored while it is empty, and agrees when it is not any more', async () => {
    const { authorityId } = await newBook(ledger, []);
    await admin.rows(`delete from "keep ledger.books"; insert into "keep ledger.books" table ledger.books`);
    for (const name of TABLES) await admin.rows(`delete from "keep ${name}"; insert into "keep ${name}" table ${name}`);
    const first = await takeAnchor(store.database, { authorityId, folder, clock });
    const second = await takeAnchor(store.database, { authorityId, folder, clock });
    expect([first.name, second.name]).toEqual([`book-${authorityId}_000001.anchor`, `book-${authorityId}_000002.anchor`]);
    expect(second.report).toMatchObject({ green: true, anchors: 1 });
  });

  it('has anchors that say it in words, and that nobody overwrites', async () => {
    const text = readFileSync(join(kept, NAMES[1]), 'utf8');
    expect(text).toContain(`Head of the chain: block ${blocks[1]}`);
    expect(text).toContain('The actual side in GBP: debit balances 500 pence, credit balances 500 pence.');
    const taken = await Promise.allSettled([0, 1].map(() => takeAnchor(store.database, { authorityId: 1, folder, clock })));
    const written = taken.filter(({ status }) => status === 'fulfilled').length;
    expect(written).toBeGreaterThan(0);
    expect(readdirSync(folder)).toHaveLength(NAMES.length + written);
    expect(await verify()).toMatchObject({ green: true, anchors: NAMES.length + written });
  });
});

describe('a book that was changed and sealed again', () => {
  it('is right by itself: only an anchor can tell', async () => {
    const report = await tampered(forge(middle[0].id, 11), () => verifyBook(store.database, 1));
    expect(report.findings).toEqual([]);
  });

  for (const [when, entries, anchor] of [
    ['before the first anchor', old, 0],
    ['between two anchors', middle, 1],
  ] as const) {
    for (const [n, { id }] of entries.entries()) {
      it(`${when}, in entry ${n + 1}: the anchor, the block and the entry are named`, async () => {
        const block = await admin.rows<{ block_seq: string }>(`select block_seq from ledger.entries where entry_id = '${id}'`);
        for (const how of ['whole book', 'since the last anchor'] as const) {
          const report = await tampered(forge(id, 11), () => verify(how));
          expect(report.green).toBe(false);
          expect(report.findings[0]).toMatchObject({
            check: 'anchors',
            anchor: NAMES[anchor],
            entryId: id,
            blockSeq: BigInt(block[0]?.block_seq ?? 0),
          });
        }
      });
    }
  }

  it('after the last anchor: nothing outside the database knows yet', async () => {
    expect(await tampered(forge(recent[0].id, 11), () => verify())).toMatchObject({ green: true });
  });

  it('and cut short: the anchor names the block that the book does not have any more', async () => {
    const cut = [
      'delete from ledger.postings where authority_id = 1',
      'delete from ledger.entries where authority_id = 1',
      'delete from ledger.day_totals where authority_id = 1',
      'delete from ledger.blocks where authority_id = 1 and block_seq > 2',
      'delete from ledger.audit_events where authority_id = 1 and block_seq > 2',
      'update ledger.account_balances set posted = 0, version = 0 where authority_id = 1',
      'update ledger.books set block_seq = 2 where authority_id = 1',
      'select pg_temp.reseal(1)',
    ];
    const [alone, held] = await tampered(cut, async () => [await verifyBook(store.database, 1), await verify()]);
    expect(alone).toMatchObject({ green: true });
    expect(held?.findings[0]).toMatchObject({ check: 'anchors', anchor: NAMES[0], blockSeq: 3n });
  });
});

describe('a book that was changed and sealed again, but not in everything that says so', () => {
  const { id } = middle[0];
  const [amounts = '', running = '', kept = '', days = '', reseal = ''] = forge(id, 11);
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['one side of an entry', 'entry-digest', [`${amounts} and leg = 1`, reseal]],
    ['the amounts and not the balances after them', 'running-balances', [amounts, kept, days, reseal]],
    ['all but the kept balances', 'kept-balances', [amounts, running, days, reseal]],
    [
      'the date of a posting and not of its entry',
      'entry-digest',
      [`update ledger.postings set effective_date = effective_date - 1 where entry_id = '${id}'`, reseal],
    ],
    [
      'the side of a posting and not of its account',
      'entry-digest',
      [`update ledger.postings set side = 2 where entry_id = '${id}'`, reseal],
    ],
    [
      'a posting given to another entry',
      'entry-digest',
      [`update ledger.postings set entry_id = '${middle[1].id}' where entry_id = '${id}' and leg = 1`, reseal],
    ],
    [
      'a posting that counts further than the one before it',
      'running-balances',
      [
        `update ledger.blocks set leg_versions[1] = leg_versions[1] + 100 where authority_id = 1 and entry_ids @> array['${id}'::uuid]`,
        `update ledger.postings set version = version + 100 where entry_id = '${id}' and leg = 1`,
        reseal,
      ],
    ],
  ];
  for (const [what, check, statements] of cases) {
    it(`is found by itself: ${what}`, async () => {
      const report = await tampered(statements, () => verifyBook(store.database, 1));
      expect(report.findings.map((finding) => finding.check)).toContain(check);
      if (check !== 'kept-balances') expect(report.findings[0]?.entryId).toBe(id);
    });
  }

  it('is found by itself: a last block that follows from another', async () => {
    const last = 'authority_id = 1 and block_seq = (select max(block_seq) from ledger.blocks where authority_id = 1)';
    const statements = [
      `update ledger.blocks set previous_hash = sha256('x'), hash = sha256(sha256('x')
          || convert_to(ROW(authority_id, block_seq, (extract(epoch from recorded_at) * 1000000)::bigint, cardinality(entry_ids))::text, 'UTF8')
          || (select string_agg(d, ''::bytea order by n) from unnest(entry_digests) with ordinality u(d, n)) || audit_digest) where ${last}`,
      `update ledger.books set block_hash = (select hash from ledger.blocks where ${last}) where authority_id = 1`,
    ];
    const report = await tampered(statements, () => verifyBook(store.database, 1));
    expect(report.findings).toMatchObject([{ check: 'block-link', entryId: recent[1].id }]);
  });

  it('is found by itself: all but the day totals', async () => {
    const report = await tampered([amounts, running, kept, reseal], () => verifyBook(store.database, 1));
    expect(report.findings.map(({ check, account }) => `${check} ${account}`).sort()).toEqual(['day-totals advance', 'day-totals bank']);
  });
});

describe('a touched anchor', () => {
  const path = (n: 0 | 1) => join(folder, NAMES[n]);
  const text = (n: 0 | 1) => readFileSync(path(n), 'utf8');
  const anchorIn = (n: 0 | 1): Anchor => JSON.parse(text(n).split('\n')[0] ?? '');
  const rewrite = (n: 0 | 1, change: Partial<Anchor>) => writeFileSync(path(n), textOf({ ...anchorIn(n), ...change }));
  const other = 'ab'.repeat(32);

  const cases: readonly (readonly [string, 0 | 1, () => void])[] = [
    ['in its words', 0, () => writeFileSync(path(0), text(0).replace('debit balances 500', 'debit balances 900'))],
    ['in its line for machines', 1, () => writeFileSync(path(1), text(1).replace(/"entries":"\d+"/, '"entries":"1"'))],
    ['with something behind it', 0, () => writeFileSync(path(0), `${text(0)}\n`)],
    ['with a name in it that no anchor has', 1, () => writeFileSync(path(1), text(1).replace('{', '{"note":"x",'))],
    ['cut short', 1, () => writeFileSync(path(1), text(1).slice(0, 200))],
    ['emptied', 0, () => writeFileSync(path(0), '')],
    ['that is no anchor', 0, () => writeFileSync(path(0), 'nothing\n\nof the kind\n')],
    ['that is gone, while a later one is there', 1, () => rmSync(path(0))],
    ['under another number', 1, () => renameSync(path(1), join(folder, 'book-1_000003.anchor'))],
    ['put in the place of another', 1, () => copyFileSync(path(0), path(1))],
    ['of another book', 0, () => writeFileSync(path(0), textOf({ ...anchorIn(0), authorityId: 2 }))],
    ['written again with another hash', 1, () => rewrite(1, { hash: other })],
    ['written again with another block', 1, () => rewrite(1, { block: (blocks[0] ?? 0n).toString() })],
    ['written again with a block that is still to come', 1, () => rewrite(1, { block: '999' })],
    ['written again with another count of entries', 1, () => rewrite(1, { entries: '5' })],
    ['written again with another count of postings', 1, () => rewrite(1, { postings: '13' })],
    ['written again with other totals', 1, () => rewrite(1, { totals: [] })],
    ['written again with other balances', 1, () => rewrite(1, { balancesDigest: other })],
    ['written again with another time', 1, () => rewrite(0, { takenAt: '2026-05-16T10:00:00.001Z' })],
    ['written again with another kind of proof', 1, () => rewrite(0, { proof: 'since-anchor' })],
    ['written again as if it followed another', 1, () => rewrite(1, { previous: other })],
    ['written again as if it were the first', 1, () => rewrite(1, { previous: null })],
  ];
  for (const [how, named, touch] of cases) {
    it(`${how} is found, and the anchor named`, async () => {
      touch();
      for (const report of [await verify(), await verify('since the last anchor')]) {
        expect(report.green).toBe(false);
        const names = report.findings.map(({ anchor }) => anchor?.replace('000003', '000002'));
        expect(names).toContain(NAMES[named]);
      }
    });
  }

  it('in its day totals is found as soon as somebody starts from it', async () => {
    rewrite(1, { dayTotalsDigest: other });
    expect((await verify('since the last anchor')).findings).toMatchObject([{ check: 'day-totals', anchor: NAMES[1] }]);
  });

  it('takes no new anchor upon itself', async () => {
    rewrite(1, { hash: other });
    expect(await takeAnchor(store.database, { authorityId: 1, folder, clock })).toMatchObject({
      name: undefined,
      report: { green: false },
    });
    expect(readdirSync(folder)).toEqual([...NAMES]);
  });
});

describe('a proof since the last anchor', () => {
  const account = (code: string) => `account_id = (select account_id from ledger.accounts where code = '${code}' and authority_id = 1)`;
  const finds = (promise: string, statement: string, named?: string) => {
    it(`finds ${promise}${named === undefined ? '' : ', and names the entry'}`, async () => {
      const report = await tampered([statement], () => verify('since the last anchor'));
      expect(report.green).toBe(false);
      if (named !== undefined) expect(report.findings.find(({ entryId }) => entryId !== undefined)?.entryId).toBe(named);
    });
  };
  const [entryOfRecent, entryOfOld] = [`entry_id = '${recent[0].id}'`, `entry_id = '${old[0].id}'`];

  finds('a new entry that was touched', `update ledger.entries set description = 'x' where ${entryOfRecent}`, recent[0].id);
  finds(
    'a new posting of another amount',
    `update ledger.postings set amount = amount + 1 where ${entryOfRecent} and leg = 1`,
    recent[0].id,
  );
  finds('a new posting that is gone', `delete from ledger.postings where ${entryOfRecent} and leg = 2`, recent[0].id);
  finds('a new entry that is gone', `delete from ledger.entries where ${entryOfRecent}`, recent[0].id);
  finds(
    'a new entry of another day',
    `update ledger.postings set effective_date = effective_date + 1 where ${entryOfRecent}`,
    recent[0].id,
  );
  finds('an old entry that is gone', `delete from ledger.entries where ${entryOfOld}`, old[0].id);
  finds('an old posting that is gone', `delete from ledger.postings where ${entryOfOld} and leg = 1`, old[0].id);
  const forged = randomUUID();
  finds(
    'an entry that was put in among the old ones',
    `insert into ledger.entries select authority_id, '${forged}', kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal from ledger.entries where ${entryOfOld}`,
    forged,
  );
  finds(
    'the balance that the new postings stand on',
    `update ledger.postings set balance_after = balance_after + 1 where entry_id = '${middle[1].id}' and leg = 1`,
  );
  finds('a kept balance', `update ledger.account_balances set posted = posted + 1 where ${account('bank')} and authority_id = 1`);
  finds(
    'a kept balance of an account without new postings',
    `update ledger.account_balances set posted = posted + 1 where ${account('cash')} and authority_id = 1`,
  );
  finds('a day total', `update ledger.day_totals set debit = debit + 1, credit = credit + 1 where ${account('bank')} and authority_id = 1`);
  finds('a day total that is gone', `delete from ledger.day_totals where ${account('cash')} and authority_id = 1`);
  finds(
    'a missing block after the anchor',
    `delete from ledger.blocks where authority_id = 1 and entry_ids @> array['${recent[0].id}'::uuid]`,
  );
  finds(
    'the anchored block itself',
    `update ledger.blocks set hash = '\\x00' where authority_id = 1 and entry_ids @> array['${middle[1].id}'::uuid]`,
  );
  finds('an account', `update ledger.accounts set floor = -1 where ${account('available')} and authority_id = 1`);

  it('does not re-read what the anchor stands for: an old description is only found by the whole proof', async () => {
    const touch = [`update ledger.entries set description = 'x' where ${entryOfOld}`];
    expect(await tampered(touch, () => verify('since the last anchor'))).toMatchObject({ green: true, reReadAfter: blocks[1] });
    expect((await tampered(touch, () => verify())).findings).toMatchObject([{ check: 'entry-digest', entryId: old[0].id }]);
  });
});

describe('the daily anchor', () => {
  const runs = () =>
    admin.rows(`select green, head_block_seq::text as head from ledger.check_runs where authority_id = 1 order by started_at`);

  it('is kept, and its proof recorded', async () => {
    const checkId = randomUUID();
    const taken = await anchorLedger(store.database, { authorityId: 1, checkId, clock, anchorFolder: folder });
    expect(taken).toMatchObject({ ok: true, value: { name: 'book-1_000003.anchor', report: { green: true, reReadAfter: blocks[1] } } });
    expect(await runs()).toEqual([{ green: true, head: taken.ok && taken.value.report.head.blockSeq.toString() }]);
  });

  it('is not taken of a book that is not right; an alert is asked for once, however often it is tried', async () => {
    const checkId = randomUUID();
    const touch = [`update ledger.entries set description = 'x' where entry_id = '${recent[0].id}'`];
    await tampered(touch, async () => {
      for (let attempt = 0; attempt < 2; attempt += 1)
        expect(await anchorLedger(store.database, { authorityId: 1, checkId, clock, anchorFolder: folder })).toMatchObject({
          ok: true,
          value: { name: undefined },
        });
    });
    expect(await runs()).toMatchObject([{ green: true }, { green: false }]);
    expect(await admin.rows(`select from platform.outbox where topic = 'ledger.check-failed' and outbox_id = '${checkId}'`)).toHaveLength(
      1,
    );
  });
});
