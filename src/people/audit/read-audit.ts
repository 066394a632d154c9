import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { AuditEvent } from './audit-event.ts';

/**
 * Group-written: whatever was read while the last write was under way goes in the next one, so a busy authority pays for one commit where
 * it would have paid for hundreds. An answer waits for its event; a read that cannot be kept is not shown.
 */
export interface ReadAudit {
  note(authorityId: number, events: readonly AuditEvent[]): Promise<void>;
  /** Resolves when nothing is waiting or under way any more. */
  drain(): Promise<void>;
}

/** Families within an hour that an officer with a full day of calls would still not open. */
const USUAL_FAMILIES_AN_HOUR = 60;
const LARGEST_WRITE = 500;

interface Waiting {
  readonly event: AuditEvent;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

export function createReadAudit({
  database,
  clock,
  usual = USUAL_FAMILIES_AN_HOUR,
}: {
  database: Database;
  clock: Clock;
  usual?: number;
}): ReadAudit {
  const queues = new Map<number, Waiting[]>();
  const underWay = new Map<number, Promise<void>>();

  async function write(authorityId: number): Promise<void> {
    // Requests of one tick belong together: the first does not leave before its neighbours are in.
    await Promise.resolve();
    for (let queue = queues.get(authorityId) ?? []; queue.length > 0; queue = queues.get(authorityId) ?? []) {
      const batch = queue.splice(0, LARGEST_WRITE);
      try {
        const events = JSON.stringify(batch.map(({ event }) => event));
        await database.sql`select people.note_reads(${authorityId}, ${events}::text::jsonb, ${clock.now()}, ${usual})`;
        for (const { settle } of batch) settle();
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    queues.delete(authorityId);
    underWay.delete(authorityId);
  }

  return {
    async note(authorityId, events) {
      const queue = queues.get(authorityId) ?? [];
      queues.set(authorityId, queue);
      const settled = events.map((event) => new Promise<void>((settle, fail) => queue.push({ event, settle, fail })));
      if (!underWay.has(authorityId)) underWay.set(authorityId, write(authorityId));
      await Promise.all(settled);
    },
    drain: async () => {
      await Promise.all(underWay.values());
    },
  };
}
