import type { LogLine } from '../../people/index.ts';
import { showMoment } from '../../platform/calendar/show-moment.ts';
import { inARow } from '../shared/in-a-row.ts';
import type { KnownPerson } from './who-can-see-presenter.ts';

export interface WhoHasLookedFacts {
  readonly familyId: string;
  readonly lines: readonly LogLine[];
  readonly next: bigint | undefined;
  readonly isFirstPage: boolean;
  readonly persons: readonly KnownPerson[];
}

export interface WhoHasLookedView {
  readonly lines: readonly { readonly what: string; readonly facts: string }[];
  readonly newestAt: string | undefined;
  readonly olderAt: string | undefined;
}

/** All wording of the family's log. One look at several people's parts is one line. */
export function presentWhoHasLooked({ familyId, lines, next, isFirstPage, persons }: WhoHasLookedFacts): WhoHasLookedView {
  const page = `/families/${familyId}/who-has-looked`;
  return {
    lines: together(lines).map(({ line, personIds }) => {
      const names = persons.filter(({ personId }) => personIds.includes(personId)).map(({ name }) => name);
      const facts = [
        showMoment(line.at),
        ...(names.length > 0 ? [`About: ${inARow(names)}`] : []),
        // Nobody is told why they looked themselves.
        ...(line.why === undefined || line.who === 'You' ? [] : [`Why: ${small(line.why)}`]),
        ...(line.how === 'online' ? [] : [`How: ${line.how}`]),
      ];
      return { what: `${line.who} ${line.what}`, facts: `${facts.join('. ')}.` };
    }),
    newestAt: isFirstPage ? undefined : page,
    olderAt: next === undefined ? undefined : `${page}?before=${next}`,
  };
}

function together(lines: readonly LogLine[]): { line: LogLine; personIds: string[] }[] {
  const groups: { key: string; line: LogLine; personIds: string[] }[] = [];
  for (const line of lines) {
    const key = JSON.stringify([line.at, line.who, line.what, line.why, line.how]);
    const last = groups.at(-1);
    const { personId } = line;
    // The same person's part again is another look.
    if (personId !== undefined && last?.key === key && !last.personIds.includes(personId)) last.personIds.push(personId);
    else groups.push({ key, line, personIds: personId === undefined ? [] : [personId] });
  }
  return groups;
}

/** After a colon the sentence goes on. */
function small(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
