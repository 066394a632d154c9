import { pino } from 'pino';
import { registerMails } from '../../jobs/mails.ts';
import type { Clock } from '../../src/platform/clock/clock.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import type { Mail } from '../../src/platform/email/mail.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { serviceKeyOf } from '../../src/platform/secrets/service-key.ts';

interface MailRoom {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl?: string;
}

/** Runs every job of the people room that an authority's outbox asks for, as a worker would, and says which mails went out. */
export async function runMailJobs(
  { database, clock, publicUrl = 'https://threefold.example' }: MailRoom,
  authorityId: number,
  topics?: readonly string[],
): Promise<readonly (Mail & { readonly mailId: string })[]> {
  const sent: (Mail & { mailId: string })[] = [];
  const mailer = { send: async (mailId: string, mail: Mail) => void sent.push({ mailId, ...mail }) };
  const serviceKey = serviceKeyOf(Buffer.alloc(32, 'key of the tests '));
  const jobs = registerMails(new JobRegistry(), { database, serviceKey, publicUrl, mailer });
  const { rows } = await inTransaction(database, { authorityId, readOnly: true }, (_, client) =>
    client.query<{ outboxId: string; topic: string; payload: unknown }>(
      'select outbox_id as "outboxId", topic, payload from platform.outbox where $1::text[] is null or topic = any($1) order by recorded_at, outbox_id',
      [topics ?? null],
    ),
  );
  for (const { outboxId, topic, payload } of rows) {
    const process = jobs.processorOf(topic);
    if (process === undefined) continue;
    const { signal } = new AbortController();
    const ended = await process(payload, { authorityId, outboxId, attempt: 1, clock, signal, log: pino({ level: 'silent' }) });
    if (!ended.ok) throw new Error(`${topic} was refused: ${ended.refusal.code}`);
  }
  return sent;
}
