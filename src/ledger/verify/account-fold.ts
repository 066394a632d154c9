/** What an account stands at after the postings that were read so far. */
export interface AccountState {
  version: number;
  posted: bigint;
}

/** The book's accounts as they add up: the only thing that grows while a book is re-read, and it grows with accounts, not with postings. */
export type AccountFold = Map<number, AccountState>;

export function stateOf(fold: AccountFold, accountId: number): AccountState {
  let state = fold.get(accountId);
  if (state === undefined) {
    state = { version: 0, posted: 0n };
    fold.set(accountId, state);
  }
  return state;
}
