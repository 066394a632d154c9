import type { OwnInvitation, Place } from '../../people/index.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { inARow } from '../shared/in-a-row.ts';
import { invitedAs, WHAT_YOU_ARE } from '../shared/role-words.ts';

/** What the policy lets somebody open of a family, and by which names they tell it from another of theirs. */
export interface OpenFamily {
  readonly names: readonly string[];
  readonly maySeeBudget: boolean;
  readonly mayWrite: boolean;
  readonly mayShare: boolean;
  readonly maySeeLog: boolean;
  readonly mayCopy: boolean;
}

export interface PlacesFacts {
  readonly email: string;
  readonly places: readonly Place[];
  /** Where the person is now, if anywhere. */
  readonly here: number | undefined;
  readonly invitations: readonly OwnInvitation[];
  /** Each family of the place they are in. */
  readonly families: ReadonlyMap<string, OpenFamily>;
  readonly trouble?: string | undefined;
}

export interface PlacesView {
  readonly email: string;
  readonly trouble: string | undefined;
  readonly invitations: readonly InvitationLine[];
  readonly places: readonly PlaceView[];
  readonly notice: string | undefined;
}

export interface InvitationLine {
  readonly id: string;
  readonly words: string;
  readonly until: string;
}

export interface PlaceView {
  readonly id: string;
  readonly name: string;
  readonly isHere: boolean;
  readonly lines: readonly { readonly words: string; readonly links: readonly { readonly href: string; readonly words: string }[] }[];
}

/** All wording of the page about where one belongs. */
export function presentPlaces({ email, places, here, invitations, families, trouble }: PlacesFacts): PlacesView {
  const open = invitations.filter(({ state }) => state === 'open');
  return {
    email,
    trouble,
    invitations: open.map(invitationLine),
    places: places.map((place) => placeView(place, place.authorityId === here, families)),
    notice:
      places.length === 0 && open.length === 0
        ? 'You do not belong to a council or a family here yet. Somebody has to invite you first, to this e-mail address. Ask the person who told you about Threefold.'
        : undefined,
  };
}

function placeView({ authorityId, name, standings }: Place, isHere: boolean, families: ReadonlyMap<string, OpenFamily>): PlaceView {
  const lines = standings.map(({ role, familyId = '' }) => {
    const family = isHere ? families.get(familyId) : undefined;
    const whose = family === undefined || family.names.length === 0 ? '' : `: ${inARow(family.names)}`;
    return { words: `${WHAT_YOU_ARE[role]}${whose}`, links: family === undefined ? [] : familyLinks(familyId, family) };
  });
  return { id: String(authorityId), name, isHere, lines };
}

function familyLinks(
  familyId: string,
  { maySeeBudget, mayWrite, mayShare, maySeeLog, mayCopy }: OpenFamily,
): { href: string; words: string }[] {
  return [
    ...(maySeeBudget ? [{ href: `/families/${familyId}/budget`, words: 'Our budget' }] : []),
    ...(mayWrite
      ? [
          { href: `/families/${familyId}/messages`, words: 'Messages' },
          { href: `/families/${familyId}/documents`, words: 'Documents' },
        ]
      : []),
    ...(mayShare ? [{ href: `/families/${familyId}/who-can-see`, words: 'Who can see our record' }] : []),
    ...(maySeeLog ? [{ href: `/families/${familyId}/who-has-looked`, words: 'Who has looked' }] : []),
    ...(mayCopy ? [{ href: `/families/${familyId}/copy`, words: 'A copy of our record' }] : []),
  ];
}

export function invitationLine({ invitationId, council, role, expiresAt }: OwnInvitation): InvitationLine {
  return {
    id: invitationId,
    words: `${council} invites you ${invitedAs(role)}.`,
    until: `You can say yes until ${showDate(dateInLondon(expiresAt))}.`,
  };
}

export interface ClosedInvitation {
  readonly heading: string;
  readonly words: string;
}

/** Why an invitation of one's own can no longer be taken up, and what to do. */
export function closedInvitation({ state, council, expiresAt }: OwnInvitation): ClosedInvitation {
  switch (state) {
    case 'used':
      return {
        heading: 'You have said yes already',
        words: 'An invitation works once, and you have used this one. There is nothing left to do.',
      };
    case 'expired':
      return {
        heading: 'This invitation is too old',
        words: `It worked until ${showDate(dateInLondon(expiresAt))}. Ask ${council} to send you a new one.`,
      };
    case 'withdrawn':
      return {
        heading: 'This invitation was taken back',
        words: `${council} took it back before it was used. Ask them if you think that is a mistake.`,
      };
    case 'open':
      return {
        heading: 'This did not work',
        words: `Somebody signs in to that record already, or it has changed since you were invited. Ask ${council} for help.`,
      };
  }
}

/** The same for one that was never sent and for one that is somebody else's. */
export function foreignInvitation(email: string): ClosedInvitation {
  return {
    heading: 'There is no such invitation for you',
    words: `You are signed in as ${email}. An invitation works only for the e-mail address it was sent to. If that is another address of yours, sign out and sign in with that one. If not, ask whoever invited you for a new one.`,
  };
}
