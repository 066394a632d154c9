import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '../../../src/platform/http/operation.ts';
import type { UploadBrokenOff } from '../../../src/platform/http/read-upload.ts';
import { accepted } from '../../../src/platform/result.ts';
import { startToyApi, type ToyApi } from '../../api/toy-api.ts';

const CAP = 200_000;
const answer = { status: 200, description: 'What came.', body: z.strictObject({ sha256: z.string(), bytes: z.number() }) };

let api: ToyApi;
let reads = 0;
let brokenOff: string | undefined;
let endedBy: 'itself' | 'the reader' | undefined;

beforeAll(async () => {
  api = await startToyApi({
    operations: [
      defineOperation({
        id: 'toys.send-file',
        method: 'post',
        path: '/v1/toys/files',
        summary: 'Send a file',
        scope: 'ledger:post',
        upload: { mediaTypes: ['text/csv', 'application/octet-stream'], maxBytes: CAP },
        answer,
        refusals: [],
        handle: async ({ upload }) => {
          const hash = createHash('sha256');
          let bytes = 0;
          try {
            for await (const chunk of upload?.content ?? []) {
              reads += 1;
              hash.update(chunk);
              bytes += chunk.length;
            }
          } catch (error) {
            brokenOff = (error as UploadBrokenOff).refusal.code;
            throw error;
          }
          return accepted({ body: { sha256: hash.digest('hex'), bytes } });
        },
      }),
      defineOperation({
        id: 'toys.watch-jar',
        method: 'get',
        path: '/v1/toys/watch/{until}',
        summary: 'Watch a jar fill',
        scope: 'ledger:read',
        params: z.strictObject({ until: z.enum(['full', 'for-ever']) }),
        answer: { status: 200, description: 'How full it is.', body: z.strictObject({ coins: z.number() }), events: true },
        refusals: [],
        handle: async ({ params }) =>
          accepted({
            body: undefined,
            events: async function* (gone) {
              for (let coins = 1; coins <= 3; coins += 1) yield { id: String(coins), event: 'coin', data: { coins } };
              if (params.until === 'full') {
                endedBy = 'itself';
                return;
              }
              await new Promise((resolve) => gone.addEventListener('abort', resolve));
              endedBy = 'the reader';
            },
          }),
      }),
    ],
  });
});
afterAll(() => api.stop());

const send = (body: string | Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = { 'content-type': 'text/csv' }) =>
  api.fetch('/v1/toys/files', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

describe('an upload', () => {
  it('reaches its operation whole, piece by piece', async () => {
    const file = Buffer.alloc(CAP, 'line\n');
    const response = await send(file);
    expect(await response.json()).toMatchObject({ bytes: CAP, sha256: createHash('sha256').update(file).digest('hex') });
  });

  it('of a type that is not taken, compressed, or without a body is refused unread', async () => {
    const before = reads;
    expect((await send('a', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await send('a', { 'content-type': 'text/csv', 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await send('')).status).toBe(400);
    expect(reads).toBe(before);
  });

  it('that says it is too large is refused unread, and one that is found to be is refused where it passes the cap', async () => {
    const before = reads;
    const said = await send(Buffer.alloc(CAP + 1));
    expect(await said.json()).toMatchObject({ status: 413, code: 'upload-too-large', limitBytes: CAP });
    expect(reads).toBe(before);
    const unsaid = await send(
      new ReadableStream({
        pull: (controller) => {
          controller.enqueue(new Uint8Array(10_000));
          if (reads > before + CAP / 100) controller.close();
        },
      }),
    ).catch((error: unknown) => error);
    // The answer comes while the sender still sends; some senders only see the connection close.
    if (unsaid instanceof Response) expect(unsaid.status).toBe(413);
    else expect(unsaid).toBeInstanceOf(Error);
    expect(reads).toBeGreaterThan(before);
  });

  it('that is broken off leaves its operation, and the service answers the next one', async () => {
    const before = reads;
    const socket = connect(api.port, '127.0.0.1');
    socket.write(
      'POST /v1/toys/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer everything\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nhalf',
    );
    await expect.poll(() => reads).toBeGreaterThan(before);
    socket.destroySoon();
    await expect.poll(() => brokenOff).toBe('request-aborted');
    expect((await send('next')).status).toBe(200);
  });
});

describe('a stream of events', () => {
  it('comes as server-sent events and closes at its end', async () => {
    const response = await api.fetch('/v1/toys/watch/full');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await response.text()).toBe([1, 2, 3].map((coins) => `id: ${coins}\nevent: coin\ndata: {"coins":${coins}}\n\n`).join(''));
    expect(endedBy).toBe('itself');
  });

  it('ends when its reader goes away', async () => {
    const reader = new AbortController();
    const response = await fetch(`${api.url}/v1/toys/watch/for-ever`, {
      headers: { authorization: 'Bearer everything' },
      signal: reader.signal,
    });
    const { value } = (await response.body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toContain('event: coin');
    reader.abort();
    await expect.poll(() => endedBy).toBe('the reader');
  });
});

describe('the document', () => {
  it('says what file an operation takes and that it answers with events', async () => {
    const document = JSON.stringify(await (await api.fetch('/openapi.json', { key: 'none' })).json());
    expect(document).toContain('"text/csv":{"schema":{"type":"string","format":"binary"');
    expect(document).toContain('"text/event-stream":{"schema"');
    const page = await (await api.fetch('/docs', { key: 'none' })).text();
    expect(page).toContain('The bytes of a file, streamed: text/csv');
    expect(page).toContain('--data-binary @file');
    expect(page).toContain('Answers with server-sent events');
  });
});
