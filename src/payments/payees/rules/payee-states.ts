/** The fixed words of payees and their accounts: rows, requests and rules use the same. */

export const payeeKinds = ['person', 'organisation'] as const;
export type PayeeKind = (typeof payeeKinds)[number];

/** `new`: no account that a second person has confirmed; `checked`: one waits for that; `usable`: one is confirmed. */
export const payeeStates = ['new', 'checked', 'usable', 'stopped'] as const;
export type PayeeState = (typeof payeeStates)[number];

export const stopReasons = ['died', 'account-closed', 'account-wrong', 'fraud-suspected', 'court-order', 'ended'] as const;
export type StopReason = (typeof stopReasons)[number];

/** After these only the account is at an end: with new details the payee is paid again. */
export const endsAccountOnly: readonly StopReason[] = ['account-closed', 'account-wrong'];

export const accountKinds = ['uk', 'iban'] as const;
export type AccountKind = (typeof accountKinds)[number];

export const accountStates = ['proposed', 'withdrawn', 'confirmed', 'replaced', 'closed'] as const;
export type AccountState = (typeof accountStates)[number];
