/** Whoever reads: the places in families that they hold. */
interface Reader {
  readonly standings: readonly { readonly familyId?: string; readonly personId?: string }[];
}

interface Mark {
  readonly personId: string;
  readonly hiddenFrom: string;
  readonly kind: string;
}

/** Which words of a plan are kept from a reader. */
export interface HiddenWords {
  readonly setting: boolean;
  readonly byWhom: boolean;
  /** Everything written freely: no mark could keep a name out of a paragraph, so one mark keeps all of it back. */
  readonly text: boolean;
}

/**
 * Confidential marks on the child, or on the young person, as they stand against whoever reads in the name of somebody of this family. A
 * plan names the setting and those who support: it must not become the page on which they are found after all.
 */
export function hiddenWords(
  reader: Reader,
  { familyId, childId }: { readonly familyId: string; readonly childId: string },
  marks: readonly Mark[],
): HiddenWords {
  const readsAs = reader.standings.flatMap((standing) => (standing.familyId === familyId ? [standing.personId] : []));
  const kinds = marks.filter(({ personId, hiddenFrom }) => personId === childId && readsAs.includes(hiddenFrom)).map(({ kind }) => kind);
  return { setting: kinds.includes('school'), byWhom: kinds.includes('provider'), text: kinds.length > 0 };
}
