import { describe, expect, it } from 'vitest';
import { learnFrom, type MatchEvent, matchItems } from '../../../src/reconciliation/index.ts';
import { item, line } from './lines-and-items.ts';

const confirmed = (matchId: string, more: Partial<Extract<MatchEvent, { kind: 'matched' }>> = {}): MatchEvent => ({
  kind: 'matched',
  matchId,
  by: 'officer',
  lineId: `line of ${matchId}`,
  lineText: 'RHYS TREVELYAN BGC',
  itemIds: [`item of ${matchId}`],
  payeeId: 'gwen',
  ...more,
});

/** Gwen's grandfather pays for her, in his own name. */
const items = [
  item('june', 12_500n, { kind: 'receivable', payeeId: 'gwen', payeeName: 'Gwen Pritchard' }),
  item('other', 12_500n, { payeeName: 'Raj Patel' }),
];
const lines = [line('l', 12_500n, 'RHYS TREVELYAN BGC')];
const matchedAfter = (events: readonly MatchEvent[]) =>
  matchItems({ lines, items, learned: learnFrom(events) }).matched.map(({ itemIds }) => itemIds[0]);

describe('what officers confirm', () => {
  it('teaches whom a name stands for', () => {
    expect(matchedAfter([])).toEqual([]);
    expect(matchedAfter([confirmed('m1')])).toEqual(['june']);
  });

  it('is unlearned when it is undone', () => {
    expect(matchedAfter([confirmed('m1'), { kind: 'undone', matchId: 'm1' }])).toEqual([]);
    expect(matchedAfter([confirmed('m1'), confirmed('m2'), { kind: 'undone', matchId: 'm1' }])).toEqual(['june']);
  });

  it('tells nothing once a name has stood for two payees', () => {
    expect(matchedAfter([confirmed('m1'), confirmed('m2', { payeeId: 'ann' })])).toEqual([]);
  });

  it('teaches nothing when the engine confirms itself, and lowers what misled it when that is undone', () => {
    expect(matchedAfter([confirmed('m1', { by: 'engine' })])).toEqual([]);
    const misled: MatchEvent[] = [confirmed('m1'), confirmed('m2', { by: 'engine' }), { kind: 'undone', matchId: 'm2' }];
    expect(matchedAfter(misled)).toEqual([]);
  });

  it('may match by hand again what was undone, and then the engine may too', () => {
    const undone: MatchEvent[] = [confirmed('m1', { lineId: 'l', itemIds: ['june'] }), { kind: 'undone', matchId: 'm1' }];
    expect(matchedAfter([...undone, confirmed('m2')])).toEqual([]);
    expect(matchedAfter([...undone, confirmed('m3', { lineId: 'l', itemIds: ['june'] })])).toEqual(['june']);
  });

  it('can be replayed: the same events in one go or in two give the same knowledge and version', () => {
    const events: MatchEvent[] = [
      confirmed('m1'),
      confirmed('m2'),
      { kind: 'undone', matchId: 'm1' },
      { kind: 'undone', matchId: 'never made' },
    ];
    const whole = learnFrom(events);
    expect(whole.version).toBe(4);
    expect(learnFrom(events.slice(2), learnFrom(events.slice(0, 2)))).toEqual(whole);
    expect(matchItems({ lines, items, learned: whole }).learningVersion).toBe(4);
  });
});
