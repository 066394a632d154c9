import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerBankStatements } from '../../jobs/bank-statements.ts';
import { runJob } from '../../jobs/run-job.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { commitImport, findImport, openImport } from '../../src/reconciliation/index.ts';
import { camt, type StatementRoom, statementRoom } from '../reconciliation/imports/statement-room.ts';

let room: StatementRoom;
beforeAll(async () => {
  room = await statementRoom();
});
afterAll(() => room.store.close());

describe('the jobs of a bank statement import', () => {
  it('preview a file that was sent in and bring it into the books once somebody said yes, however often they run', async () => {
    const actor = await room.newAuthority();
    const { authorityId } = actor;
    await room.register(actor);
    const { database } = room.store;
    const processors = registerBankStatements(new JobRegistry(), { database });
    const waiting = (topic: string) =>
      inTransaction(database, { authorityId }, async (_, client) => {
        const { rows } = await client.query<{ outboxId: string }>('select outbox_id as "outboxId" from platform.outbox where topic = $1', [
          topic,
        ]);
        return rows.map(({ outboxId }) => outboxId);
      });
    const run = async (topic: string) => {
      const options = { database, processors, clock: room.clock, log: pino({ level: 'silent' }) };
      const ids = [...(await waiting(topic)), ...(await waiting(topic))];
      await Promise.allSettled(ids.map((outboxId) => runJob(options, new AbortController().signal, { topic, authorityId, outboxId })));
    };
    const line = { bookingDate: '2026-04-01', amountMinor: -150n, reference: 'TF-1' } as const;
    const opened = await openImport(room.desk, actor, { fileId: await room.keep(actor, camt([line])) });
    if (!opened.ok) throw new Error(opened.refusal.code);
    const { importId } = opened.value;
    await run('reconciliation.run-import');
    expect((await findImport(database, authorityId, importId))?.state).toBe('uploaded');
    await run('reconciliation.preview-import');
    expect((await findImport(database, authorityId, importId))?.state).toBe('previewed');
    await commitImport(room.desk, actor, importId);
    await run('reconciliation.run-import');
    expect(await findImport(database, authorityId, importId)).toMatchObject({
      state: 'imported',
      linesNew: 1,
      progress: { stage: 'import', linesRead: 1 },
    });
    await run('reconciliation.run-import');
    expect(await room.lines(actor)).toHaveLength(1);
  });
});
