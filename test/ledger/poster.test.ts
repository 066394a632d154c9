import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPoster, type PosterOptions } from '../../src/ledger/poster.ts';
import type { CallItem, CallOutcome, PreparedCommand } from '../../src/ledger/posting-call.ts';
import { manualClock } from '../support/manual-clock.ts';

interface Call {
  readonly authorityId: number;
  readonly ids: string[];
  readonly links: number[];
  /** Answers the call: each command posted. */
  answer(): void;
  fail(error: unknown): void;
}

/** The port to the database as a person at the switchboard: a call is under way until the test answers it. */
function switchboard(options: Partial<PosterOptions> = {}) {
  const calls: Call[] = [];
  let onCall: (() => void)[] = [];
  const send = (authorityId: number, _recordedAt: Date, items: readonly CallItem[]) =>
    new Promise<CallOutcome[]>((resolve, reject) => {
      calls.push({
        authorityId,
        ids: items.map((item) => item.command.id),
        links: items.map((item) => item.link),
        answer: () => resolve(items.map((item) => posted(item.command.id))),
        fail: reject,
      });
      for (const wake of onCall) wake();
      onCall = [];
    });
  const poster = createPoster({ send, clock: manualClock('2026-05-15T10:00:00Z'), retryDelayMs: 1, ...options });
  return {
    poster,
    calls,
    async call(number: number): Promise<Call> {
      while (calls.length < number) await new Promise<void>((wake) => onCall.push(wake));
      return calls[number - 1] as Call;
    },
  };
}

/** The outcome carries the id's digits, so that a test sees whose outcome it is. */
function posted(id: string): CallOutcome {
  return { outcome: 'posted', blockSeq: BigInt(`0x${id.slice(0, 8)}`), recordedAt: new Date(0), legs: [] };
}

function command(more: Partial<PreparedCommand> = {}): PreparedCommand {
  return {
    id: randomUUID(),
    kind: 1,
    effectiveDate: '2026-05-15',
    fingerprint: Buffer.alloc(0),
    principal: 'p',
    currency: 'GBP',
    legs: [],
    ...more,
  };
}

const commands = (count: number) => Array.from({ length: count }, () => command());
const idsOf = (given: readonly PreparedCommand[]) => given.map((each) => each.id);
const codesOf = (outcomes: readonly CallOutcome[]) =>
  outcomes.map((each) => (each.outcome === 'refused' ? each.refusal.code : each.outcome));
const outage = () => Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });

