import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellAlert } from '../../src/alerts/index.ts';
import { settleFact } from '../../src/alerts/settle-fact.ts';
import { deliverWebhooks } from '../../src/alerts/webhooks/deliver-webhooks.ts';
import { deliveryLog, redeliver } from '../../src/alerts/webhooks/delivery-log.ts';
import { addEndpoint, listEndpoints, rotateSecret, setEndpointState } from '../../src/alerts/webhooks/endpoints.ts';
import { isPublicAddress, judgeReach, publicOnly } from '../../src/alerts/webhooks/reachable.ts';
import type { WebhookDesk } from '../../src/alerts/webhooks/webhook-desk.ts';
import { createAuthority, serviceCaller } from '../../src/people/index.ts';
import { serviceKeyOf } from '../../src/platform/secrets/service-key.ts';
import { must } from '../people/example-family.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

/** A receiver on this machine that does what a test tells it to. */
async function startReceiver() {
  const heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const receiver = {
    heard,
    port: 0,
    answer: (response: ServerResponse): void => void response.writeHead(204).end(),
    close: () => Promise.resolve(),
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      receiver.answer(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  receiver.port = address.port;
  receiver.close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return receiver;
}

describe('a webhook', () => {
  const clock = manualClock('2026-05-05T09:00:00.000Z');
  let store: Awaited<ReturnType<typeof testDatabase>>;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let desk: WebhookDesk;
  let authorityId: number;
  let raised = 0;
  beforeAll(async () => {
    store = await testDatabase();
    receiver = await startReceiver();
    ({ authorityId } = must(await createAuthority(store.database, clock, { slug: 'northmoor', name: 'Northmoor Council' })));
    const reach = { resolve: async () => ['127.0.0.1'], mayReach: () => true, plainHttp: true };
    desk = { database: store.database, clock, serviceKey: serviceKeyOf(Buffer.alloc(32, 'key of the tests ')), reach, deadlineMs: 300 };
  }, 60_000);
  afterAll(async () => {
    await receiver.close();
    await store.close();
  });

  const caller = () => serviceCaller(authorityId, 'system');
  const add = async (path: string) =>
    must(await addEndpoint(desk, caller(), { url: `http://hooks.example:${receiver.port}${path}`, kinds: [] }));
  const raise = async () => {
    raised += 1;
    const fact = {
      kind: 'payment-late',
      subject: `P-${raised}`,
      severity: 'urgent',
      raisedAt: clock.now(),
      detail: {},
      sourceRef: `w:${raised}`,
      seq: 1n,
    } as const;
    const { alertId } = await settleFact(store.database, authorityId, fact);
    must(await tellAlert(desk, authorityId, { alertId }));
    return alertId;
  };
  const later = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());
  const stop = (endpointId: string) => setEndpointState(desk, caller(), { endpointId, state: 'stopped' });
  const signature = (secret: string, { headers, body }: (typeof receiver.heard)[number]) =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64')}`;

  it('is signed as Standard Webhooks say, with codes and no family, and by both secrets while one is rotated', async () => {
    const { endpointId, secret } = await add('/signed');
    const alertId = await raise();
    await deliverWebhooks(desk, authorityId);
    const [first] = receiver.heard;
    if (first === undefined) throw new Error('Nothing was heard.');
    expect(first.headers['webhook-signature']).toBe(signature(secret, first));
    expect(JSON.parse(first.body)).toMatchObject({ specversion: '1.0', id: alertId, data: { kind: 'payment-late', state: 'alarm' } });
    expect(first.body).not.toMatch(/family/i);
    const next = must(await rotateSecret(desk, caller(), endpointId)).secret;
    await raise();
    await deliverWebhooks(desk, authorityId);
    const second = receiver.heard[1];
    if (second === undefined) throw new Error('Nothing was heard after the rotation.');
    expect(second.headers['webhook-signature']).toBe(`${signature(next, second)} ${signature(secret, second)}`);
    await stop(endpointId);
  });

  it.each([
    [
      'redirects',
      (response: ServerResponse): void => {
        response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      },
      'redirected',
    ],
    [
      'is broken',
      (response: ServerResponse): void => {
        response.writeHead(500).end();
      },
      'refused',
    ],
    ['hangs', (): void => undefined, 'timed-out'],
  ] as const)(
    'whose receiver %s is tried again later, and delivered under the same id once it is mended',
    async (name, answer, outcome) => {
      const { endpointId } = await add(`/${name}`);
      const before = receiver.heard.length;
      receiver.answer = answer;
      await raise();
      await deliverWebhooks(desk, authorityId);
      await deliverWebhooks(desk, authorityId);
      expect(receiver.heard.length - before).toBe(1);
      receiver.answer = (response) => void response.writeHead(200).end();
      later(1);
      await deliverWebhooks(desk, authorityId);
      const [logged] = await deliveryLog(store.database, authorityId, { endpointId, limit: 10 });
      expect(logged).toMatchObject({
        state: 'delivered',
        attempts: [
          { attempt: 1, outcome },
          { attempt: 2, status: 200, outcome: 'delivered' },
        ],
      });
      expect(new Set(receiver.heard.slice(before).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      must(await redeliver(desk, authorityId, logged?.deliveryId ?? ''));
      await deliverWebhooks(desk, authorityId);
      expect(receiver.heard.at(-1)?.headers['webhook-id']).toBe(logged?.deliveryId);
      await stop(endpointId);
    },
  );

  it('waits as long as its receiver asks for', async () => {
    const { endpointId } = await add('/busy');
    receiver.answer = (response) => void response.writeHead(503, { 'retry-after': '600' }).end();
    await raise();
    const before = receiver.heard.length;
    await deliverWebhooks(desk, authorityId);
    later(9);
    await deliverWebhooks(desk, authorityId);
    expect(receiver.heard.length - before).toBe(1);
    later(2);
    await deliverWebhooks(desk, authorityId);
    expect(receiver.heard.length - before).toBe(2);
    await stop(endpointId);
  });

  it('stops at 410 and after days without one success, and says why', async () => {
    const gone = await add('/gone');
    receiver.answer = (response) => void response.writeHead(410).end();
    await raise();
    await deliverWebhooks(desk, authorityId);
    const failing = await add('/failing');
    receiver.answer = (response) => void response.writeHead(500).end();
    await raise();
    for (let day = 0; day < 8; day += 1) {
      await deliverWebhooks(desk, authorityId);
      later(24 * 60);
      await raise();
    }
    await deliverWebhooks(desk, authorityId);
    const why = new Map(
      (await listEndpoints(desk, authorityId)).map(({ endpointId, state, stoppedBecause }) => [endpointId, `${state} ${stoppedBecause}`]),
    );
    expect([why.get(gone.endpointId), why.get(failing.endpointId)]).toEqual(['stopped gone', 'stopped failed-for-days']);
    expect(await rotateSecret(desk, caller(), randomUUID())).toMatchObject({ refusal: { code: 'webhook-not-found' } });
  });

  it('goes to public addresses only, over https, and to the address that was judged', async () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '0.0.0.0',
    ])
      expect(`${address} ${isPublicAddress(address)}`).toBe(`${address} false`);
    for (const address of ['93.184.216.34', '2606:2800:220:1::1']) expect(isPublicAddress(address)).toBe(true);
    const strict = { ...publicOnly, resolve: async () => ['93.184.216.34', '10.0.0.7'] };
    const refusedFor = async (url: string) => {
      const reached = await judgeReach(url, strict);
      return reached.ok ? 'reached' : reached.reason;
    };
    expect(await refusedFor('http://council.example/')).toMatch(/https/);
    expect(await refusedFor('https://council.example/')).toMatch(/private address/);
    expect(await refusedFor('https://127.0.0.1/')).toMatch(/private address/);
    expect(await refusedFor('https://user:pass@council.example/')).toMatch(/password/);
    expect(await refusedFor('not an address')).toMatch(/whole address/);
    expect(await addEndpoint({ ...desk, reach: strict }, caller(), { url: 'https://council.example/', kinds: [] })).toMatchObject({
      refusal: { code: 'webhook-url-refused', field: 'url' },
    });
  });

  it('is judged again before every message: a name that turned to a private address gets none', async () => {
    const { endpointId } = await add('/rebound');
    const before = receiver.heard.length;
    await raise();
    await deliverWebhooks(
      { ...desk, reach: { resolve: async () => ['10.0.0.1'], mayReach: isPublicAddress, plainHttp: true } },
      authorityId,
    );
    expect(receiver.heard.length).toBe(before);
    const [logged] = await deliveryLog(store.database, authorityId, { endpointId, limit: 1 });
    expect(logged?.attempts).toMatchObject([{ status: null, outcome: 'address-refused' }]);
  });
});
