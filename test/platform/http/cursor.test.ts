import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cursorCodec } from '../../../src/platform/http/cursor.ts';
import { limitSchema, nextPageLink } from '../../../src/platform/http/list.ts';

const positions = cursorCodec('entries', z.strictObject({ after: z.string().regex(/^\d+$/) }));
const malformed = { ok: false, refusal: { code: 'cursor-malformed' } };

describe('a cursor', () => {
  it('leads back to the position it was made from', () => {
    expect(positions.decode(positions.encode({ after: '9007199254740993' }))).toEqual({ ok: true, value: { after: '9007199254740993' } });
  });

  it('is refused by another list', () => {
    const other = cursorCodec('accounts', z.strictObject({ after: z.string() }));
    expect(positions.decode(other.encode({ after: '1' }))).toEqual(malformed);
  });

  it.each([
    ['no base64url', 'a b'],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['no list', Buffer.from('{"v":1}').toString('base64url')],
    ['another version', Buffer.from('[2,"entries",{"after":"1"}]').toString('base64url')],
    ['a position of another shape', Buffer.from('[1,"entries",{"after":"1; drop table"}]').toString('base64url')],
    ['more than a thousand characters', 'a'.repeat(1_001)],
    ['nothing', ''],
  ])('is refused when it holds %s', (_what, cursor) => {
    expect(positions.decode(cursor)).toEqual(malformed);
  });
});

describe('the limit of a page', () => {
  it('is 25 unless the caller says otherwise', () => {
    expect(limitSchema.parse(undefined)).toBe(25);
    expect(limitSchema.parse('100')).toBe(100);
  });

  it.each(['0', '101', '-1', '1e1', '0x10', '', ' 5', '2.5', '１０'])('is refused as %j', (limit) => {
    expect(limitSchema.safeParse(limit).success).toBe(false);
  });
});

describe('the link to the next page', () => {
  it('keeps the filters and replaces the cursor', () => {
    expect(nextPageLink('/v1/entries?label=a%20b&cursor=old&limit=2', 'new')).toBe(
      '</v1/entries?label=a+b&cursor=new&limit=2>; rel="next"',
    );
  });
});
