import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import type { Database } from './database.ts';

export type Transaction = NodePgDatabase;
/** The same transaction for statements that are kept as text. */
export type TransactionClient = Pick<PoolClient, 'query'>;

export interface TransactionOptions {
  /** Sets whose rows the transaction may see; without it tenant tables are empty. */
  readonly authorityId?: number;
  readonly isolation?: 'read committed' | 'repeatable read';
  readonly readOnly?: boolean;
}

/**
 * The one place where more than one statement becomes one transaction. Nothing that waits for the network may run inside `work`.
 * A connection that fails in any way is destroyed, never returned to the pool: the next caller must not inherit its state.
 */
export async function inTransaction<T>(
  database: Database,
  options: TransactionOptions,
  work: (tx: Transaction, client: TransactionClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  const noteBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', noteBroken);
  try {
    await client.query(beginStatement(options));
    const value = await work(drizzle(client), client);
    await client.query('commit');
    return value;
  } catch (error) {
    await rollBack(client, (failure) => {
      broken ??= failure;
    });
    throw error;
  } finally {
    client.removeListener('error', noteBroken);
    client.release(broken);
  }
}

function beginStatement({ authorityId, isolation, readOnly }: TransactionOptions): string {
  const begin = `begin isolation level ${isolation ?? 'read committed'}${readOnly ? ' read only' : ''}`;
  if (authorityId === undefined) return begin;
  if (!Number.isInteger(authorityId)) throw new TypeError('authorityId must be an integer');
  return `${begin}; set local threefold.authority = '${authorityId}'`;
}

async function rollBack(client: PoolClient, onFailure: (error: Error) => void): Promise<void> {
  try {
    await client.query('rollback');
  } catch (error) {
    onFailure(error instanceof Error ? error : new Error(String(error)));
  }
}
