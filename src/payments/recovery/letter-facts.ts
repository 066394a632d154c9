import { lineTitles } from '../../budgets/index.ts';
import {
  childrenOpenTo,
  type FamilyAtHand,
  grantViews,
  type PersonDetails,
  readAuthority,
  serviceCaller,
  writeLetter,
} from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Letter } from '../../platform/letters/letter.ts';
import type { AgreementRow } from '../agreements/store.ts';
import type { CaseRow } from './store.ts';

/** Whom a letter about money to return may go to: the recipient, while the child's affairs are theirs. */
export interface Payer {
  /** A person of the record has a thread; a nominee or an organisation is written to on paper. */
  readonly personId?: string;
  readonly name: string;
}

export function recipientOf(family: Pick<FamilyAtHand, 'rows' | 'key'>, agreement: AgreementRow, day: PlainDate): Payer | undefined {
  const { rows, key } = family;
  const { recipientKind, recipientPersonId, childId } = agreement;
  if (recipientPersonId === null) return { name: 'the organisation that holds the payments' };
  if (recipientKind === 'nominee' || recipientKind === 'third-party') {
    const views = grantViews({ ...family, rows } as FamilyAtHand, serviceCaller(agreement.authorityId, 'system'));
    const named = views.find(({ grantId, row }) => grantId === recipientPersonId && row.revokedAt === null);
    return named === undefined ? undefined : { name: named.name };
  }
  const person = rows.persons.find(({ personId }) => personId === recipientPersonId);
  if (person === undefined) return undefined;
  const children = rows.persons.filter(({ kind }) => kind === 'young-person');
  const isTheirs = recipientPersonId === childId || childrenOpenTo(recipientPersonId, children, rows.relationships, day).includes(childId);
  if (!isTheirs) return undefined;
  return { personId: recipientPersonId, name: key.open<PersonDetails>(person.sealed, recipientPersonId)?.name ?? 'the person we pay' };
}

/** What this reader calls the line: words that a confidential mark keeps from them are not in their letter either. */
export async function lineNameFor(
  family: FamilyAtHand,
  { familyId, childId, lineCode }: Pick<CaseRow, 'familyId' | 'childId' | 'lineCode'>,
  payer: Payer,
): Promise<string> {
  if (payer.personId === undefined) return 'the support in the agreement';
  const standing = { role: 'parent', standingId: payer.personId, familyId, personId: payer.personId, children: [childId] } as const;
  const reader: Caller = {
    ...serviceCaller(family.rows.family.authorityId, 'system'),
    kind: 'person',
    standings: [standing],
    actingAs: standing,
  };
  return (await lineTitles(family, reader)).get(lineCode) ?? 'your support';
}

export async function councilName(database: Database, authorityId: number): Promise<string> {
  const authority = await readAuthority(database, authorityId);
  if (authority === undefined) throw new Error(`There is no authority ${authorityId}.`);
  return authority.name;
}

/** Into the payer's own thread, where there is one; the case keeps every letter. */
export async function sendLetter(family: FamilyAtHand, caller: Caller, familyId: string, payer: Payer, letter: Letter): Promise<void> {
  if (payer.personId === undefined) return;
  await writeLetter(family, caller, { familyId, personId: payer.personId }, letter);
}

/** What a family quotes: the tail of the case's id, in the alphabet of a phone call. */
export const referenceOf = (caseId: string): string => `M-${caseId.slice(-8).toUpperCase()}`;
