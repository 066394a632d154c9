import pg from 'pg';

/** A database superuser at work beside the service: sees and may do everything, as a tamperer would. One connection, so that SET lasts. */
export interface Admin {
  rows<T extends pg.QueryResultRow = pg.QueryResultRow>(statement: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export async function openAdmin(url: string): Promise<Admin> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Tests may ask several things at once; a connection answers one after another.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    rows: <T extends pg.QueryResultRow>(statement: string, values?: readonly unknown[]) => {
      const answer = turn.then(() => client.query<T>(statement, values ? [...values] : undefined));
      turn = answer.catch(() => undefined);
      return answer.then((result) => result.rows);
    },
    close: () => client.end(),
  };
}
