import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeGracefully } from '../../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../../src/platform/http/create-http-server.ts';
import { addressOf, addressReader, isNetwork } from '../../../src/platform/http/network-address.ts';

const heard = (from: string, forwarded: string | undefined, proxies: readonly string[]) =>
  addressReader(proxies)({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: from } as never,
  });

describe('where a request came from', () => {
  it('is its connection, whatever it says, while no proxy is believed', () => {
    for (const forwarded of [undefined, '203.0.113.9', '127.0.0.1', '', 'nonsense'])
      expect(heard('198.51.100.7', forwarded, [])).toBe('198.51.100.7');
  });

  it('is what a believed proxy heard, and nothing that a stranger wrote before it', () => {
    const proxies = ['10.0.0.0/28', '2001:db8:1::/64'];
    expect(heard('10.0.0.5', '203.0.113.9', proxies)).toBe('203.0.113.9');
    expect(heard('10.0.0.5', '1.1.1.1, 203.0.113.9', proxies)).toBe('203.0.113.9');
    expect(heard('10.0.0.5', '1.1.1.1, 203.0.113.9, 10.0.0.6', proxies)).toBe('203.0.113.9');
    expect(heard('2001:db8:1::5', '2001:db8:9::1', proxies)).toBe('2001:db8:9::1');
    expect(heard('::ffff:10.0.0.5', '::ffff:203.0.113.9', proxies)).toBe('203.0.113.9');
  });

  it('is the connection when a stranger, or a neighbour of the proxies, sends the header', () => {
    for (const from of ['198.51.100.7', '10.0.0.16', '2001:db8:1:1::5'])
      expect(heard(from, '203.0.113.9', ['10.0.0.0/28', '2001:db8:1::/64'])).toBe(from);
  });

  it('is the proxy itself when it says nothing that can be read', () => {
    for (const forwarded of [undefined, '', 'unknown', '203.0.113.9:4711', '1.1.1.1, <script>', '203.0.113.9,'])
      expect(heard('10.0.0.5', forwarded, ['10.0.0.5'])).toBe('10.0.0.5');
  });
});

describe('a server', () => {
  const server = (trustedProxies: readonly string[]) =>
    createHttpServer((request, response) => void response.end(addressOf(request)), { trustedProxies });
  const servers = [server([]), server(['127.0.0.1'])] as const;
  beforeAll(() => Promise.all(servers.map((each) => new Promise<void>((resolve) => void each.listen(0, '127.0.0.1', resolve)))));
  afterAll(() => Promise.all(servers.map((each) => closeGracefully(each, { deadlineMs: 1_000 }))));
  const ask = (at: (typeof servers)[number], headers: Record<string, string | string[]>) =>
    new Promise<string>((resolve, reject) => {
      const { port } = at.address() as AddressInfo;
      httpRequest({ host: '127.0.0.1', port, headers }, (answer) => {
        answer.setEncoding('utf8').once('data', resolve);
      })
        .once('error', reject)
        .end();
    });

  it('believes forwarded headers from nobody until it is told whom', async () => {
    const [strict, behind] = servers;
    const spoofs = { 'x-real-ip': '1.1.1.1', forwarded: 'for=1.1.1.1', 'x-client-ip': '1.1.1.1' };
    expect(await ask(strict, { ...spoofs, 'x-forwarded-for': '203.0.113.9' })).toBe('127.0.0.1');
    expect(await ask(behind, { ...spoofs, 'x-forwarded-for': '203.0.113.9' })).toBe('203.0.113.9');
    expect(await ask(behind, { 'x-forwarded-for': ['1.1.1.1', '203.0.113.9'] })).toBe('203.0.113.9');
    expect(await ask(behind, spoofs)).toBe('127.0.0.1');
  });
});

describe('a network', () => {
  it('is an address or a part of all addresses, never all of them', () => {
    for (const text of ['10.0.0.5', '10.0.0.0/8', '::1', '2001:db8::/32']) expect(isNetwork(text)).toBe(true);
    for (const text of ['0.0.0.0/0', '::/0', '10.0.0.0/33', '2001:db8::/129', 'proxy', '10.0.0', '10.0.0.5/', '', '10.0.0.0/-1'])
      expect(isNetwork(text)).toBe(false);
  });
});
