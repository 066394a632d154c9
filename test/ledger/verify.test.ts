import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerCommand } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { tables } from '../../src/platform/database/tables.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { commit, deposit, entry, firstBook, fund, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const TABLES = Object.keys(tables).filter((name) => name.startsWith('ledger.') && name !== 'ledger.check_runs');
const clock = manualClock('2026-05-15T10:00:00Z');
const step = { principal: 'officer-1', effectiveDate: '2026-05-15' } as const;

let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
let book: TestBook;
const cost = { ...entry([], costOf()), metadata: { run: 'R1' } };
const reversal: LedgerCommand = {
  ...step,
  id: randomUUID(),
  kind: 'reversal',
  reverses: cost.id,
  amounts: [
    { posting: 1, amount: 5n },
    { posting: 2, amount: 5n },
  ],
};
const [posted, voided, expired, pending] = [hold(20n), hold(10n), hold(5n, '2026-05-15T10:00:00Z'), hold(7n, '2026-06-15T10:00:00Z')];
const captured: LedgerCommand = { ...step, id: randomUUID(), kind: 'hold-post', holdId: posted.id, amount: 15n };

function costOf() {
  const dimension = { share: 'L1', stream: 'CARE' } as const;
  return {
    description: 'a cost',
    reference: 'REF-1',
    override: 'cost-has-happened',
    postings: [
      { account: 'advance', amount: 30n, dimension },
      { account: 'bank', amount: -30n },
    ],
  };
}

function hold(amount: bigint, expiresAt?: string): LedgerCommand & { readonly kind: 'hold' } {
  return {
    ...step,
    id: randomUUID(),
    kind: 'hold',
    debit: 'available',
    credit: 'committed',
    amount,
    ...(expiresAt && { expiresAt: new Date(expiresAt) }),
  };
}

/** A book in which everything that a book can hold has happened. */
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  ledger = openLedger({ database: store.database, clock });
  book = await firstBook(ledger);
  const { actor } = book;
  await ledger.addWatch(actor, {
    watchId: randomUUID(),
    account: 'available',
    metric: 'available',
    direction: 'below',
    bound: 50n,
    clearBound: 60n,
    label: 'low',
  });
  await book.posted(fund(100n), deposit(500n, '2026-04-10'), deposit(1n));
  await book.posted(cost, posted, voided, expired, pending);
  await book.posted(
    reversal,
    captured,
    { ...step, id: randomUUID(), kind: 'hold-void', holdId: voided.id },
    { ...step, id: randomUUID(), kind: 'hold-expire', holdId: expired.id },
  );
  await book.posted(
    { ...step, id: randomUUID(), kind: 'sweep', from: 'available', to: 'committed', atMost: 30n },
    commit(90n, { override: 'cost-has-happened' }),
  );
  await ledger.describeEntry(actor, cost.id, { run: 'R2' }, 1);
  await ledger.assertBalance(actor, { assertionId: randomUUID(), account: 'bank', asOf: '2026-04-30', balance: 500n });
  await ledger.setPeriodState(actor, '2026-04', 'closed');
  await ledger.setPeriodState(actor, '2026-05', 'soft-closed');
  await ledger.setPeriodState(actor, '2026-05', 'open');
  await book.change('available', { loweredFloor: { floor: -500n, until: '2026-05-31' } });
  for (const name of TABLES) {
    await admin.rows(`create temp table "keep ${name}" as table ${name}`);
    await admin.rows(`alter table ${name} disable trigger user`);
  }
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

/** As a superuser who has switched the triggers off. What was touched is put back afterwards. */
async function tamper(table: string, statement: string): Promise<Awaited<ReturnType<typeof verifyBook>>> {
  try {
    const touched = await admin.rows(`with touched as (${statement} returning 1) select from touched`);
    expect(touched.length, 'the case must touch something').toBeGreaterThan(0);
    return await verifyBook(store.database, book.authorityId);
  } finally {
    await admin.rows(`delete from ${table}`);
    await admin.rows(`insert into ${table} select * from "keep ${table}"`);
  }
}

function finds(promise: string, table: string, statement: string | (() => string)): void {
  it(`finds ${promise}`, async () => {
    const report = await tamper(table, typeof statement === 'string' ? statement : statement());
    expect(report.green).toBe(false);
    expect(report.findings.length).toBeGreaterThan(0);
  });
}

