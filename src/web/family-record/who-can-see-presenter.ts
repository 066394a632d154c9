import { areLookAlikes, type GrantView } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { showMoment } from '../../platform/calendar/show-moment.ts';
import { inARow } from '../shared/in-a-row.ts';
import { WHAT_THEY_CAN, WHO_THEY_ARE } from './grant-words.ts';

/** Somebody of the record whom the reader may know by name. */
export interface KnownPerson {
  readonly personId: string;
  readonly name: string;
}

export interface WhoCanSeeFacts {
  readonly familyId: string;
  readonly grants: readonly GrantView[];
  readonly children: readonly KnownPerson[];
  readonly today: PlainDate;
}

export interface WhoCanSeeView {
  readonly letInAt: string;
  readonly lookedAt: string;
  readonly now: readonly GrantLine[];
  readonly before: readonly { readonly name: string; readonly words: string }[];
}

export interface GrantLine {
  readonly name: string;
  readonly who: string;
  readonly can: string;
  readonly until: string;
  readonly endAt: string;
  /** The address is easily taken for another one of the list. */
  readonly lookTwice?: string;
}

/** All wording of the page that shows whom the reader has let in. */
export function presentWhoCanSee({ familyId, grants, children, today }: WhoCanSeeFacts): WhoCanSeeView {
  const stands = ({ row }: GrantView) => row.revokedAt === null && row.until >= today;
  return {
    letInAt: `/families/${familyId}/let-in`,
    lookedAt: `/families/${familyId}/who-has-looked`,
    now: grants.filter(stands).map((grant) => grantLine(familyId, grant, { children, grants })),
    before: grants
      .filter((grant) => !stands(grant))
      .map(({ name, row }) => ({
        name,
        words: row.revokedAt === null ? `It ended by itself after ${showDate(row.until)}.` : `Ended on ${showMoment(row.revokedAt)}.`,
      })),
  };
}

const ASKED: Readonly<Record<string, string>> = {
  phone: ' You asked for this by phone.',
  paper: ' You asked for this on paper.',
  'in-person': ' You asked for this in person.',
};

function grantLine(
  familyId: string,
  { grantId, name, email, row }: GrantView,
  { children, grants }: Pick<WhoCanSeeFacts, 'children' | 'grants'>,
): GrantLine {
  const alike = grants.find((other) => areLookAlikes(other.email, email))?.email;
  const about = children.filter(({ personId }) => row.children.includes(personId)).map((child) => child.name);
  // With one child there is nothing to tell apart.
  const aboutWords = children.length > 1 && about.length > 0 ? ` This is about ${inARow(about)}.` : '';
  return {
    name,
    who: `${WHO_THEY_ARE[row.role]}. They sign in with ${email}.`,
    can: `They can ${whatTheyCan(row)}.${aboutWords}`,
    until: `From ${showDate(row.from)} until the end of ${showDate(row.until)}.${ASKED[row.channel] ?? ''}`,
    endAt: `/families/${familyId}/grants/${grantId}/end`,
    ...(alike !== undefined && { lookTwice: `This looks like ${alike}, and is another address. If it is wrong, end this.` }),
  };
}

function whatTheyCan({ may }: GrantView['row']): string {
  return inARow(may.map((each) => WHAT_THEY_CAN[each]));
}

export interface EndingView {
  readonly name: string;
  readonly words: string;
  readonly endAt: string;
  readonly backAt: string;
  readonly isOver: boolean;
}

export function presentEnding(familyId: string, { grantId, name, row }: GrantView): EndingView {
  return {
    name,
    words: `${name} can ${whatTheyCan(row)}. From the next page they open, this no longer works for them. You can let them in again later.`,
    endAt: `/families/${familyId}/grants/${grantId}/end`,
    backAt: `/families/${familyId}/who-can-see`,
    isOver: row.revokedAt !== null,
  };
}
