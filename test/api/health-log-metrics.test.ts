import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startToyApi, type ToyApi } from './toy-api.ts';

let api: ToyApi;
let isDatabaseWell = true;
beforeAll(async () => {
  api = await startToyApi({
    readiness: {
      database: async () => {
        if (!isDatabaseWell) throw new Error('password authentication failed for user threefold_app');
      },
      queue: async () => undefined,
    },
  });
});
afterAll(() => api.stop());

const get = (path: string, headers: Record<string, string> = {}) => api.fetch(path, { key: 'none', headers });

describe('health', () => {
  it('is ready when everything it needs is well', async () => {
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', checks: { database: 'ok', queue: 'ok' } });
  });

  it('names what is not well, without saying why to strangers, and still lives', async () => {
    isDatabaseWell = false;
    const [ready, alive] = await Promise.all([get('/readyz'), get('/healthz')]);
    isDatabaseWell = true;
    const text = await ready.text();
    expect([ready.status, ready.headers.get('retry-after'), alive.status]).toEqual([503, '5', 200]);
    expect(JSON.parse(text)).toMatchObject({ code: 'not-ready', checks: { database: 'failed', queue: 'ok' } });
    expect(text).not.toContain('threefold_app');
    expect(api.logLines.find(({ check }) => check === 'database')).toMatchObject({
      err: { message: expect.stringContaining('threefold_app') },
    });
  });
});

describe('the log', () => {
  it('holds one line for a request: who, what and how long, and no secret', async () => {
    await api.fetch('/v1/toys/jars?label=Sam%20Jones', { headers: { cookie: 'session=crumbs', 'x-request-id': 'log-test-0001' } });
    await api.fetch('/v1/toys/jars', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'retry-me', 'x-request-id': 'log-test-0002' },
      body: '{"name":"christmas","amount":{"amount":"1.00","currency":"GBP"}}',
    });
    const lines = api.logLines.filter(({ requestId }) => String(requestId).startsWith('log-test-'));
    expect(lines).toMatchObject([
      {
        operationId: 'toys.list-jars',
        principal: 'key:everything',
        request: { method: 'GET', path: '/v1/toys/jars' },
        response: { status: 200 },
        durationMs: expect.any(Number),
      },
      { operationId: 'toys.fill-jar', request: { idempotencyKeyHash: expect.stringMatching(/^[0-9a-f]{16}$/) }, response: { status: 201 } },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Bearer|crumbs|Sam|christmas|retry-me/);
  });

  it('strikes out secrets when somebody logs a whole object', async () => {
    const { createLog } = await import('../../src/platform/http/create-log.ts');
    const { Writable } = await import('node:stream');
    let written = '';
    const destination = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written += chunk.toString();
        done();
      },
    });
    createLog({ level: 'info', destination }).info({
      req: { headers: { authorization: 'hunter2', cookie: 'hunter2' }, body: 'hunter2' },
      password: 'hunter2',
      kept: 'yes',
    });
    expect(written).not.toContain('hunter2');
    expect(written).toContain('"kept":"yes"');
  });
});

describe('metrics', () => {
  it('time requests by operation and class of status, and never by address', async () => {
    await get('/v1/toys/jars/count');
    await get('/v1/made-up/by/a/stranger');
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/threefold_http_request_duration_seconds_count\{operation="toys.count-jars",status_class="2xx"\} 1\n/);
    expect(text).toMatch(/threefold_http_request_duration_seconds_count\{operation="none",status_class="4xx"\} 1\n/);
    expect(text).not.toContain('stranger');
    expect(text).toMatch(/threefold_http_requests_in_flight 1\n/);
    expect(text).toMatch(/nodejs_eventloop_lag_seconds /);
    expect(text).toMatch(/process_resident_memory_bytes /);
  });

  it('are shown to who has the token, and where there is none to nobody from elsewhere', async () => {
    const token = 'for-monitors-and-nobody-else';
    const guarded = await startToyApi({ metrics: { registry: new Registry(), access: { token } } });
    const hidden = await startToyApi({ metrics: { registry: new Registry(), access: 'off' } });
    const ask = async (url: string, authorization?: string) =>
      (await fetch(`${url}/metrics`, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await ask(guarded.url)).toBe(401);
    expect(await ask(guarded.url, `Bearer ${token.slice(1)}`)).toBe(401);
    expect(await ask(guarded.url, `Bearer ${token}`)).toBe(200);
    expect(await ask(hidden.url)).toBe(404);
    await Promise.all([guarded.stop(), hidden.stop()]);
  });
});