/** Finds it and names the very entry. */
function names(promise: string, table: string, statement: string, entryId = cost.id): void {
  it(`finds ${promise}, and names the entry`, async () => {
    const report = await tamper(table, statement);
    expect(report.green).toBe(false);
    expect(report.findings.map((finding) => finding.entryId)).toContain(entryId);
    expect(report.findings.find((finding) => finding.entryId !== undefined)?.entryId).toBe(entryId);
  });
}

const ofCost = `entry_id = '${cost.id}'`;
const account = (code: string) => `account_id = (select account_id from ledger.accounts where code = '${code}' and authority_id = 1)`;

describe('the proof of a book', () => {
  it('is green when everything that can happen has happened', async () => {
    const report = await verifyBook(store.database, book.authorityId);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ green: true, entries: 14n, postings: 16n });
  });

  it('is green for an empty book', async () => {
    expect((await verifyBook(store.database, (await newBook(ledger)).authorityId)).findings).toEqual([]);
    await admin.rows(`delete from "keep ledger.books"; insert into "keep ledger.books" table ledger.books`);
    for (const name of TABLES) await admin.rows(`delete from "keep ${name}"; insert into "keep ${name}" table ${name}`);
  });
});

describe('a touched posting', () => {
  names('of another amount', 'ledger.postings', `update ledger.postings set amount = amount + 1 where ${ofCost} and leg = 1`);
  names(
    'of another balance',
    'ledger.postings',
    `update ledger.postings set balance_after = balance_after + 1 where ${ofCost} and leg = 1`,
  );
  names('of another version', 'ledger.postings', `update ledger.postings set version = version + 1000 where ${ofCost} and leg = 1`);
  names('of another date', 'ledger.postings', `update ledger.postings set effective_date = effective_date + 1 where ${ofCost} and leg = 1`);
  names('of another dimension', 'ledger.postings', `update ledger.postings set dimension_id = 0 where ${ofCost} and leg = 1`);
  names('of another leg', 'ledger.postings', `update ledger.postings set leg = leg + 5 where ${ofCost} and leg = 1`);
  names('on another side', 'ledger.postings', `update ledger.postings set side = 0 where ${ofCost}`);
  names(
    'of another account',
    'ledger.postings',
    `update ledger.postings set account_id = (select account_id from ledger.accounts where code = 'capped' and authority_id = 1) where ${ofCost} and leg = 1`,
  );
  names('of another block', 'ledger.postings', `update ledger.postings set block_seq = block_seq + 1 where ${ofCost} and leg = 1`);
  names('that is gone', 'ledger.postings', `delete from ledger.postings where ${ofCost} and leg = 1`);
  names('given to another entry', 'ledger.postings', `update ledger.postings set entry_id = '${randomUUID()}' where ${ofCost}`);
  names(
    'doubled on both sides so that all still balances',
    'ledger.postings',
    `update ledger.postings set amount = amount * 2 where ${ofCost}`,
  );
  finds('as a forged pair that balances', 'ledger.postings', () => {
    const row = (code: string, amount: number) =>
      `select authority_id, account_id, block_seq, version + 1, ${amount}, balance_after + ${amount}, '${randomUUID()}'::uuid, effective_date, dimension_id, 1, side
         from (select * from ledger.postings where ${account(code)} and authority_id = 1 order by block_seq desc, version desc limit 1) x`;
    return `insert into ledger.postings ${row('bank', 5)} union all ${row('cash', -5)}`;
  });
});

describe('a touched entry', () => {
  const columns: readonly (readonly [string, string])[] = [
    ['kind', '3'],
    ['effective_date', 'effective_date + 1'],
    ['block_seq', 'block_seq + 1'],
    ['ordinal', 'ordinal + 1'],
    ['first_leg', 'first_leg + 1'],
    ['legs', 'legs - 1'],
    ['fingerprint', "'\\x00'"],
    ['principal', "'officer-2'"],
    ['reference', "'REF-2'"],
    ['description', 'null'],
    ['override', 'null'],
    ['reverses', `'${randomUUID()}'`],
    ['hold_id', `'${randomUUID()}'`],
    ['hold_amount', '1'],
  ];
  for (const [column, value] of columns)
    names(`in its ${column}`, 'ledger.entries', `update ledger.entries set ${column} = ${value} where ${ofCost}`);
  names('that is gone', 'ledger.entries', `delete from ledger.entries where ${ofCost}`);
  finds('under another id', 'ledger.entries', `update ledger.entries set entry_id = '${randomUUID()}' where ${ofCost}`);
  names(
    'that takes back nothing any more',
    'ledger.entries',
    `update ledger.entries set reverses = null where entry_id = '${reversal.id}'`,
    reversal.id,
  );
  names(
    'that captured more of its hold',
    'ledger.entries',
    `update ledger.entries set hold_amount = 20 where entry_id = '${captured.id}'`,
    captured.id,
  );
  const forged = randomUUID();
  names(
    'that no call posted',
    'ledger.entries',
    `insert into ledger.entries select authority_id, '${forged}', kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal from ledger.entries where ${ofCost}`,
    forged,
  );
});

