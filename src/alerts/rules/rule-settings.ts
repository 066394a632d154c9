import type { FundingStream } from '../../budgets/rules/share.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { compareDecimals } from '../../platform/money/decimals.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type RuleCode, type RuleKind, ruleKinds } from './rule-kinds.ts';

/** What an authority has decided about a kind of alert, from a day on, for all its budgets or for some. */
export const scopes = ['authority', 'stream', 'family', 'line'] as const;
export type RuleScope = (typeof scopes)[number];

export interface RuleSetting {
  readonly rule: RuleCode;
  readonly scope: RuleScope;
  /** A stream, a family's id or a line's code; empty for the authority. */
  readonly scopeKey: string;
  readonly from: PlainDate;
  readonly enabled: boolean;
  /** Decimal text in the unit of the kind. */
  readonly trigger: string;
  readonly clear: string;
  /** Resolved and crossed again within so many days it is the same alert, and nobody is told anew. */
  readonly quietDays: number;
  /** Working days without an acknowledgement until the next level is told. */
  readonly escalateAfter: number;
  readonly digest: boolean;
}

/** What a rule is asked about. */
export interface RuleSubject {
  readonly stream?: FundingStream;
  readonly familyId?: string;
  readonly lineCode?: string;
}

export type EffectiveRule = Pick<RuleSetting, 'enabled' | 'trigger' | 'clear' | 'quietDays' | 'escalateAfter' | 'digest'>;

export function usualRule(rule: RuleCode): EffectiveRule {
  const { trigger, clear, severity }: RuleKind = ruleKinds[rule];
  return { enabled: true, trigger, clear, quietDays: 7, escalateAfter: severity === 'urgent' ? 1 : 5, digest: severity === 'notice' };
}

/** The narrowest setting that counts on the day: line before family before stream before authority; the usual where there is none. */
export function ruleOn(settings: readonly RuleSetting[], rule: RuleCode, about: RuleSubject, on: PlainDate): EffectiveRule {
  const keys: Readonly<Record<RuleScope, string | undefined>> = {
    authority: '',
    stream: about.stream,
    family: about.familyId,
    line: about.lineCode,
  };
  const counting = settings.filter((each) => each.rule === rule && each.from <= on && keys[each.scope] === each.scopeKey);
  const [best] = counting.toSorted((a, b) => scopes.indexOf(b.scope) - scopes.indexOf(a.scope) || (a.from < b.from ? 1 : -1));
  return best ?? usualRule(rule);
}

export type RuleFault = { readonly code: 'rule-contradicts'; readonly field: string; readonly reason: string };

const LARGEST = { percent: 1_000, pounds: 100_000_000, weeks: 52, days: 366, none: 0 } as const;

/** A rule that could never clear, never speak or speak for ever is refused with the field and what to write instead. */
export function judgeRule({
  rule,
  trigger,
  clear,
  scope,
  scopeKey,
  quietDays,
  escalateAfter,
}: Omit<RuleSetting, 'from' | 'enabled' | 'digest'>): Result<undefined, RuleFault> {
  const fault = (field: string, reason: string) => refused({ code: 'rule-contradicts' as const, field, reason });
  const kind: RuleKind = ruleKinds[rule];
  const isZero = (text: string) => compareDecimals(text, '0') === 0;
  if ((scope === 'authority') !== (scopeKey === ''))
    return fault('scopeKey', 'Name the stream, family or line; leave it empty for the whole authority.');
  if (kind.basis === 'event' && !(isZero(trigger) && isZero(clear)))
    return fault('trigger', 'This kind tells of something that has happened and has no threshold. Write 0.');
  if (compareDecimals(trigger, '0') < 0 && kind.unit !== 'pounds') return fault('trigger', 'Write a number that is not below 0.');
  if (compareDecimals(trigger.replace('-', ''), String(LARGEST[kind.unit])) > 0)
    return fault('trigger', `Write at most ${LARGEST[kind.unit]} ${kind.unit}.`);
  if (kind.direction === 'above' && compareDecimals(clear, trigger) > 0)
    return fault('clear', `It speaks up above ${trigger}, so it must clear at ${trigger} or below, not at ${clear}.`);
  if (kind.direction === 'below' && compareDecimals(clear, trigger) < 0)
    return fault('clear', `It speaks up below ${trigger}, so it must clear at ${trigger} or above, not at ${clear}.`);
  if (rule === 'contingency-used' && compareDecimals(trigger, '100') >= 0)
    return fault('trigger', 'Of a contingency no more than all can be used. Write less than 100.');
  if (quietDays > 366) return fault('quietDays', 'Write at most 366 days.');
  if (escalateAfter > 60) return fault('escalateAfter', 'Write at most 60 working days.');
  return accepted(undefined);
}

/** Two settings that count together must not contradict: a share is used up before it is spent beyond, and quiet before it is a concern. */
export function judgeTogether(settings: readonly RuleSetting[], next: RuleSetting): Result<undefined, RuleFault> {
  const about: RuleSubject = {
    ...(next.scope === 'stream' && { stream: next.scopeKey as FundingStream }),
    ...(next.scope === 'family' && { familyId: next.scopeKey }),
    ...(next.scope === 'line' && { lineCode: next.scopeKey }),
  };
  const all = [...settings, next];
  const at = (rule: RuleCode) => ruleOn(all, rule, about, next.from).trigger;
  if ((next.rule === 'no-spend' || next.rule === 'support-not-happened') && compareDecimals(at('no-spend'), at('support-not-happened')) < 0)
    return refused({
      code: 'rule-contradicts',
      field: 'trigger',
      reason: `Support that has not happened is told after ${at('support-not-happened')} weeks; no spend must not be told before it (${at('no-spend')} weeks).`,
    });
  return accepted(undefined);
}
