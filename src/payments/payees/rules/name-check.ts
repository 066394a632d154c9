/** What Confirmation of Payee can say, in the four answers that every bank's own codes come down to. */
export const nameResults = ['match', 'close-match', 'no-match', 'unavailable'] as const;
export type NameResult = (typeof nameResults)[number];

/** Why an officer goes on although the name did not match; the words beside it say how they know. */
export const overrideReasons = [
  'known-other-name',
  'seen-bank-letter',
  'confirmed-by-phone',
  'bank-does-not-check',
  'corrected-spelling',
] as const;
export type OverrideReason = (typeof overrideReasons)[number];
