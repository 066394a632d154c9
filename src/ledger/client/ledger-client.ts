import type { Result } from '../../platform/result.ts';
import type * as answers from './answers.ts';
import { everyItem } from './pages.ts';
import type { ClientRefusal } from './refusal.ts';
import type * as requests from './requests.ts';
import { type CallOptions, createTransport, type Transport, type TransportOptions } from './transport.ts';

type Answer<Value> = Promise<Result<Value, ClientRefusal>>;

/**
 * The ledger of one authority, over the admin API. Every refusal is a value with a code; lists are iterations that ask for the next page
 * when they come to it. A call is repeated while the service is busy or its answer is lost, until its deadline; one that moves money
 * carries the same Idempotency-Key each time and happens once.
 */
export type LedgerClient = ReturnType<typeof createLedgerClient>;

export function createLedgerClient(options: TransportOptions) {
  const send: Transport = createTransport(options);
  return {
    postEntry: (entry: requests.EntryRequest, call?: CallOptions): Answer<answers.RecordedEntry> =>
      send('ledger.post-entry', { body: entry }, call),
    /** Up to 1,000, each with its own key and its own result; linked, all or none. */
    postEntries: (
      items: readonly requests.BulkItem[],
      { linked, ...call }: CallOptions & { linked: boolean },
    ): Answer<answers.BulkAnswer> => send('ledger.post-entries', { body: { linked, items } }, call),
    reverseEntry: (entryId: string, reversal: requests.ReversalRequest = {}, call?: CallOptions): Answer<answers.RecordedEntry> =>
      send('ledger.reverse-entry', { params: { entryId }, body: reversal }, call),
    sweep: (sweep: requests.SweepRequest, call?: CallOptions): Answer<answers.RecordedEntry> => send('ledger.sweep', { body: sweep }, call),
    entry: (entryId: string, call?: CallOptions): Answer<answers.Entry> => send('ledger.read-entry', { params: { entryId } }, call),
    /** Newest first. */
    entries: (query: { reference?: string } = {}, call?: CallOptions): AsyncIterable<answers.Entry> =>
      everyItem(send, 'ledger.list-entries', { query }, call),
    /** `revision` is the one that was read with the entry: somebody else's description is not overwritten unseen. */
    describeEntry: (
      entryId: string,
      { metadata, revision }: { metadata: Readonly<Record<string, unknown>>; revision: number },
      call?: CallOptions,
    ): Answer<answers.Entry> => send('ledger.describe-entry', { params: { entryId }, body: { metadata }, ifMatch: `"${revision}"` }, call),

    placeHold: (hold: requests.HoldRequest, call?: CallOptions): Answer<answers.RecordedEntry> =>
      send('ledger.place-hold', { body: hold }, call),
    hold: (holdId: string, call?: CallOptions): Answer<answers.Hold> => send('ledger.read-hold', { params: { holdId } }, call),
    postHold: (holdId: string, posting: requests.HoldPostingRequest = {}, call?: CallOptions): Answer<answers.RecordedEntry> =>
      send('ledger.post-hold', { params: { holdId }, body: posting }, call),
    voidHold: (holdId: string, voiding: { effectiveDate?: string } = {}, call?: CallOptions): Answer<answers.RecordedEntry> =>
      send('ledger.void-hold', { params: { holdId }, body: voiding }, call),

    openAccount: (account: requests.AccountRequest, call?: CallOptions): Answer<answers.Account> =>
      send('ledger.open-account', { body: account }, call),
    account: (code: string, call?: CallOptions): Answer<answers.Account> => send('ledger.read-account', { params: { code } }, call),
    accounts: (query: { prefix?: string } = {}, call?: CallOptions): AsyncIterable<answers.Account> =>
      everyItem(send, 'ledger.list-accounts', { query }, call),
    /** `revision` is the one that was read with the account. */
    changeAccount: (
      code: string,
      { revision, ...change }: requests.AccountChangeRequest & { revision: number },
      call?: CallOptions,
    ): Answer<answers.Account> => send('ledger.change-account', { params: { code }, body: change, ifMatch: `"${revision}"` }, call),

    /** Now, at the end of an effective date, or as the book knew it at an instant. */
    balance: (code: string, query: { effectiveDate?: string; recordedAt?: string } = {}, call?: CallOptions): Answer<answers.Balance> =>
      send('ledger.read-balance', { params: { code }, query }, call),
    /** Newest first, each posting with the balance after it. */
    accountStatement: (
      code: string,
      query: { from?: string; to?: string } = {},
      call?: CallOptions,
    ): AsyncIterable<answers.StatementLine> => everyItem(send, 'ledger.read-statement', { params: { code }, query }, call),
    trialBalance: (query: { on?: string } = {}, call?: CallOptions): Answer<answers.TrialBalance> =>
      send('ledger.read-trial-balance', { query }, call),
    assertBalance: (assertion: requests.BalanceAssertionRequest, call?: CallOptions): Answer<answers.BalanceAssertion> =>
      send('ledger.assert-balance', { body: assertion }, call),
    verify: (call?: CallOptions): Answer<answers.Verification> => send('ledger.verify', {}, call),

    openPeriods: (
      periods: readonly requests.PeriodRequest[],
      call?: CallOptions,
    ): Answer<{ readonly data: readonly answers.AccountingPeriod[] }> => send('ledger.open-periods', { body: { periods } }, call),
    periods: (call?: CallOptions): AsyncIterable<answers.AccountingPeriod> => everyItem(send, 'ledger.list-periods', {}, call),
    setPeriodState: (
      periodId: string,
      change: { state: answers.AccountingPeriod['state']; reason?: string },
      call?: CallOptions,
    ): Answer<answers.AccountingPeriod> => send('ledger.set-period-state', { params: { periodId }, body: change }, call),

    addWatch: (watch: requests.WatchRequest, call?: CallOptions): Answer<answers.Watch> => send('ledger.add-watch', { body: watch }, call),
    removeWatch: (watchId: string, call?: CallOptions): Answer<undefined> => send('ledger.remove-watch', { params: { watchId } }, call),
    /** In the order in which they happened; `afterBlock` of the last one that was seen. */
    crossings: (query: { afterBlock?: string } = {}, call?: CallOptions): AsyncIterable<answers.Crossing> =>
      everyItem(send, 'ledger.list-crossings', { query }, call),

    previewImport: (file: requests.ImportFileRequest, call?: CallOptions): Answer<answers.ImportPreview> =>
      send('ledger.preview-import', { body: file }, call),
    importFile: (file: requests.ImportFileRequest, call?: CallOptions): Answer<answers.Import> =>
      send('ledger.import-file', { body: file }, call),
    import: (importId: string, call?: CallOptions): Answer<answers.Import> => send('ledger.read-import', { params: { importId } }, call),
    imports: (call?: CallOptions): AsyncIterable<answers.Import> => everyItem(send, 'ledger.list-imports', {}, call),
    undoImport: (importId: string, undo: { reason: string; effectiveDate?: string }, call?: CallOptions): Answer<answers.Import> =>
      send('ledger.undo-import', { params: { importId }, body: undo }, call),
  };
}
