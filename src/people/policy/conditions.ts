import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { addWorkingDays } from '../../platform/calendar/working-days.ts';
import type { Caller, Standing } from '../../platform/http/operation.ts';

/** What an operation is about to touch, as far as it is known when it is asked: the path names a family, a use case its maker and amount. */
export interface Target {
  readonly familyId?: string;
  readonly personId?: string;
  /** Principals who made or changed what is now to be approved. */
  readonly makers?: readonly string[];
  readonly amount?: bigint;
  /** The funding sources that it shows or moves. */
  readonly sources?: readonly string[];
  /** The latest day on which a bank account that is to be paid was changed. */
  readonly bankAccountChangedOn?: PlainDate;
}

export interface Moment {
  readonly now: Date;
  readonly today: PlainDate;
}

interface Asked {
  readonly caller: Caller;
  readonly standing: Standing;
  readonly target: Target;
  readonly moment: Moment;
}

const SECOND_FACTOR_LASTS_MS = 15 * 60_000;

/** A changed bank account is the oldest trick of payment fraud: a letter has time to reach the payee before money leaves. */
const COOLING_OFF_WORKING_DAYS = 3;

export function coolingOffEnds(changedOn: PlainDate): PlainDate {
  return addWorkingDays(changedOn, COOLING_OFF_WORKING_DAYS);
}

const letBy = (what: string) => {
  return ({ standing }: Asked) => standing.may?.includes(what) === true;
};

/**
 * Whether the record is theirs to know of at all. Failing one of these, another's record is not found: a refusal that said more would
 * tell that it exists.
 */
const belonging = {
  'own-family': ({ standing, target }: Asked) => standing.familyId !== undefined && standing.familyId === target.familyId,
  'own-person': ({ standing, target }: Asked) => standing.personId !== undefined && standing.personId === target.personId,
  /** A parent whom an order keeps from every child of the family has no family's record to open. */
  'access-not-ended-by-order': ({ standing }: Asked) => (standing.children?.length ?? 0) > 0,
  'lets-see-record': letBy('see-record'),
  'lets-see-log': letBy('see-log'),
  'lets-see-budget': letBy('see-budget'),
  'lets-change-contact': letBy('change-contact'),
  'funds-the-line': ({ standing, target }: Asked) => target.sources?.every((source) => standing.sources?.includes(source) === true),
} as const;

/** What they could do with the right proof, the right person or more time: the refusal says which. */
const curable = {
  'purpose-given': { code: 'purpose-missing', holds: ({ caller }: Asked) => caller.purpose !== undefined },
  'second-factor-fresh': {
    code: 'second-factor-needed',
    holds: ({ caller, moment }: Asked) => {
      const age = moment.now.getTime() - (caller.secondFactorAt?.getTime() ?? Number.NEGATIVE_INFINITY);
      return age >= 0 && age <= SECOND_FACTOR_LASTS_MS;
    },
  },
  'not-the-maker': {
    code: 'maker-may-not-approve',
    holds: ({ caller, target }: Asked) => target.makers?.includes(caller.principal) === false,
  },
  'within-limit': {
    code: 'above-your-limit',
    holds: ({ standing, target }: Asked) => target.amount !== undefined && standing.limit !== undefined && target.amount <= standing.limit,
  },
  'cooled-off': {
    code: 'bank-account-cooling-off',
    holds: ({ target, moment }: Asked) =>
      target.bankAccountChangedOn === undefined || !isBefore(moment.today, coolingOffEnds(target.bankAccountChangedOn)),
  },
} as const;

export type Belonging = keyof typeof belonging;
export type Curable = keyof typeof curable;
export type Condition = Belonging | Curable;
export type PolicyRefusalCode = 'role-missing' | 'record-not-found' | (typeof curable)[Curable]['code'];

/** The first refusal among the conditions, belonging before curable; undefined when all hold. */
export function refusalOf(conditions: readonly Condition[], asked: Asked): PolicyRefusalCode | undefined {
  const isForeign = conditions.some((condition) => condition in belonging && !belonging[condition as Belonging](asked));
  if (isForeign) return 'record-not-found';
  const failed = conditions.find((condition) => condition in curable && !curable[condition as Curable].holds(asked));
  return failed === undefined ? undefined : curable[failed as Curable].code;
}
