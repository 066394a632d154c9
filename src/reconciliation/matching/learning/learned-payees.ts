import { codesIn } from '../text/codes.ts';
import { foldText, nameWords } from '../text/fold-text.ts';

/** What happened to a match, in the order in which it happened. Stored whole, so that what was known at any time can be worked out again. */
export type MatchEvent =
  | {
      readonly kind: 'matched';
      readonly matchId: string;
      /** Only what a person confirmed teaches anything: an engine that learns from itself only grows surer. */
      readonly by: 'officer' | 'engine';
      readonly lineId: string;
      readonly lineText: string;
      readonly lineAccount?: string;
      readonly itemIds: readonly string[];
      readonly payeeId?: string;
    }
  | { readonly kind: 'undone'; readonly matchId: string }
  /** A person looked at a suggestion and said no: it was never matched. */
  | { readonly kind: 'rejected'; readonly lineId: string; readonly itemIds: readonly string[] };

/** What confirmed matches taught, as a value: a pure fold of events, so the same events always give the same knowledge. */
export interface LearnedPayees {
  /** How many events were folded in. */
  readonly version: number;
  /** Which payees a trait of a line (its name, an account, a code) has stood for; counts below zero when undone more often than confirmed. */
  readonly traits: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Pairs that a person took apart: never put together again by the engine. */
  readonly takenApart: ReadonlySet<string>;
  readonly matches: ReadonlyMap<string, Extract<MatchEvent, { kind: 'matched' }>>;
}

export const nothingLearned: LearnedPayees = { version: 0, traits: new Map(), takenApart: new Set(), matches: new Map() };

export function learnFrom(events: Iterable<MatchEvent>, before: LearnedPayees = nothingLearned): LearnedPayees {
  let version = before.version;
  const traits = new Map([...before.traits].map(([trait, payees]) => [trait, new Map(payees)]));
  const takenApart = new Set(before.takenApart);
  const matches = new Map(before.matches);
  const count = (event: Extract<MatchEvent, { kind: 'matched' }>, by: number) => {
    if (event.payeeId === undefined) return;
    for (const trait of traitsOf(event.lineText, event.lineAccount)) {
      const payees = traits.get(trait) ?? new Map<string, number>();
      payees.set(event.payeeId, (payees.get(event.payeeId) ?? 0) + by);
      if (payees.get(event.payeeId) === 0) payees.delete(event.payeeId);
      if (payees.size === 0) traits.delete(trait);
      else traits.set(trait, payees);
    }
  };
  for (const event of events) {
    version += 1;
    if (event.kind === 'matched') {
      matches.set(event.matchId, event);
      for (const itemId of event.itemIds) if (event.by === 'officer') takenApart.delete(apart(event.lineId, itemId));
      if (event.by === 'officer') count(event, 1);
      continue;
    }
    if (event.kind === 'rejected') {
      for (const itemId of event.itemIds) takenApart.add(apart(event.lineId, itemId));
      continue;
    }
    const undone = matches.get(event.matchId);
    if (undone === undefined) continue;
    matches.delete(event.matchId);
    // An officer's match is unlearned; a match of the engine's own, found wrong, speaks against what led to it.
    count(undone, -1);
    for (const itemId of undone.itemIds) takenApart.add(apart(undone.lineId, itemId));
  }
  return { version, traits, takenApart, matches };
}

export function wasTakenApart({ takenApart }: LearnedPayees, lineId: string, itemId: string): boolean {
  return takenApart.size > 0 && takenApart.has(apart(lineId, itemId));
}

/** The payees that a line's traits have been confirmed to stand for, and the ones they were found not to. */
export function payeesKnownBy(
  { traits }: LearnedPayees,
  lineText: string,
  lineAccount?: string,
): { readonly known: ReadonlySet<string>; readonly distrusted: ReadonlySet<string> } {
  const known = new Set<string>();
  const distrusted = new Set<string>();
  if (traits.size === 0) return { known, distrusted };
  for (const trait of traitsOf(lineText, lineAccount)) {
    const payees = [...(traits.get(trait) ?? [])];
    for (const [payeeId, count] of payees) if (count < 0) distrusted.add(payeeId);
    const trusted = payees.filter(([, count]) => count > 0);
    // A name that has stood for two payees tells neither.
    if (trusted.length === 1 && trusted[0] !== undefined) known.add(trusted[0][0]);
  }
  for (const payeeId of distrusted) known.delete(payeeId);
  return { known, distrusted };
}

const SHORTEST_LEARNED_CODE = 5;

function traitsOf(lineText: string, lineAccount: string | undefined): string[] {
  const folded = foldText(lineText);
  const name = nameWords(folded).join(' ');
  const codes = codesIn(folded).others.filter((code) => code.length >= SHORTEST_LEARNED_CODE);
  return [
    ...(name === '' ? [] : [`name ${name}`]),
    ...(lineAccount === undefined ? [] : [`account ${lineAccount}`]),
    ...codes.map((code) => `code ${code}`),
  ];
}

const apart = (lineId: string, itemId: string) => `${lineId}\n${itemId}`;
