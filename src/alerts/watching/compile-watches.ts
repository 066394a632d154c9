import { v5 as uuidv5 } from 'uuid';
import { advanceAccount, shareAccount, sourceAccount } from '../../budgets/rules/account-codes.ts';
import { type FundingStream, type Share, shareKey } from '../../budgets/rules/share.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { asPounds, percentOf } from '../../platform/money/decimals.ts';
import { parsePounds } from '../../platform/money/pounds.ts';
import { roundHalfUp, weeksOfFunding } from '../../platform/money/round.ts';
import type { RuleCode } from '../rules/rule-kinds.ts';
import { type EffectiveRule, type RuleSetting, type RuleSubject, ruleOn } from '../rules/rule-settings.ts';

/** A share as its thresholds need it; sums in pence. */
export interface WatchedShare {
  readonly share: Share;
  readonly familyId: string;
  readonly allocated: bigint;
  readonly contingency: bigint;
  /** Days that the share covers: what eight weeks of its money are follows from it. */
  readonly days: number;
}

/** A source's money of one year. */
export interface WatchedSource {
  readonly source: string;
  readonly financialYear: string;
  readonly stream: FundingStream;
  readonly putUp: bigint;
}

/** A bound on an account, in the ledger's terms. */
export interface WatchDraft {
  readonly watchId: string;
  readonly account: string;
  readonly metric: 'balance';
  readonly direction: 'below' | 'above';
  readonly bound: bigint;
  readonly clearBound: bigint;
  readonly label: string;
}

export interface RuleWatch extends WatchDraft {
  readonly rule: RuleCode;
  readonly subject: string;
  readonly about: RuleSubject;
}

const WATCHES = '0b0e6a46-3f0e-4b62-9a55-6f6f2c1f9d10';

/** The watches that an authority's rules ask for on a day. Pure: the same rules and money always give the same watches and ids. */
export function compileWatches(
  authorityId: number,
  settings: readonly RuleSetting[],
  { shares, sources }: { readonly shares: readonly WatchedShare[]; readonly sources: readonly WatchedSource[] },
  on: PlainDate,
): RuleWatch[] {
  const make = (
    rule: RuleCode,
    subject: string,
    about: RuleSubject,
    bounds: (effective: EffectiveRule) => Bounds | undefined,
  ): RuleWatch[] => {
    const effective = ruleOn(settings, rule, about, on);
    const drawn = effective.enabled ? bounds(effective) : undefined;
    if (drawn === undefined) return [];
    // The bound is part of the id: a rule or an allocation that changes is another watch, and the old one goes.
    const name = [authorityId, rule, drawn.account, drawn.bound, drawn.clearBound].join(' ');
    return [{ watchId: uuidv5(name, WATCHES), metric: 'balance', label: rule, rule, subject, about, ...drawn }];
  };
  return [
    ...shares.flatMap((watched) => ofShare(watched, make)),
    ...sources.flatMap(({ source, financialYear, stream, putUp }) =>
      make('source-heading-over', `${source}:${financialYear}`, { stream }, ({ trigger, clear }) =>
        putUp <= 0n
          ? undefined
          : {
              account: sourceAccount(source, financialYear),
              direction: 'below',
              bound: percentOf(putUp, trigger),
              clearBound: percentOf(putUp, clear),
            },
      ),
    ),
  ];
}

type Bounds = Pick<WatchDraft, 'account' | 'direction' | 'bound' | 'clearBound'>;
type Make = (rule: RuleCode, subject: string, about: RuleSubject, bounds: (effective: EffectiveRule) => Bounds | undefined) => RuleWatch[];

function ofShare({ share, familyId, allocated, contingency, days }: WatchedShare, make: Make): RuleWatch[] {
  const subject = shareKey(share);
  const about = { stream: share.stream, familyId, lineCode: share.line };
  const available = shareAccount(share, 'available');
  const paid = shareAccount(share, 'paid');
  return [
    ...make('available-below-floor', subject, about, ({ trigger, clear }) => ({
      account: available,
      direction: 'below',
      bound: penceOf(trigger),
      clearBound: penceOf(clear),
    })),
    ...make('spent-above-allocation', subject, about, ({ trigger, clear }) => ({
      account: paid,
      direction: 'above',
      bound: allocated + penceOf(trigger),
      clearBound: allocated + penceOf(clear),
    })),
    ...make('share-of-allocation-used', subject, about, ({ trigger, clear }) =>
      allocated <= 0n
        ? undefined
        : { account: paid, direction: 'above', bound: percentOf(allocated, trigger), clearBound: percentOf(allocated, clear) },
    ),
    ...make('contingency-used', subject, about, ({ trigger, clear }) =>
      contingency <= 0n
        ? undefined
        : {
            account: available,
            direction: 'below',
            bound: contingency - percentOf(contingency, trigger),
            clearBound: contingency - percentOf(contingency, clear),
          },
    ),
    ...make('money-building-up', subject, about, ({ trigger, clear }) =>
      allocated <= 0n
        ? undefined
        : {
            account: advanceAccount(share),
            direction: 'above',
            bound: weeksOf(allocated, trigger, days),
            clearBound: weeksOf(allocated, clear, days),
          },
    ),
  ];
}

function penceOf(pounds: string): bigint {
  const read = parsePounds(asPounds(pounds));
  if (!read.ok) throw new RangeError(`A rule asks for ${pounds} pounds.`);
  return read.value;
}

const DAYS_OF_A_YEAR = 364;

/** A whole year's sum by its weeks; a share of a shorter stretch by its own days, or seven months' money would look like twelve. */
function weeksOf(allocated: bigint, weeks: string, days: number): bigint {
  const whole = Number.parseInt(weeks, 10);
  if (days >= DAYS_OF_A_YEAR) return weeksOfFunding(allocated, whole);
  return roundHalfUp(allocated * BigInt(whole * 7), BigInt(Math.max(days, 7)));
}
