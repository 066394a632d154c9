import { grantable, grantRoles } from '../../people/index.ts';
import { addMonths } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import type { Choice } from '../shared/choice-parts.ts';
import { WHAT_THEY_CAN, WHO_THEY_ARE } from './grant-words.ts';
import type { FieldTrouble, GivenLetIn } from './let-in-form.ts';
import type { KnownPerson } from './who-can-see-presenter.ts';

export interface LetInFacts {
  readonly familyId: string;
  readonly children: readonly KnownPerson[];
  readonly given: GivenLetIn;
  readonly troubles: readonly FieldTrouble[];
  readonly today: PlainDate;
}

export interface LetInView {
  readonly action: string;
  readonly backAt: string;
  readonly troubles: readonly { readonly at: string; readonly words: string }[];
  readonly troubleAt: Readonly<Partial<Record<FieldTrouble['field'], string>>>;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Choice[];
  readonly may: readonly Choice[];
  /** Only where there is a choice. */
  readonly children: readonly Choice[] | undefined;
  readonly until: { readonly value: string; readonly min: PlainDate; readonly max: PlainDate; readonly hint: string };
}

const LONGEST_MONTHS = 12;
const USUAL_MONTHS = 6;

/** All wording of the form with which a family lets somebody in. */
export function presentLetIn({ familyId, children, given, troubles, today }: LetInFacts): LetInView {
  const max = addMonths(today, LONGEST_MONTHS);
  const roles = [...grantRoles]
    .toSorted((a, b) => Number(b === 'supporter') - Number(a === 'supporter'))
    .map((role) => ({ name: 'role', value: role, label: WHO_THEY_ARE[role], isChosen: given.role === role }));
  const may = grantable.map((each) => ({
    name: `may-${each}`,
    value: 'yes',
    label: capital(WHAT_THEY_CAN[each]),
    isChosen: given.isEmpty ? each === 'see-record' : given.may.includes(each),
  }));
  const about = children.map(({ personId, name }) => ({
    name: `child-${personId}`,
    value: 'yes',
    label: name,
    isChosen: given.isEmpty || given.children.includes(personId),
  }));
  const firstOf: Readonly<Record<FieldTrouble['field'], string>> = {
    name: 'name',
    email: 'email',
    role: 'role-1',
    may: 'may-1',
    child: about.length > 1 ? 'child-1' : 'may-1',
    until: 'until',
  };
  return {
    action: `/families/${familyId}/let-in`,
    backAt: `/families/${familyId}/who-can-see`,
    troubles: troubles.map(({ field, words }) => ({ at: firstOf[field], words })),
    troubleAt: Object.fromEntries(troubles.map(({ field, words }) => [field, words])),
    name: given.name,
    email: given.email,
    roles,
    may,
    children: about.length > 1 ? about : undefined,
    until: {
      value: given.isEmpty ? addMonths(today, USUAL_MONTHS) : given.until,
      min: today,
      max,
      hint: `After this day it ends by itself. The latest you can choose is ${showDate(max)}.`,
    },
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
