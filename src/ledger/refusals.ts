import type { ProblemKind } from '../platform/http/operation.ts';
import type { Refusal } from '../platform/result.ts';

/**
 * Every reason for which the book says no. One row each: what a caller is told, and what to do about it. Codes are part of the API and
 * never change their meaning.
 */
export const ledgerProblems = {
  'account-unknown': { status: 422, title: 'An account does not exist', advice: 'Check the account code, or open the account first.' },
  'account-not-found': { status: 404, title: 'No such account', advice: 'Check the account code; list the accounts to see what exists.' },
  'account-not-open': {
    status: 422,
    title: 'The account is not open yet on that date',
    advice: 'Use an effective date on or after the day the account opens.',
  },
  'account-closed': {
    status: 422,
    title: 'The account is closed on that date',
    advice: 'Use another account, or an effective date up to the closing day.',
  },
  'account-code-taken': {
    status: 409,
    title: 'An account with this code exists and differs',
    advice: 'Choose another code, or open it with the attributes it already has.',
  },
  'account-not-empty': {
    status: 422,
    title: 'The account still holds money or holds',
    advice: 'Bring its balance to zero and settle its holds, then close it.',
  },
  'account-used-later': {
    status: 422,
    title: 'The account has postings after that day',
    advice: 'Choose a closing day on or after its last effective date and after its opening day.',
  },
  'limits-contradict': { status: 422, title: 'The floor is above the ceiling', advice: 'Send a floor that is not above the ceiling.' },
  'amount-zero': { status: 422, title: 'An amount is zero', advice: 'Leave out postings that move nothing.' },
  'amount-too-large': {
    status: 422,
    title: 'An amount is too large',
    advice: 'One posting moves at most 10,000,000,000,000.00. Check the amount.',
  },
  'balance-too-large': {
    status: 422,
    title: 'A balance would become too large to keep',
    advice: 'Check the amounts: no real balance reaches this size.',
  },
  'currency-mismatch': { status: 422, title: 'An account is kept in another currency', advice: 'Use accounts of the entry’s currency.' },
  'entry-unbalanced': {
    status: 422,
    title: 'Debits and credits differ',
    advice: 'Make the postings add up to zero, on the budget side and on the actual side each by itself.',
  },
  'entry-too-few-postings': {
    status: 422,
    title: 'An entry needs at least two postings',
    advice: 'Say where the money comes from and where it goes.',
  },
  'entry-too-many-postings': {
    status: 422,
    title: 'An entry has at most 10,000 postings',
    advice: 'Divide it into several entries, linked if they belong together.',
  },
  'entry-unknown': { status: 422, title: 'The entry does not exist', advice: 'Check the entry’s id.' },
  'entry-not-found': { status: 404, title: 'No such entry', advice: 'Check the entry’s id.' },
  'entry-not-reversible': { status: 422, title: 'This step moved no money', advice: 'Void the hold instead of reversing it.' },
  'reversal-of-reversal': { status: 422, title: 'A reversal cannot be reversed', advice: 'Post a new entry with what should stand.' },
  'reversal-before-entry': {
    status: 422,
    title: 'The reversal is dated before the entry',
    advice: 'Use the date on which it was taken back, not earlier than the entry’s own.',
  },
  'reversal-differs': {
    status: 422,
    title: 'The amounts do not fit the entry’s postings',
    advice: 'Name postings of the entry by number, each once.',
  },
  'reversal-exceeds-entry': {
    status: 422,
    title: 'More than is left would be taken back',
    advice: 'Take back at most what earlier reversals have left.',
  },
  'reversal-in-progress': { status: 409, title: 'The entry is being reversed at this moment', advice: 'Ask again.' },
  'already-reversed': {
    status: 409,
    title: 'The entry is already reversed',
    advice: 'Nothing is left to take back; look at its reversals.',
  },
  'period-closed': {
    status: 422,
    title: 'The accounting period is closed',
    advice: 'Use a date in an open period and name the entry that is corrected; or have the period reopened.',
  },
  'period-unknown': {
    status: 422,
    title: 'There is no accounting period for that date',
    advice: 'Check the date, or open the period first.',
  },
  'period-not-found': { status: 404, title: 'No such accounting period', advice: 'List the periods to see what exists.' },
  'period-differs': { status: 409, title: 'A period with this name has other days', advice: 'Choose another name or the same days.' },
  'period-overlaps': { status: 422, title: 'The period overlaps another', advice: 'Choose days that belong to no period yet.' },
  'period-before-closed': { status: 422, title: 'The period lies before one that is closed', advice: 'Reopen the later periods first.' },
  'earlier-period-open': { status: 409, title: 'An earlier period is still open', advice: 'Close the periods in order.' },
  'later-period-closed': { status: 409, title: 'A later period is closed', advice: 'Reopen from the last closed period backwards.' },
  'reason-missing': { status: 422, title: 'A reason is needed', advice: 'Say why, in a sentence: it is kept in the audit.' },
  'floor-broken': {
    status: 422,
    title: 'There is not enough available',
    advice: 'Lower the amount or put money up first. A cost that has already happened posts under a named override.',
  },
  'ceiling-broken': {
    status: 422,
    title: 'The account would rise above its ceiling',
    advice: 'Lower the amount or have the ceiling changed.',
  },
  'condition-not-met': {
    status: 409,
    title: 'The account has changed meanwhile',
    advice: 'Read the account again and decide on what it says now.',
  },
  'hold-unknown': { status: 422, title: 'The hold does not exist', advice: 'Check the hold’s id.' },
  'hold-not-found': { status: 404, title: 'No such hold', advice: 'Check the hold’s id.' },
  'hold-not-pending': {
    status: 409,
    title: 'The hold has ended',
    advice: 'It was posted, voided or expired before; place a new one if money must be set aside.',
  },
  'hold-expired': { status: 409, title: 'The hold has expired', advice: 'Place a new hold or post an entry.' },
  'hold-not-expired': { status: 409, title: 'The hold has not expired', advice: 'Void it instead.' },
  'hold-over-captured': {
    status: 422,
    title: 'More than is held would be posted',
    advice: 'Post at most what is left of the hold, and the rest as an entry.',
  },
  'hold-needs-two-postings': {
    status: 422,
    title: 'A hold has one debit and one credit account',
    advice: 'Name two different accounts and a positive amount.',
  },
  'hold-accounts-differ': { status: 422, title: 'The accounts are not those of the hold', advice: 'Leave the accounts to the hold.' },
  'sweep-needs-two-postings': {
    status: 422,
    title: 'A sweep moves money out of one account into another',
    advice: 'Name the account to empty and the one to fill.',
  },
  'nothing-to-sweep': { status: 422, title: 'Nothing is available to sweep', advice: 'No money needs to move.' },
  'linked-entry-refused': {
    status: 422,
    title: 'An entry linked with this one was refused',
    advice: 'See the refusal of the other entry; none of them was posted.',
  },
  'idempotency-conflict': {
    status: 422,
    title: 'This key was used for something else',
    advice: 'Use a new key for a new request; send the same content to repeat an old one.',
  },
  'revision-stale': { status: 412, title: 'Somebody has changed it meanwhile', advice: 'Read it again, and decide on what it says now.' },
  'watch-not-found': { status: 404, title: 'No such watch', advice: 'Check the watch’s id.' },
  'assertion-fails': {
    status: 422,
    title: 'The account does not stand at that balance',
    advice: 'Find what is missing or too much before the balance is asserted.',
  },
  'import-refused': {
    status: 422,
    title: 'The file cannot be imported as it is',
    advice: 'Put right the lines that are listed and send the file again; nothing of it is in.',
  },
  'import-not-found': { status: 404, title: 'No such import', advice: 'Check the import’s id; list the imports to see what there is.' },
  'import-not-posted': {
    status: 409,
    title: 'The import posted nothing',
    advice: 'The book refused it at the last moment, so there is nothing to take back; the file can be sent again.',
  },
  'import-being-undone': {
    status: 409,
    title: 'An undo of this file has begun and not ended',
    advice: 'Repeat the undo until it is done; then the file can come in again.',
  },
  'import-undo-refused': {
    status: 409,
    title: 'Something was built on the import',
    advice: 'Take back first what is listed, then repeat the undo.',
  },
  'text-malformed': {
    status: 422,
    title: 'A text holds characters that cannot be kept',
    advice: 'Leave out NUL characters and halves of surrogate pairs.',
  },
  'service-unavailable': {
    status: 503,
    title: 'The book cannot be reached',
    advice: 'It is not known whether this was done. Send the same request with the same key: it happens once.',
    headers: { 'Retry-After': '5' },
  },
} as const satisfies Record<string, ProblemKind>;

/** `service-busy` is a convention of every room; its row stands with the platform's. */
export type LedgerCode = keyof typeof ledgerProblems | 'service-busy';

export interface LedgerRefusal extends Refusal {
  readonly code: LedgerCode;
  /** What the code is about: amounts as decimal strings of pounds or pence counts, dates, ids. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export function isLedgerCode(code: string): code is LedgerCode {
  return Object.hasOwn(ledgerProblems, code);
}
