import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moneyJson } from '../../src/platform/http/money-json.ts';
import { startToyApi, type ToyApi } from './toy-api.ts';

let api: ToyApi;
beforeAll(async () => {
  api = await startToyApi();
});
afterAll(() => api.stop());

const JARS = '/v1/toys/jars';
let keys = 0;

const fill = (body: unknown, headers: Record<string, string> = {}) =>
  api.fetch(JARS, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `key-${++keys}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const relabel = (name: string, headers: Record<string, string> = {}) =>
  api.fetch(`${JARS}/${name}`, { method: 'PATCH', headers: { 'content-type': 'application/json', ...headers }, body: '{"label":"new"}' });

const jar = (name: string, pounds = '1.00') => ({ name, amount: { amount: pounds, currency: 'GBP' } });

async function problemOf(answer: Promise<Response> | Response): Promise<Record<string, unknown>> {
  const response = await answer;
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return (await response.json()) as Record<string, unknown>;
}

describe('a key', () => {
  it('is asked for, with the scheme to send it by', async () => {
    const response = await api.fetch(JARS, { key: 'none' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="threefold"');
    expect(await problemOf(response)).toMatchObject({ status: 401, code: 'credentials-missing' });
  });

  it('is refused when nobody knows it', async () => {
    const response = await api.fetch(JARS, { key: 'wrong' });
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(await problemOf(response)).toMatchObject({ status: 401, code: 'credentials-invalid' });
  });

  it('does no more than its scopes allow', async () => {
    const answer = api.fetch(`${JARS}/a`, { method: 'DELETE', key: 'reader' });
    expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'scope-missing', requiredScope: 'ledger:administer' });
  });

  it('is not needed for what is public', async () => {
    expect((await api.fetch(`${JARS}/count`, { key: 'none' })).status).toBe(200);
  });

  it('is judged before the body is read', async () => {
    const answer = api.fetch(JARS, { method: 'POST', key: 'none', headers: { 'content-type': 'text/xml' }, body: 'x'.repeat(200_000) });
    expect(await problemOf(answer)).toMatchObject({ code: 'credentials-missing' });
  });
});

describe('a problem', () => {
  it('says what, why and which request, and leads to a page', async () => {
    const response = await api.fetch(`${JARS}/nowhere`, { headers: { 'x-request-id': 'order-12345678' } });
    const problem = await problemOf(response);
    expect(problem).toEqual({
      type: '/problems/jar-not-found',
      title: 'There is no such jar',
      status: 404,
      detail: 'Check the name of the jar.',
      instance: 'urn:threefold:request:order-12345678',
      code: 'jar-not-found',
    });
    expect((await api.fetch(problem['type'] as string, { key: 'none' })).status).toBe(200);
  });

  it('carries the facts of the refusal, bigints as digits, without displacing its own members', async () => {
    expect(await problemOf(fill(jar('full', '10000.01')))).toMatchObject({
      status: 422,
      code: 'jar-too-full',
      roomPence: '1000000',
      refusedStatus: 'open',
    });
  });

  it('says when to come back', async () => {
    const response = await api.fetch(`${JARS}/busy`, { method: 'DELETE' });
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'service-busy' });
  });

  it('tells nothing of what went wrong inside, and the log tells all of it under the same request id', async () => {
    const response = await api.fetch(`${JARS}/unbreakable`, { method: 'DELETE' });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/hammer|hunter2|toy-room|node_modules/);
    const line = api.logLines.find(({ msg }) => msg === 'a request failed unexpectedly');
    expect(line).toMatchObject({ operationId: 'toys.break-jar', err: { message: 'the hammer slipped: password=hunter2' } });
    expect(text).toContain(`urn:threefold:request:${line?.['requestId']}`);
  });
});

describe('an address', () => {
  it.each([
    ['nowhere', '/v1/nowhere', 404, 'path-unknown'],
    ['in capitals', '/v1/TOYS/jars', 404, 'path-unknown'],
    ['with a slash too many', '/v1/toys/jars/', 404, 'path-unknown'],
    ['with path tricks', '/v1/toys/jars/..;/count', 404, 'path-unknown'],
    ['badly encoded', '/v1/toys/jars/%zz', 400, 'path-malformed'],
    ['too long', `/v1/toys/jars?label=${'x'.repeat(9_000)}`, 414, 'uri-too-long'],
  ])('%s is refused', async (_what, path, status, code) => {
    expect(await problemOf(fetch(api.url + path, { headers: { authorization: 'Bearer everything' } }))).toMatchObject({ status, code });
  });

  it.each([
    ['PUT', '/v1/toys/jars/a', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['POST', '/v1/toys/jars/count', 'GET, HEAD, OPTIONS'],
    ['POST', '/docs', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/metrics', 'GET, HEAD, OPTIONS'],
  ])('does not take %s %s, and says what it takes', async (method, path, allow) => {
    const response = await api.fetch(path, { method });
    expect(response.headers.get('allow')).toBe(allow);
    expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method-not-allowed' });
  });

  it('answers TRACE and method overrides as any other method it does not take', async () => {
    expect(await raw('TRACE /v1/toys/jars HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 405 /);
    expect((await api.fetch(`${JARS}/a`, { method: 'POST', headers: { 'x-http-method-override': 'DELETE' } })).status).toBe(405);
  });

  it('answers OPTIONS to anybody with what it takes, and HEAD like GET without the body', async () => {
    const options = await api.fetch(JARS, { method: 'OPTIONS', key: 'none' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    const [head, get] = await Promise.all([api.fetch(JARS, { method: 'HEAD' }), api.fetch(JARS)]);
    expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([200, '', get.headers.get('content-length')]);
  });

  it('is refused with more than a hundred headers', async () => {
    const headers = Array.from({ length: 120 }, (_, index) => `X-${index}: 1\r\n`).join('');
    expect(await raw(`GET /v1/toys/jars HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`)).toContain(
      '"code":"headers-too-large"',
    );
  });
});

describe('what is sent', () => {
  it('is judged in all its parts at once, each fault with its place', async () => {
    const answer = api.fetch(`${JARS}?limit=101&limitt=1`);
    expect(await problemOf(answer)).toMatchObject({
      status: 422,
      code: 'request-invalid',
      errors: [
        { in: 'query', pointer: '/limit', code: 'too-large', message: 'This must be at most 100.' },
        { in: 'query', pointer: '/limitt', code: 'unknown-member' },
      ],
    });
    const faulty = { name: 'A B', amount: { amount: 1.5, currency: 'EUR' }, coins: [{ kind: 'oval', count: 0, 'a/b~c': 1 }], admin: true };
    const { errors } = await problemOf(fill(faulty));
    expect((errors as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/name wrong-format',
      '/amount/amount wrong-type',
      '/amount/currency value-not-allowed',
      '/coins/0/kind value-not-allowed',
      '/coins/0/count too-small',
      '/coins/0/a~1b~0c unknown-member',
      '/admin unknown-member',
    ]);
  });

  it('is told a hundred faults, and how many more there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`x${index}`, 1]));
    const problem = await problemOf(fill({ ...jar('many'), ...many }));
    expect([(problem['errors'] as unknown[]).length, problem['errorsOmitted']]).toEqual([100, 150]);
  });

  it('is asked for by name when it is missing', async () => {
    const { errors } = await problemOf(fill({ amount: {} }));
    expect(errors).toEqual([
      { in: 'body', pointer: '/name', code: 'missing', message: 'This is required.' },
      { in: 'body', pointer: '/amount/amount', code: 'missing', message: expect.any(String) },
      { in: 'body', pointer: '/amount/currency', code: 'missing', message: 'This is required.' },
    ]);
  });

  it('is refused when a parameter comes twice', async () => {
    expect(await problemOf(api.fetch(`${JARS}?limit=1&limit=2`))).toMatchObject({ errors: [{ pointer: '/limit', code: 'wrong-type' }] });
  });

  it('is refused when an operation that takes no body gets one', async () => {
    const answer = api.fetch(`${JARS}/a`, { method: 'DELETE', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(await problemOf(answer)).toMatchObject({ status: 400, code: 'body-unexpected' });
  });

  it('is never repeated in the answer', async () => {
    expect(await (await fill({ name: 'secret Sam Jones', amount: { amount: 'Sam', currency: 'Sam' } })).text()).not.toMatch(/Sam/);
  });
});

describe('a hostile body', () => {
  const utf16 = Buffer.from('\uFEFF{}', 'utf16le');
  it.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['another type', '<a/>', { 'content-type': 'text/xml' }, 415, 'content-type-unsupported'],
    ['a form', 'name=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'content-type-unsupported'],
    ['plain text, as a cross-site form can send', '{}', { 'content-type': 'text/plain' }, 415, 'content-type-unsupported'],
    ['compression', '{}', { 'content-encoding': 'gzip' }, 415, 'content-encoding-unsupported'],
    ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 400, 'charset-unsupported'],
    ['UTF-16 bytes', utf16, {}, 400, 'charset-unsupported'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), {}, 400, 'charset-unsupported'],
    ['a byte order mark', '\uFEFF{}', {}, 400, 'json-malformed'],
    ['trailing data', '{}{}', {}, 400, 'json-malformed'],
    ['nothing', '', {}, 400, 'body-missing'],
    ['a repeated key', '{"name":"a","name":"b"}', {}, 400, 'json-key-repeated'],
    ['__proto__', '{"__proto__":{"scopes":["ledger:post"]}}', {}, 400, 'json-key-refused'],
    ['constructor', '{"constructor":{"prototype":{"a":1}}}', {}, 400, 'json-key-refused'],
    ['depth', `{"name":${'['.repeat(10_000)}`, {}, 400, 'json-too-deep'],
    ['a number that would be rounded', '{"name":12345678901234567890}', {}, 400, 'json-number-inexact'],
    ['NUL', '{"name":"a\\u0000"}', {}, 400, 'json-text-unstorable'],
    ['more than its operation takes', JSON.stringify(jar('a'.repeat(100_001))), {}, 413, 'body-too-large'],
    ['ten megabytes', 'x'.repeat(10_000_000), {}, 413, 'body-too-large'],
    ['a list', '[]', {}, 422, 'request-invalid'],
    ['null', 'null', {}, 422, 'request-invalid'],
  ])('with %s is refused', async (_what, body, headers, status, code) => {
    const response = await api.fetch(JARS, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'hostile', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    expect(await problemOf(response)).toMatchObject({ status, code });
  });

  it('pollutes no prototype', () => {
    expect(({} as Record<string, unknown>)['scopes']).toBeUndefined();
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'and %s is taken',
    async (contentType) => {
      expect((await fill(jar('typed'), { 'content-type': contentType })).status).toBe(201);
    },
  );
});

describe('a request that moves money', () => {
  it.each([
    ['missing', undefined, 'idempotency-key-missing'],
    ['empty', '', 'idempotency-key-missing'],
    ['with a space', 'a b', 'idempotency-key-malformed'],
    ['of 256 characters', 'k'.repeat(256), 'idempotency-key-malformed'],
    ['not ASCII', 'caf\u00e9', 'idempotency-key-malformed'],
  ])('is refused when its key is %s', async (_what, key, code) => {
    const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) };
    expect(await problemOf(api.fetch(JARS, { method: 'POST', headers, body: JSON.stringify(jar('keyed')) }))).toMatchObject({
      status: 400,
      code,
    });
  });

  it('is done once, and a repeat gets the first answer and is told so', async () => {
    const once = { 'idempotency-key': 'k'.repeat(255) };
    const first = await fill(jar('twice', '2.00'), once);
    const second = await fill(jar('twice', '2.00'), once);
    expect([first.status, first.headers.get('idempotency-hit')]).toEqual([201, null]);
    expect([second.status, second.headers.get('idempotency-hit')]).toEqual([201, 'true']);
    expect(await second.json()).toEqual(await first.json());
    expect(await (await api.fetch(`${JARS}/twice`)).json()).toMatchObject({ holds: moneyJson(200n), version: 1 });
  });
});

describe('something that is edited', () => {
  it('is not overwritten by who has not read it', async () => {
    const { headers } = await fill(jar('edited'));
    expect(headers.get('etag')).toBe('"1"');
    expect(await problemOf(relabel('edited'))).toMatchObject({ status: 428, code: 'if-match-missing' });
    expect(await problemOf(relabel('edited', { 'if-match': '"0"' }))).toMatchObject({
      status: 412,
      code: 'version-stale',
      currentVersion: '1',
    });
    for (const malformed of ['1', 'W/"1"', '"1", "2"', '""']) {
      expect(await problemOf(relabel('edited', { 'if-match': malformed }))).toMatchObject({ status: 400, code: 'if-match-malformed' });
    }
    expect((await relabel('edited', { 'if-match': '"1"' })).headers.get('etag')).toBe('"2"');
    expect((await relabel('edited', { 'if-match': '*' })).headers.get('etag')).toBe('"3"');
  });

  it('is not sent again to who has it', async () => {
    await fill(jar('cached'));
    expect((await api.fetch(`${JARS}/cached`, { headers: { 'if-none-match': '"1"', 'cache-control': '' } })).status).toBe(304);
  });
});

describe('a list', () => {
  it('is read to its end by following links, each item once', async () => {
    for (const name of ['list-a', 'list-b', 'list-c', 'list-d', 'list-e']) await fill(jar(name));
    const names: string[] = [];
    for (let next: string | undefined = `${JARS}?limit=2`; next !== undefined; ) {
      const page = await api.fetch(next);
      const { data, nextCursor } = (await page.json()) as { data: { name: string }[]; nextCursor: string | null };
      names.push(...data.map(({ name }) => name));
      next = page.headers.get('link')?.match(/^<([^>]+)>; rel="next"$/)?.[1];
      expect(next === undefined).toBe(nextCursor === null);
    }
    expect(names).toEqual([...new Set(names)].toSorted());
    expect(names.filter((name) => name.startsWith('list-'))).toHaveLength(5);
  });

  it('refuses a cursor that it did not give', async () => {
    expect(await problemOf(api.fetch(`${JARS}?cursor=abc`))).toMatchObject({ status: 400, code: 'cursor-malformed' });
  });
});

describe('a request id', () => {
  it('is made when none is sent, and ordered by time', async () => {
    const { headers } = await api.fetch('/healthz', { key: 'none' });
    expect(headers.get('x-request-id')).toMatch(/^019d4860-d9c0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it.each(['short', 'has space in it', 'x'.repeat(101), '{"forged":"line"}', '-leading-hyphen'])(
    'is not taken over when it is %j',
    async (sent) => {
      const { headers } = await api.fetch('/healthz', { key: 'none', headers: { 'x-request-id': sent } });
      expect(headers.get('x-request-id')).toMatch(/^019d4860/);
    },
  );
});

describe('the headers of an answer', () => {
  it('keep browsers and proxies from keeping, framing, sniffing or running it', async () => {
    const { headers } = await api.fetch(JARS);
    const steady = Object.fromEntries(
      [...headers].filter(([name]) => !['date', 'x-request-id', 'content-length', 'connection', 'keep-alive', 'link'].includes(name)),
    );
    expect(steady).toMatchInlineSnapshot(`
      {
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none';style-src 'self';img-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        "content-type": "application/json; charset=utf-8",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "origin-agent-cluster": "?1",
        "referrer-policy": "no-referrer",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
        "x-download-options": "noopen",
        "x-frame-options": "DENY",
        "x-permitted-cross-domain-policies": "none",
        "x-xss-protection": "0",
      }
    `);
  });
});

/** Bytes that fetch would not send. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(api.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
}