describe('a touched block', () => {
  const ofBlock = `authority_id = 1 and entry_ids @> array['${cost.id}'::uuid]`;
  const columns: readonly (readonly [string, string])[] = [
    ['recorded_at', "recorded_at - interval '1 hour'"],
    ['recorded_at', "recorded_at + interval '1 microsecond'"],
    ['previous_hash', "'\\x00'"],
    ['hash', "'\\x00'"],
    ['entry_ids', 'entry_ids[2:]'],
    ['entry_ids', 'array_reverse_of(entry_ids)'],
    ['entry_digests', 'entry_digests[2:]'],
    ['leg_accounts', 'leg_accounts[2:]'],
    ['leg_accounts', 'leg_accounts || 1'],
    ['leg_versions', 'leg_versions || 1::bigint'],
    ['audit_digest', "sha256('')"],
  ];
  for (const [column, value] of columns) {
    const changed = value.replace(
      'array_reverse_of(entry_ids)',
      '(select array_agg(x order by n desc) from unnest(entry_ids) with ordinality u(x, n))',
    );
    finds(`in its ${column} (${value})`, 'ledger.blocks', `update ledger.blocks set ${column} = ${changed} where ${ofBlock}`);
  }
  finds(
    'in the time of the last one, which no other follows',
    'ledger.blocks',
    "update ledger.blocks set recorded_at = recorded_at + interval '1 hour' where authority_id = 1 and block_seq = (select max(block_seq) from ledger.blocks where authority_id = 1)",
  );
  finds('that is gone', 'ledger.blocks', `delete from ledger.blocks where ${ofBlock}`);
  finds(
    'that was the last and is gone',
    'ledger.blocks',
    'delete from ledger.blocks where authority_id = 1 and block_seq = (select max(block_seq) from ledger.blocks where authority_id = 1)',
  );
  finds('that was the first and is gone', 'ledger.blocks', 'delete from ledger.blocks where authority_id = 1 and block_seq = 1');
  finds(
    'in its number',
    'ledger.blocks',
    'update ledger.blocks set block_seq = block_seq + 1000 where authority_id = 1 and block_seq = (select max(block_seq) from ledger.blocks where authority_id = 1)',
  );
});

describe('a touched head of the chain', () => {
  finds('in its number', 'ledger.books', 'update ledger.books set block_seq = block_seq - 1 where authority_id = 1');
  finds('in its hash', 'ledger.books', "update ledger.books set block_hash = '\\x00' where authority_id = 1");
});

describe('a touched audit row', () => {
  finds(
    'by another principal',
    'ledger.audit_events',
    "update ledger.audit_events set principal = 'x' where operation = 'ledger.change-account' and authority_id = 1",
  );
  finds(
    'with another reason',
    'ledger.audit_events',
    `update ledger.audit_events set detail = detail || '{"reason":"none"}' where operation = 'ledger.change-account' and authority_id = 1`,
  );
  finds(
    'that is gone',
    'ledger.audit_events',
    "delete from ledger.audit_events where operation = 'ledger.close-period' and authority_id = 1",
  );
  finds('that was added', 'ledger.audit_events', "insert into ledger.audit_events values (1, 2, 99, 'x', 'ledger.nothing', 'x', '{}')");
});

describe('a touched account', () => {
  const columns = [
    ['code', "'x'"],
    ['class', "'income'"],
    ['side', '2'],
    ['normal_side', '-normal_side'],
    ['currency', "'EUR'"],
    ['opens_on', 'opens_on - 1'],
    ['closes_on', "'2026-12-31'"],
    ['floor', '-1'],
    ['ceiling', '1000'],
    ['lowered_floor_until', "'2027-01-01'"],
    ['dimension_id', '1'],
  ] as const;
  for (const [column, value] of columns)
    finds(
      `in its ${column}`,
      'ledger.accounts',
      `update ledger.accounts set ${column} = ${value} where code = 'available' and authority_id = 1`,
    );
  finds('that is gone', 'ledger.accounts', "delete from ledger.accounts where code = 'capped' and authority_id = 1");
});