describe('the poster', () => {
  it('sends a command at once when nothing is under way', async () => {
    const { poster, call } = switchboard();
    const [only] = commands(1);
    const outcome = poster.post(1, [only as PreparedCommand]);
    (await call(1)).answer();
    expect(await outcome).toEqual([posted(only?.id ?? '')]);
  });

  it('puts requests of one tick in one call', async () => {
    const { poster, call } = switchboard();
    const [a, b] = [commands(1), commands(1)];
    const outcomes = Promise.all([poster.post(1, a), poster.post(1, b)]);
    expect((await call(1)).ids).toEqual(idsOf([...a, ...b]));
    (await call(1)).answer();
    await outcomes;
  });

  it('groups what arrives while a call is under way, in the order of arrival, and gives each caller its own outcomes', async () => {
    const { poster, call, calls } = switchboard();
    const [first, second, third] = [commands(1), commands(2), commands(1)];
    const one = poster.post(1, first);
    const under = await call(1);
    const two = poster.post(1, second);
    const three = poster.post(1, third);
    expect(calls).toHaveLength(1);
    expect(poster.waiting).toBe(3);
    under.answer();
    expect((await call(2)).ids).toEqual(idsOf([...second, ...third]));
    (await call(2)).answer();
    expect(await one).toEqual(idsOf(first).map(posted));
    expect(await two).toEqual(idsOf(second).map(posted));
    expect(await three).toEqual(idsOf(third).map(posted));
    expect(poster.waiting).toBe(0);
  });

  it('cuts a long line into calls of its size', async () => {
    const { poster, call } = switchboard({ callSize: 2 });
    const given = commands(5);
    const outcomes = poster.post(1, given);
    for (const [number, ids] of [idsOf(given.slice(0, 2)), idsOf(given.slice(2, 4)), idsOf(given.slice(4))].entries()) {
      expect((await call(number + 1)).ids).toEqual(ids);
      (await call(number + 1)).answer();
    }
    expect(await outcomes).toHaveLength(5);
  });

  it('keeps linked commands in one call, whatever its size, under a number of their own', async () => {
    const { poster, call } = switchboard({ callSize: 3 });
    const [single, trio, pair] = [commands(1), commands(4), commands(2)];
    const outcomes = Promise.all([poster.post(1, single), poster.post(1, trio, { linked: true }), poster.post(1, pair, { linked: true })]);
    expect((await call(1)).ids).toEqual(idsOf(single));
    (await call(1)).answer();
    expect((await call(2)).ids).toEqual(idsOf(trio));
    expect((await call(2)).links).toEqual([1, 1, 1, 1]);
    (await call(2)).answer();
    expect((await call(3)).ids).toEqual(idsOf(pair));
    (await call(3)).answer();
    await outcomes;
  });

  it('numbers linked groups of one call apart from each other and from single commands', async () => {
    const { poster, call } = switchboard();
    const outcomes = Promise.all([
      poster.post(1, commands(2), { linked: true }),
      poster.post(1, commands(1)),
      poster.post(1, commands(2), { linked: true }),
    ]);
    expect((await call(1)).links).toEqual([1, 1, 0, 2, 2]);
    (await call(1)).answer();
    await outcomes;
  });

  it('has one call of an authority under way at a time, and as many authorities as lanes', async () => {
    const { poster, call, calls } = switchboard({ lanes: 2 });
    const outcomes = Promise.all([1, 2, 3].map((authorityId) => poster.post(authorityId, commands(1))));
    await call(2);
    const more = poster.post(1, commands(1));
    expect(calls.map((each) => each.authorityId)).toEqual([1, 2]);
    (await call(1)).answer();
    expect((await call(3)).authorityId).toBe(3);
    (await call(2)).answer();
    expect((await call(4)).authorityId).toBe(1);
    (await call(3)).answer();
    (await call(4)).answer();
    await outcomes;
    await more;
  });

  it('lets authorities take turns, so that a long line does not keep a short one waiting', async () => {
    const { poster, call, calls } = switchboard({ lanes: 1, callSize: 1 });
    const long = poster.post(1, commands(3));
    await call(1);
    const short = poster.post(2, commands(1));
    for (let number = 1; number <= 4; number += 1) (await call(number)).answer();
    await Promise.all([long, short]);
    expect(calls.map((each) => each.authorityId)).toEqual([1, 2, 1, 1]);
  });

  it('turns away at once what its line has no room for, and says that nothing was done', async () => {
    const { poster, call, calls } = switchboard({ queueSize: 2 });
    const first = poster.post(1, commands(1));
    await call(1);
    const waiting = poster.post(1, commands(2));
    expect(codesOf(await poster.post(1, commands(1)))).toEqual(['service-busy']);
    const other = poster.post(2, commands(1));
    (await call(2)).answer();
    await other;
    (await call(1)).answer();
    (await call(3)).answer();
    await Promise.all([first, waiting]);
    expect(calls).toHaveLength(3);
  });

  it('sends a call whose answer was lost again, with the same commands in the same order', async () => {
    const { poster, call } = switchboard();
    const given = commands(3);
    const outcomes = poster.post(1, given);
    (await call(1)).fail(outage());
    expect((await call(2)).ids).toEqual(idsOf(given));
    (await call(2)).answer();
    expect(codesOf(await outcomes)).toEqual(['posted', 'posted', 'posted']);
  });

  it('says after the deadline that it is not known, and goes on with the next', async () => {
    const { poster, call } = switchboard({ deadlineMs: 0 });
    const lost = poster.post(1, commands(2));
    (await call(1)).fail(outage());
    expect(codesOf(await lost)).toEqual(['service-unavailable', 'service-unavailable']);
    const next = poster.post(1, commands(1));
    (await call(2)).answer();
    expect(codesOf(await next)).toEqual(['posted']);
  });

  it('lets a command that breaks the call fail alone', async () => {
    const unexpected: unknown[] = [];
    const { poster, call } = switchboard({ onUnexpected: (error) => unexpected.push(error) });
    const [good, poison, last] = [commands(1), commands(1), commands(1)];
    const defect = new Error('a defect');
    const outcomes = Promise.allSettled([poster.post(1, good), poster.post(1, poison), poster.post(1, last)]);
    (await call(1)).fail(defect);
    expect((await call(2)).ids).toEqual(idsOf(good));
    (await call(2)).answer();
    expect((await call(3)).ids).toEqual(idsOf(poison));
    (await call(3)).fail(defect);
    expect((await call(4)).ids).toEqual(idsOf(last));
    (await call(4)).answer();
    expect((await outcomes).map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(unexpected).toEqual([defect]);
  });

  it('keeps an id that is in a call already for the next, and does not let later commands overtake it', async () => {
    const { poster, call } = switchboard();
    const [once, between, last] = [command(), command(), command()];
    const outcomes = poster.post(1, [once, between, once, last]);
    expect((await call(1)).ids).toEqual(idsOf([once, between]));
    (await call(1)).answer();
    expect((await call(2)).ids).toEqual(idsOf([once, last]));
    (await call(2)).answer();
    expect(await outcomes).toHaveLength(4);
  });

  it('keeps a second reversal of an entry for the next call', async () => {
    const { poster, call } = switchboard();
    const [a, b] = [command({ reverses: 'x' }), command({ reverses: 'x' })];
    const outcomes = poster.post(1, [a, b]);
    expect((await call(1)).ids).toEqual([a.id]);
    (await call(1)).answer();
    expect((await call(2)).ids).toEqual([b.id]);
    (await call(2)).answer();
    await outcomes;
  });

  it('drains: resolves when everything accepted has been answered', async () => {
    const { poster, call } = switchboard({ callSize: 1 });
    const answered: string[] = [];
    void poster.post(1, commands(2)).then(() => answered.push('posted'));
    await call(1);
    const drained = poster.drain().then(() => answered.push('drained'));
    (await call(1)).answer();
    (await call(2)).answer();
    await drained;
    expect(answered).toEqual(['posted', 'drained']);
    await poster.drain();
  });
});
