import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface BackendKiller {
  stop(): Promise<{ readonly killed: number; readonly inMidQuery: number }>;
}

/** One backend of the service's role at a time, one that is at work if there is any: as an operator's mistake, a failover or an OOM kill would. */
export async function killBackends(adminUrl: string, { everyMs }: { everyMs: number }): Promise<BackendKiller> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  let isStopping = false;
  let killed = 0;
  let inMidQuery = 0;
  const killing = (async () => {
    while (!isStopping) {
      await delay(everyMs);
      const { rows } = await client.query<{ state: string }>(
        `select state, pg_terminate_backend(pid) from pg_stat_activity
          where pid = (select pid from pg_stat_activity where usename = 'threefold_app' and datname = current_database()
                        order by state = 'active' desc, random() limit 1)`,
      );
      killed += rows.length;
      inMidQuery += rows.filter(({ state }) => state === 'active').length;
    }
  })();
  return {
    stop: async () => {
      isStopping = true;
      await killing;
      await client.end();
      return { killed, inMidQuery };
    },
  };
}
