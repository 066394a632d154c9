import { isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { isAdult } from '../../rules/own-right.ts';
import type { RelationshipKind } from './record-kinds.ts';

export interface Relationship {
  readonly adultId: string;
  readonly childId: string;
  readonly kind: RelationshipKind;
  readonly from: PlainDate;
  /** Its last day. */
  readonly until: PlainDate | null;
}

export interface Child {
  readonly personId: string;
  readonly bornOn: PlainDate | null;
}

export function holdsOn({ from, until }: { readonly from: PlainDate; readonly until: PlainDate | null }, on: PlainDate): boolean {
  return !isBefore(on, from) && (until === null || !isAfter(on, until));
}

/**
 * The children whose affairs are open to an adult on a day. Responsibility or an order opens them; an order that denies access goes before
 * both, and nothing but the young person's own grant outlives their eighteenth birthday. Where no date of birth is known they count as a child.
 */
export function childrenOpenTo(
  adultId: string,
  children: readonly Child[],
  relationships: readonly Relationship[],
  on: PlainDate,
): string[] {
  const holding = relationships.filter((each) => each.adultId === adultId && holdsOn(each, on));
  return children
    .filter(({ personId, bornOn }) => {
      const kinds = holding.filter(({ childId }) => childId === personId).map(({ kind }) => kind);
      if (kinds.length === 0 || kinds.includes('order-denies-access')) return false;
      return bornOn === null || !isAdult(bornOn, on);
    })
    .map(({ personId }) => personId);
}
