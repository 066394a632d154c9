import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../src/platform/http/strict-json.ts';

const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

describe('strict JSON', () => {
  it.each([
    ['nothing', '', 'json-malformed'],
    ['a byte order mark', '\uFEFF{}', 'json-malformed'],
    ['trailing data', '{} {}', 'json-malformed'],
    ['a trailing comma', '[1,]', 'json-malformed'],
    ['a string without an end', '"abc', 'json-malformed'],
    ['a raw line break in a string', '"a\nb"', 'json-malformed'],
    ['a comment', '{} // {}', 'json-malformed'],
    ['NaN', 'NaN', 'json-malformed'],
    ['an unknown escape', '{"a\\x":1}', 'json-malformed'],
    ['a repeated key', '{"a":1,"a":2}', 'json-key-repeated'],
    ['a repeated key far down', '[{"b":[{"a":1, "c":{"a":2}, "a" : 2}]}]', 'json-key-repeated'],
    ['a repeated key in disguise', '{"a":1,"\\u0061":2}', 'json-key-repeated'],
    ['__proto__', '{"__proto__":{"admin":true}}', 'json-key-refused'],
    ['__proto__ in disguise', '{"a":[{"\\u005f_proto__":1}]}', 'json-key-refused'],
    ['constructor', '{"constructor":{"prototype":{}}}', 'json-key-refused'],
    ['33 levels', nested(33), 'json-too-deep'],
    ['10,000 levels', nested(10_000), 'json-too-deep'],
    ['10,000 levels never closed', '['.repeat(10_000), 'json-too-deep'],
    ['a whole number beyond what a double keeps', '{"n":9007199254740993}', 'json-number-inexact'],
    ['a number that would be infinite', '1e400', 'json-number-inexact'],
    ['a number of a million digits', `1${'0'.repeat(1_000_000)}`, 'json-number-inexact'],
    ['NUL', '{"a":"x\\u0000y"}', 'json-text-unstorable'],
    ['half of a surrogate pair', '["\\ud83d"]', 'json-text-unstorable'],
  ])('refuses %s', (_what, text, code) => {
    expect(parseStrictJson(text)).toMatchObject({ ok: false, refusal: { code } });
  });

  it.each([
    ['32 levels', nested(32)],
    ['a whole surrogate pair', '["\\ud83d\\ude00"]'],
    ['an escaped backslash before u0000', '["\\\\u0000"]'],
    ['the same key in two objects', '[{"a":1},{"a":2}]'],
    ['a key as a value', '["__proto__","constructor"]'],
    ['a text of two megabytes of escapes', `"${'\\n'.repeat(1_000_000)}"`],
  ])('takes %s', (_what, text) => {
    expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it('reads whatever JSON.stringify writes exactly as JSON.parse does, or refuses it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const read = parseStrictJson(text);
        if (read.ok) expect(read.value).toEqual(JSON.parse(text));
        else expect(read.refusal.code).not.toBe('json-malformed');
      }),
    );
  });
});
