import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { appendToOutbox } from '../../../src/platform/queue/append-to-outbox.ts';
import { defineJob } from '../../../src/platform/queue/job-contract.ts';
import { queueMetrics } from '../../../src/platform/queue/queue-metrics.ts';
import { testDatabase } from '../../support/database.ts';
import { manualClock } from '../../support/manual-clock.ts';

const contract = defineJob({ topic: 'test.do-work', payload: z.object({}) });

describe('the queue metrics', () => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());

  it('tell how much is to be done, since when, and how attempts ended', async () => {
    const clock = manualClock('2026-06-01T09:00:00Z');
    const registry = new Registry();
    const metrics = queueMetrics({ registry, database: store.database, clock });
    for (const authorityId of [1, 2]) {
      await inTransaction(store.database, { authorityId }, (tx) =>
        appendToOutbox(tx, contract, { authorityId, payload: {}, recordedAt: clock.now() }),
      );
    }
    clock.advance(90_000);
    metrics.handedOver(2);
    metrics.attemptEnded({ topic: contract.topic, outcome: 'outage', seconds: 0.5 });

    const page = await registry.metrics();
    expect(page).toContain('threefold_outbox_undelivered 2');
    expect(page).toContain('threefold_outbox_oldest_age_seconds 90');
    expect(page).toContain('threefold_outbox_handed_over_total 2');
    expect(page).toContain('threefold_job_attempts_total{topic="test.do-work",outcome="outage"} 1');
  });

  it('can be read while the database is away', async () => {
    const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nowhere', applicationName: 'test' });
    const registry = new Registry();
    queueMetrics({ registry, database: away, clock: manualClock('2026-06-01T09:00:00Z') }).handedOver(1);

    const page = await registry.metrics();
    expect(page).toContain('threefold_outbox_undelivered Nan');
    expect(page).toContain('threefold_outbox_handed_over_total 1');
    await away.close();
  });
});
