import type { Clock } from '../../../src/platform/clock/clock.ts';

/** An event as it is sent and listed: thin in the second API, with a snapshot in the first. */
export interface FakeEvent {
  readonly id: string;
  readonly type: string;
  readonly version: 'v1' | 'v2';
  readonly at: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

export class FakeEvents {
  readonly all: FakeEvent[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  thin(type: string, objectId: string, kind: string): void {
    const id = `evt_test_${String(this.all.length + 1).padStart(8, '0')}`;
    const at = this.#clock.now();
    const related_object = { id: objectId, type: kind, url: `/${kind.replaceAll('.', '/')}s/${objectId}` };
    this.all.push({
      id,
      type,
      version: 'v2',
      at,
      body: { id, object: 'v2.core.event', type, created: at.toISOString(), livemode: false, related_object },
    });
  }

  snapshot(type: string, object: Readonly<Record<string, unknown>>, account?: string): void {
    const id = `evt_v1test${String(this.all.length + 1).padStart(8, '0')}`;
    const at = this.#clock.now();
    const created = Math.floor(at.getTime() / 1_000);
    this.all.push({
      id,
      type,
      version: 'v1',
      at,
      body: {
        id,
        object: 'event',
        api_version: '2026-10-28.endive',
        type,
        created,
        livemode: false,
        pending_webhooks: 1,
        request: null,
        data: { object: structuredClone(object) },
        ...(account !== undefined && { account }),
      },
    });
  }
}
