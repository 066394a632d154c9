import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceServiceKey } from '../../../src/people/index.ts';
import { judgeServiceKey } from '../../../src/platform/secrets/judge-service-key.ts';
import { serviceKeyOf } from '../../../src/platform/secrets/service-key.ts';
import { openAdmin } from '../../support/admin.ts';
import { testDatabase } from '../../support/database.ts';

const first = serviceKeyOf(Buffer.alloc(32, 'the first'));
const other = serviceKeyOf(Buffer.alloc(32, 'the other'));
let store: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  store = await testDatabase();
});
afterAll(() => store.close());

describe('a service key', () => {
  it('is noticed when it is not the one of before, until somebody goes on with it knowingly', async () => {
    const { database } = store;
    const admin = await openAdmin(store.adminUrl);
    await admin.rows("insert into people.authenticators values (gen_random_uuid(), 'x', now(), 1, now())");
    expect(await judgeServiceKey(database, first)).toBeUndefined();
    expect(await judgeServiceKey(database, first)).toBeUndefined();
    expect(await judgeServiceKey(database, other)).toContain('not the one that this database was used with');
    expect(await judgeServiceKey(database, first)).toBeUndefined();
    expect(await replaceServiceKey(database, first)).toEqual({ authenticators: 0, recoveryCodes: 0 });
    expect(await replaceServiceKey(database, other)).toEqual({ authenticators: 1, recoveryCodes: 0 });
    expect(await judgeServiceKey(database, other)).toBeUndefined();
    expect(await judgeServiceKey(database, first)).toContain('not the one');
    await admin.close();
  });
});
