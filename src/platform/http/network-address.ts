import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Says from where a request came, once the proxies that are believed have been looked through. */
export type AddressReader = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

const decided = new WeakMap<object, string>();

/** Where a request came from, as its server decided it; the connection itself where no server has. */
export function addressOf(request: IncomingMessage): string {
  return decided.get(request) ?? withoutMapping(request.socket.remoteAddress ?? 'unknown');
}

/** Decides it for the life of a request, so that the log, the audit and the throttles say the same. */
export function decideAddress(request: IncomingMessage, read: AddressReader): void {
  decided.set(request, read(request));
}

/**
 * X-Forwarded-For is read from its end: each proxy of ours adds whom it heard from, and what stands before the first address that is not a
 * proxy's was written by a stranger. From anybody but a proxy the header is not read at all.
 */
export function addressReader(trustedProxies: readonly string[]): AddressReader {
  const proxies = networksOf(trustedProxies);
  return ({ headers, socket }) => {
    const connection = withoutMapping(socket.remoteAddress ?? 'unknown');
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
    const hops = forwarded === '' ? [] : forwarded.split(',').map((hop) => withoutMapping(hop.trim()));
    let address = connection;
    while (isIn(proxies, address)) {
      const before = hops.pop();
      // A proxy that says nothing readable of whom it heard from is itself the last that is known.
      if (before === undefined || isIP(before) === 0) return address;
      address = before;
    }
    return address;
  };
}

const NETWORK = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/;

/** An address, or a network in CIDR form. One that takes in everybody is none: then everybody would be believed. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits] = NETWORK.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && (bits === undefined || (Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128)));
}

function networksOf(texts: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const text of texts) {
    const [, address = '', bits] = NETWORK.exec(text) ?? [];
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    networks.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return networks;
}

function isIn(networks: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && networks.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** `::ffff:192.0.2.1` is how a socket for both families writes an old address. */
function withoutMapping(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
