import pg from 'pg';
import postgres from 'postgres';
import { refuseTornResults } from './refuse-torn-results.ts';

/**
 * Two drivers, each for what it is safe at. postgres.js carries single statements only (posting and reads by function): it loses track of
 * a transaction whose connection dies. Whatever needs more than one statement runs on `pool` through `inTransaction`.
 */
export interface Database {
  readonly sql: postgres.Sql;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in pg_stat_activity, so that a long statement can be traced to the process that sent it. */
  readonly applicationName: string;
  readonly maxConnections?: number;
  /** A statement that takes longer is cancelled by the server and answered as an outage. */
  readonly statementTimeoutMs?: number;
  readonly onConnectionLost?: (error: Error) => void;
}

const BIGINT_OID = 20;
const DATE_OID = 1082;

export function openDatabase(options: DatabaseOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const max = options.maxConnections ?? 8;
  const sql = postgres(options.url, {
    max,
    idle_timeout: 60,
    connect_timeout: 5,
    onnotice: () => undefined,
    fetch_types: false,
    connection: { application_name: options.applicationName, statement_timeout: statementTimeoutMs, TimeZone: 'UTC' },
    types: {
      bigint: postgres.BigInt,
      // A calendar date is text here: a Date would shift it by the machine's time zone.
      date: { to: DATE_OID, from: [DATE_OID], serialize: (value: string) => value, parse: (value: string) => value },
    },
  });
  refuseTornResults(sql);
  const pool = new pg.Pool({
    connectionString: options.url,
    max,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    application_name: options.applicationName,
    options: `-c statement_timeout=${statementTimeoutMs} -c TimeZone=UTC`,
    types: { getTypeParser: typeParser },
  });
  const lost = options.onConnectionLost ?? (() => undefined);
  pool.on('error', lost);
  // Without a listener of its own a checked-out client that loses its connection would end the process.
  pool.on('connect', (client) => client.on('error', lost));
  return {
    sql,
    pool,
    url: options.url,
    close: async () => {
      await Promise.all([sql.end({ timeout: 5 }), pool.end()]);
    },
  };
}

const typeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === BIGINT_OID) return BigInt;
  if (format !== 'binary' && oid === DATE_OID) return (value: string) => value;
  return pg.types.getTypeParser(oid as never, format as never);
}) as typeof pg.types.getTypeParser;
