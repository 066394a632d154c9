import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/index.ts';
import { businessDates, createAuthority, findAuthority, listAuthorities, moveBusinessDate } from '../../src/people/index.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const clock = manualClock('2026-04-15T09:30:00.000Z');
let store: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  store = await testDatabase();
});
afterAll(() => store.close());

const create = async (slug: string, name: string, businessDate?: '2026-04-01') => {
  const created = await createAuthority(store.database, clock, { slug, name, ...(businessDate && { businessDate }) });
  return created.ok ? created.value : created.refusal;
};

describe('an authority', () => {
  it('gets the next number and an empty book, once for its slug', async () => {
    expect(await create('northmoor', 'Northmoor')).toEqual({ authorityId: 1, existed: false });
    expect(await create('southvale', 'Southvale')).toEqual({ authorityId: 2, existed: false });
    expect(await create('northmoor', 'Northmoor')).toEqual({ authorityId: 1, existed: true });
    expect(await create('northmoor', 'Somebody else')).toEqual({ code: 'authority-slug-taken', slug: 'northmoor' });
    expect(await create('No Slug', 'x')).toMatchObject({ code: 'authority-slug-malformed' });
    expect(await openLedger({ database: store.database, clock }).trialBalance(2)).toEqual([]);
  });

  it('gets a number of its own when many are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, (_, n) => create(`many-${n}`, 'Many')));
    const twice = await Promise.all(Array.from({ length: 4 }, () => create('at-once', 'At once')));
    expect(new Set(made.map((each) => 'authorityId' in each && each.authorityId)).size).toBe(8);
    expect(new Set(twice.map((each) => 'authorityId' in each && each.authorityId)).size).toBe(1);
    const ids = (await listAuthorities(store.database)).map(({ authorityId }) => authorityId);
    expect(ids).toEqual(ids.map((_, n) => n + 1));
  });

  it('is found by its slug', async () => {
    await create('findable', 'Findable');
    expect(await findAuthority(store.database, 'findable')).toMatchObject({ slug: 'findable', name: 'Findable' });
    expect(await findAuthority(store.database, 'nowhere')).toBeUndefined();
  });
});

describe('the business date', () => {
  it('is today in London unless one is stored', async () => {
    await create('real', 'Real');
    await create('played', 'Played', '2026-04-01');
    const on = async (slug: string) => businessDates(store.database, clock)((await findAuthority(store.database, slug))?.authorityId ?? 0);
    clock.set('2026-07-01T23:30:00.000Z');
    expect(await on('real')).toBe('2026-07-02');
    expect(await on('played')).toBe('2026-04-01');
  });

  it('moves forwards only, and only where one is stored', async () => {
    const real = await create('real-too', 'Real too');
    const played = await create('played-too', 'Played too', '2026-04-01');
    if (!('authorityId' in real && 'authorityId' in played)) throw new Error('not created');
    const move = async (authorityId: number, date: '2026-04-01' | '2026-05-01') => {
      const moved = await moveBusinessDate(store.database, authorityId, date);
      return moved.ok ? moved.value.businessDate : moved.refusal.code;
    };
    expect(await move(played.authorityId, '2026-05-01')).toBe('2026-05-01');
    expect(await move(played.authorityId, '2026-05-01')).toBe('2026-05-01');
    expect(await move(played.authorityId, '2026-04-01')).toBe('business-date-backwards');
    expect(await move(real.authorityId, '2026-05-01')).toBe('business-date-not-stored');
    expect(await move(999, '2026-05-01')).toBe('authority-not-found');
  });
});

describe('the list of authorities', () => {
  it('cannot be touched by the service itself', async () => {
    for (const statement of [
      'select 1 from people.authorities',
      "update people.authorities set name = 'x'",
      'delete from people.authorities',
    ]) {
      await expect(store.database.pool.query(statement)).rejects.toThrow('permission denied');
    }
  });
});
