import pg from 'pg';
import type { TransactionClient } from './in-transaction.ts';

/**
 * Streams what a `COPY ... TO STDOUT` gives, one call for each row: no row becomes an object, however many there are.
 * The bytes belong to the connection and are only good until `onRow` returns.
 */
export function copyOut(client: TransactionClient, statement: string, onRow: (bytes: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = new CopyOut(statement, onRow);
    copy.on('end', () => (copy.failure === undefined ? resolve() : reject(copy.failure)));
    copy.on('error', reject);
    client.query(copy);
  });
}

class CopyOut extends pg.Query {
  failure: unknown;
  private readonly onRow: (bytes: Buffer) => void;

  constructor(statement: string, onRow: (bytes: Buffer) => void) {
    super(statement);
    this.onRow = onRow;
  }

  /** Called by the client from within its socket: what is thrown here would be nobody's. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.failure !== undefined) return;
    try {
      this.onRow(chunk);
    } catch (error) {
      this.failure = error;
    }
  }
}