describe('touched figures', () => {
  finds(
    'of a balance',
    'ledger.account_balances',
    `update ledger.account_balances set posted = posted + 1 where ${account('bank')} and authority_id = 1`,
  );
  finds(
    'of a version',
    'ledger.account_balances',
    `update ledger.account_balances set version = version + 1 where ${account('bank')} and authority_id = 1`,
  );
  finds(
    'of what is pending',
    'ledger.account_balances',
    `update ledger.account_balances set pending_debit = pending_debit + 1 where ${account('available')} and authority_id = 1`,
  );
  finds(
    'of a balance that is gone',
    'ledger.account_balances',
    `delete from ledger.account_balances where ${account('bank')} and authority_id = 1`,
  );
  finds(
    'of a day',
    'ledger.day_totals',
    `update ledger.day_totals set debit = debit + 1, credit = credit + 1 where ${account('bank')} and authority_id = 1`,
  );
  finds('of a day that is gone', 'ledger.day_totals', `delete from ledger.day_totals where ${account('bank')} and authority_id = 1`);
  finds(
    'carried forward',
    'ledger.period_balances',
    `update ledger.period_balances set closing = closing + 1 where ${account('bank')} and authority_id = 1`,
  );
  finds('carried forward that are gone', 'ledger.period_balances', 'delete from ledger.period_balances where authority_id = 1');
  finds(
    'carried forward from a period that is open',
    'ledger.period_balances',
    `insert into ledger.period_balances select 1, '2026-06-30', account_id, posted from ledger.account_balances where authority_id = 1`,
  );
});

describe('a touched hold', () => {
  const ofHold = `hold_id = '${pending.id}'`;
  for (const [column, value] of [
    ['amount', '8'],
    ['captured', '1'],
    ['state', '3'],
    ['debit_account_id', 'credit_account_id'],
    ['credit_account_id', 'debit_account_id'],
    ['dimension_id', '1'],
    ['effective_date', 'effective_date + 1'],
    ['expires_at', 'null'],
    ['currency', "'EUR'"],
  ])
    finds(`in its ${column}`, 'ledger.holds', `update ledger.holds set ${column} = ${value} where ${ofHold}`);
  finds(
    'that had ended, in its dates',
    'ledger.holds',
    `update ledger.holds set expires_at = '2030-01-01' where hold_id = '${expired.id}'`,
  );
  finds('that is gone', 'ledger.holds', `delete from ledger.holds where ${ofHold}`);
});

describe('what else was touched', () => {
  finds(
    'in a period’s state',
    'ledger.periods',
    "update ledger.periods set state = 'open' where period_id = '2026-04' and authority_id = 1",
  );
  finds(
    'in a period’s days',
    'ledger.periods',
    "update ledger.periods set last_day = last_day - 1 where period_id = '2026-09' and authority_id = 1",
  );
  finds(
    'in a dimension',
    'ledger.dimensions',
    "update ledger.dimensions set stream = 'HEALTH' where dimension_id = 1 and authority_id = 1",
  );
  names('in what is said about an entry', 'ledger.entry_metadata', `update ledger.entry_metadata set data = '{}' where revision = 1`);
  names('in what was said about an entry and is gone', 'ledger.entry_metadata', 'delete from ledger.entry_metadata where revision = 2');
  finds('in a watch’s bound', 'ledger.watches', 'update ledger.watches set bound = bound - 1');
  finds('in whether a watch is armed', 'ledger.watches', 'update ledger.watches set armed = not armed');
  finds('in an account’s note that it is watched', 'ledger.accounts', 'update ledger.accounts set watched = false where watched');
  finds('in a watch that is gone', 'ledger.watches', 'delete from ledger.watches');
  finds('in a crossing', 'ledger.crossings', 'update ledger.crossings set value = value + 1');
  finds('in a crossing that is gone', 'ledger.crossings', 'delete from ledger.crossings');
  finds('in an asserted balance', 'ledger.balance_assertions', 'update ledger.balance_assertions set balance = balance + 1');
  finds('in an assertion that is gone', 'ledger.balance_assertions', 'delete from ledger.balance_assertions');
  finds(
    'in an assertion that nobody made',
    'ledger.balance_assertions',
    `insert into ledger.balance_assertions select 1, '${randomUUID()}', account_id, as_of, balance, block_seq, principal from ledger.balance_assertions`,
  );
});
