import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accepted, type Result, refused } from '../result.ts';

export interface PortTaken {
  readonly code: 'port-taken';
  readonly port: number;
}

/** Resolves to the port that was bound (0 asks for a free one); a taken port is expected and told in words, everything else is thrown. */
export function listen(server: Server, address: { readonly host: string; readonly port: number }): Promise<Result<number, PortTaken>> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(refused({ code: 'port-taken', port: address.port }));
      else reject(error);
    };
    server.once('error', onError);
    server.listen(address.port, address.host, () => {
      server.off('error', onError);
      resolve(accepted((server.address() as AddressInfo).port));
    });
  });
}
