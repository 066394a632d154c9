import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertWords } from '../../src/alerts/alert-words.ts';
import { type RuleKind, ruleCodes, ruleKinds } from '../../src/alerts/rules/rule-kinds.ts';
import { judgeRule, judgeTogether, type RuleSetting, ruleOn, usualRule } from '../../src/alerts/rules/rule-settings.ts';
import { AT_FIRST, firstLevelOf, type Happening, levels, moveStanding, nextLevel, type Standing } from '../../src/alerts/rules/standing.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';

const setting = (change: Partial<RuleSetting> = {}): RuleSetting => ({
  ...{ rule: 'share-of-allocation-used', scope: 'authority', scopeKey: '', from: '2026-04-01', ...usualRule('share-of-allocation-used') },
  ...change,
});

describe('a rule', () => {
  it('is taken as it usually is, whatever its kind', () => {
    for (const rule of ruleCodes) expect(judgeRule(setting({ rule, ...usualRule(rule) }))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['clears above where it speaks up', { trigger: '80', clear: '85' }, 'clear'],
    ['clears below where it speaks up, and looks downwards', { rule: 'review-due', trigger: '14', clear: '7' }, 'clear'],
    ['speaks up below nothing', { trigger: '-5', clear: '-5' }, 'trigger'],
    ['speaks up beyond all sense', { trigger: '5000', clear: '10' }, 'trigger'],
    ['asks for more than the whole contingency', { rule: 'contingency-used', trigger: '100', clear: '60' }, 'trigger'],
    ['sets a threshold for what simply happens', { rule: 'ledger-check-failed', trigger: '3', clear: '0' }, 'trigger'],
    ['names a line for the whole authority', { scopeKey: 'L4' }, 'scopeKey'],
    ['names no line for a line', { scope: 'line', scopeKey: '' }, 'scopeKey'],
  ] as const)('that %s is refused with the field and what to write', (_what, change, field) => {
    const judged = judgeRule(setting(change));
    expect(judged).toMatchObject({ ok: false, refusal: { code: 'rule-contradicts', field } });
    expect(judged.ok ? '' : judged.refusal.reason).toMatch(/\.$/);
  });

  it('must not contradict another: quiet is not told before missing support', () => {
    const quiet = setting({ rule: 'no-spend', trigger: '2', clear: '0' });
    expect(judgeTogether([], quiet)).toMatchObject({ ok: false, refusal: { field: 'trigger' } });
    expect(judgeTogether([setting({ rule: 'support-not-happened', trigger: '1', clear: '0' })], quiet)).toMatchObject({ ok: true });
  });

  it('counts from its day on, the narrowest first', () => {
    const all = setting({ trigger: '80', clear: '75' });
    const later = setting({ trigger: '70', clear: '65', from: '2026-10-01' });
    const stream = setting({ scope: 'stream', scopeKey: 'HEALTH', trigger: '60', clear: '55' });
    const line = setting({ scope: 'line', scopeKey: 'L4', trigger: '50', clear: '45' });
    const on = (day: PlainDate, about: Parameters<typeof ruleOn>[2]) =>
      ruleOn([line, later, all, stream], 'share-of-allocation-used', about, day).trigger;
    expect(on('2026-03-31', {})).toBe('90');
    expect(on('2026-05-01', {})).toBe('80');
    expect(on('2026-10-01', {})).toBe('70');
    expect(on('2026-10-01', { stream: 'HEALTH' })).toBe('60');
    expect(on('2026-10-01', { stream: 'HEALTH', lineCode: 'L4' })).toBe('50');
  });

  it('has words of its own for every kind, and puts care before money', () => {
    for (const kind of ruleCodes) expect(alertWords({ kind, subject: 'L4:a:2026-27', detail: { value: '4' } }).title).not.toBe(kind);
    const harm = (code: keyof typeof ruleKinds) => (ruleKinds[code] as RuleKind).harm;
    expect(harm('support-not-happened')).toBeGreaterThan(harm('available-below-floor'));
    expect(harm('money-building-up')).toBeLessThan(harm('forecast-over'));
  });

  it('goes from caseworker to finance officer to manager and no further', () => {
    expect(levels.map(nextLevel)).toEqual(['finance-officer', 'manager', undefined]);
    expect([firstLevelOf('forecast-over'), firstLevelOf('ledger-check-failed')]).toEqual(['caseworker', 'finance-officer']);
  });
});

describe('a standing', () => {
  const run = (happenings: readonly Happening[], quietDays = 7) =>
    happenings.reduce<{ standing: Standing; effects: string[] }>(
      ({ standing, effects }, happening) => {
        const moved = moveStanding(standing, happening, quietDays);
        return { standing: moved.standing, effects: [...effects, moved.effect] };
      },
      { standing: AT_FIRST, effects: [] },
    );
  const crossed = (seq: bigint, on: PlainDate = '2026-06-01'): Happening => ({ kind: 'crossed', seq, on });
  const cleared = (seq: bigint, on: PlainDate = '2026-06-02'): Happening => ({ kind: 'cleared', seq, on });

  it('raises once while the figure stays beyond its bound', () => {
    expect(run([crossed(1n), crossed(2n), crossed(2n), cleared(3n)]).effects).toEqual(['raised', 'none', 'too-late', 'resolved']);
  });

  it('opens the same alert again within its quiet days, and a new one after them', () => {
    expect(run([crossed(1n), cleared(2n), crossed(3n, '2026-06-05')]).effects.at(-1)).toBe('reopened');
    expect(run([crossed(1n), cleared(2n), crossed(3n, '2026-06-10')]).effects.at(-1)).toBe('raised');
  });

  it('takes messages that come in the wrong order for what they were', () => {
    expect(run([cleared(7n), crossed(5n)])).toMatchObject({ effects: ['none', 'too-late'], standing: { state: 'ok' } });
  });

  it('is resolved by the figure whatever an officer did, and wakes when its snooze is over', () => {
    expect(run([crossed(1n), { kind: 'acknowledged' }, cleared(2n)]).standing.state).toBe('resolved');
    const snoozed: Happening = { kind: 'snoozed', until: '2026-06-10' };
    expect(run([crossed(1n), snoozed, { kind: 'day-begun', on: '2026-06-09' }]).standing.state).toBe('snoozed');
    expect(run([crossed(1n), snoozed, { kind: 'day-begun', on: '2026-06-10' }]).effects.at(-1)).toBe('woken');
    expect(run([{ kind: 'acknowledged' }, snoozed]).effects).toEqual(['none', 'none']);
  });

  it('never raises twice without having resolved between, in whatever order and however often it is told', async () => {
    const happening = fc.record({ kind: fc.constantFrom('crossed', 'cleared'), seq: fc.bigInt(0n, 20n) });
    await fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (drawn) => {
        const { effects } = run(
          drawn.map(({ kind, seq }) => ({ kind: kind as 'crossed' | 'cleared', seq, on: '2026-06-01' as const })),
          0,
        );
        const told = effects.filter((effect) => effect === 'raised' || effect === 'resolved');
        expect(told.every((effect, index) => effect === (index % 2 === 0 ? 'raised' : 'resolved'))).toBe(true);
      }),
    );
  });
});
