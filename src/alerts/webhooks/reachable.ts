import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/**
 * Whom a webhook may reach: a public address, over TLS. The name is resolved once, every address of it is judged, and the connection goes to
 * the judged address and no other, so that a name that answers differently the second time leads nowhere new.
 */
export interface Reach {
  resolve(hostname: string): Promise<readonly string[]>;
  mayReach(address: string): boolean;
  readonly plainHttp: boolean;
}

export const publicOnly: Reach = {
  resolve: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  mayReach: isPublicAddress,
  plainHttp: false,
};

const closed = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(network, bits, 'ipv4');
// Of IPv6 only the global unicast space is public, less documentation, tunnels and what maps to IPv4.
const openSix = new BlockList();
openSix.addSubnet('2000::', 3, 'ipv6');
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(network, bits, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && openSix.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

export type Reached = { readonly ok: true; readonly address: string } | { readonly ok: false; readonly reason: string };

/** Judged when an endpoint is added and again before every message: names change hands. */
export async function judgeReach(url: string, reach: Reach): Promise<Reached> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return { ok: false, reason: 'Write the whole address, like https://example.org/hooks.' };
  if (parsed.protocol !== 'https:' && !(reach.plainHttp && parsed.protocol === 'http:'))
    return { ok: false, reason: 'Give an https address: what we send must not be read on the way.' };
  if (parsed.username !== '' || parsed.password !== '') return { ok: false, reason: 'Leave user name and password out of the address.' };
  const hostname = parsed.hostname.replaceAll(/^\[|\]$/g, '');
  const addresses = isIP(hostname) !== 0 ? [hostname] : await reach.resolve(hostname).catch(() => []);
  const [first] = addresses;
  if (first === undefined) return { ok: false, reason: 'The name has no address.' };
  if (!addresses.every((address) => reach.mayReach(address)))
    return { ok: false, reason: 'The name leads to a private address. Give one that the public internet can reach.' };
  return { ok: true, address: first };
}
