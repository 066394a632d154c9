import type { ConfigFault } from './config-urls.ts';
import { isNetwork } from './http/network-address.ts';

/** The proxies before this service, whose word on where a request came from is believed. None when left out: a header is anybody's to write. */
export function readNetworks(name: string, given: string, faults: ConfigFault[]): string[] {
  const networks = given.split(',').flatMap((each) => each.trim() || []);
  for (const network of networks.filter((each) => !isNetwork(each)))
    faults.push({
      name,
      problem: `"${network}" is not an address or a network`,
      remedy:
        'list the addresses of your proxies, such as 10.0.0.5 or 10.0.0.0/28, with commas between them, or leave it out to believe none',
    });
  return networks;
}
