import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOrCreateIdentity } from '../../../src/people/index.ts';
import { readEmailAddress } from '../../../src/people/sign-in/email-address.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { manualClock } from '../../support/manual-clock.ts';

const read = (given: string) => {
  const address = readEmailAddress(given);
  return address.ok ? address.value : address.refusal.code;
};

describe('an e-mail address', () => {
  it('is one for its letters, large or small, and shown as it was written', () => {
    expect(read(' Ada.Byron+pb@Example.ORG ')).toMatchObject({ email: 'Ada.Byron+pb@example.org', emailKey: 'ada.byron+pb@example.org' });
  });

  it('in another script is known and shown as it travels', () => {
    expect(read('ada@bücher.example')).toMatchObject({ email: 'ada@xn--bcher-kva.example' });
    expect(read('ada@ＥＸＡＭＰＬＥ.org')).toMatchObject({ emailKey: 'ada@example.org' });
    const cyrillic = read('ada@еxample.org');
    expect(cyrillic).toMatchObject({ emailKey: expect.stringMatching(/^ada@xn--/) });
  });

  it.each([
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@example',
    'ada@@example.org',
    'ada@exam ple.org',
    'a da@example.org',
    'аda@example.org',
    'ada\u200b@example.org',
    'ada\u202e@example.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org,eve@example.org',
    '"ada eve"@example.org',
    '<ada@example.org>',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@example.org/../x',
    'ada@-example.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
    `ada@${'a.'.repeat(130)}org`,
    'ada\0@example.org',
  ])('is refused when nobody could be written to by it alone: %j', (given) => {
    expect(read(given)).toBe('email-malformed');
  });
});

describe('a person who is invited', () => {
  const clock = manualClock('2026-04-15T11:00:00.000Z');
  let store: TestDatabase;
  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());
  const invite = async (email: string, authorityId = 1) => {
    const found = await findOrCreateIdentity({ database: store.database, clock }, email, authorityId);
    if (!found.ok) return undefined;
    await store.database.sql`select people.note_place(${found.value.identityId}::text::uuid, ${authorityId})`;
    return found.value;
  };

  it('is one person, however often and from however many sides at once', async () => {
    const found = await Promise.all(Array.from({ length: 6 }, () => invite('many@example.org')));
    expect(new Set(found.map((each) => each?.identityId)).size).toBe(1);
    expect(found.filter((each) => each?.created)).toHaveLength(1);
    expect((await invite('MANY@EXAMPLE.ORG'))?.identityId).toBe(found[0]?.identityId);
  });

  it('whose address could be taken for another’s is somebody else, and the inviter is told to look twice', async () => {
    const first = await invite('arnold.mill@council.example');
    for (const alike of [
      'arno1d.mi1l@council.example',
      'amold.mill@council.example',
      'arnold-mill@councii.example',
      'arnoldmill@council.example',
    ]) {
      const found = await invite(alike);
      expect(found?.identityId).not.toBe(first?.identityId);
      expect(found?.looksLikeAnother, alike).toBe(true);
    }
    expect((await invite('arthur@council.example'))?.looksLikeAnother).toBe(false);
    expect((await invite('arnold.mil1@council.example', 2))?.looksLikeAnother).toBe(false);
  });
});
