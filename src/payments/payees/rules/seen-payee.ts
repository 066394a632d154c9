/** In whose name somebody looks: the persons of the family that they are, or that let them in; nobody's name means staff. */
export type PayeeReader = { readonly kind: 'staff' } | { readonly kind: 'family'; readonly personIds: readonly string[] };

export interface PayeeMark {
  readonly personId: string;
  readonly hiddenFrom: string;
  readonly kind: string;
}

/**
 * What a reader may know of a payee: the account's last digits, only that somebody else is paid, or nothing at all. Each parent sees their own
 * details and nobody else's, and a confidential mark `payee` hides that there is anybody.
 */
export function seenPayee(
  payee: { readonly personId: string | null },
  reader: PayeeReader,
  /** The persons whom the reader is, without those who let them in. */
  selves: readonly string[],
  marks: readonly PayeeMark[],
): 'account' | 'existence' | 'nothing' {
  if (reader.kind === 'staff') return 'account';
  const { personId } = payee;
  if (personId !== null && selves.includes(personId)) return 'account';
  const isHidden = marks.some(
    ({ kind, personId: whose, hiddenFrom }) => kind === 'payee' && whose === personId && reader.personIds.includes(hiddenFrom),
  );
  return isHidden ? 'nothing' : 'existence';
}
