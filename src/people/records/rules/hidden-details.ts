import type { ConfidentialKind } from './record-kinds.ts';

export interface Mark {
  readonly personId: string;
  readonly hiddenFrom: string;
  readonly kind: ConfidentialKind;
}

/** What a person's details are made of; absent means that nobody said, hidden that this reader must not learn. */
export interface PersonDetails {
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
  readonly school?: string | undefined;
  readonly provider?: string | undefined;
  readonly payee?: string | undefined;
  readonly notes?: string | undefined;
}

const DETAILS_OF: Readonly<Record<ConfidentialKind, readonly (keyof PersonDetails)[]>> = {
  address: ['address'],
  contact: ['email', 'phone'],
  school: ['school'],
  provider: ['provider'],
  payee: ['payee'],
};

/** Notes are an officer's words about a person: free text that a mark could not keep clean, so only staff read them. */
const STAFF_ONLY: readonly (keyof PersonDetails)[] = ['notes'];

/** Who looks: the persons of the family in whose name they do (their own, or whoever let them in); nobody's name means staff. */
export type Reader = { readonly kind: 'staff' } | { readonly kind: 'family'; readonly personIds: readonly string[] };

export function hiddenDetails(personId: string, reader: Reader, marks: readonly Mark[]): (keyof PersonDetails)[] {
  if (reader.kind === 'staff') return [];
  const kinds = marks.filter((mark) => mark.personId === personId && reader.personIds.includes(mark.hiddenFrom)).map(({ kind }) => kind);
  return [...new Set([...STAFF_ONLY, ...kinds.flatMap((kind) => DETAILS_OF[kind])])];
}

export function withoutHidden(details: PersonDetails, hidden: readonly (keyof PersonDetails)[]): PersonDetails {
  const kept = Object.entries(details).filter(([name, value]) => value !== undefined && !hidden.includes(name as keyof PersonDetails));
  return Object.fromEntries(kept) as unknown as PersonDetails;
}
