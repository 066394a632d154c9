import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import type { FundingStream } from '../rules/share.ts';
import { fundingRuleFor, type SourceKind } from './rules/funding-rules.ts';
import { claimCostCode, insertSource, readSource, updateSource } from './store.ts';

export interface NewSource {
  readonly sourceCode: string;
  readonly stream: FundingStream;
  readonly kind: SourceKind;
  readonly name: string;
  readonly costCentre: string;
  readonly subjective: string;
  readonly partnerCode?: string | undefined;
  /** What a grant may be used for, as its letter says. */
  readonly conditions?: string | undefined;
}

export type SourceRefusal =
  | { readonly code: 'source-may-not-fund'; readonly kind: SourceKind; readonly stream: FundingStream }
  | { readonly code: 'source-exists'; readonly sourceCode: string }
  | { readonly code: 'grant-without-conditions' }
  | { readonly code: 'cost-code-of-another-stream'; readonly stream: FundingStream };

/** Makes a source known. Nothing is put up by it; what kind of money may fund which stream is the law's table, not the caller's choice. */
export async function registerSource(
  { database, clock, businessDate }: BudgetRoom,
  { authorityId, principal }: Caller,
  source: NewSource,
): Promise<Result<{ readonly sourceCode: string; readonly revision: number }, SourceRefusal>> {
  const { sourceCode, stream, kind, costCentre, subjective, partnerCode, conditions } = source;
  if (fundingRuleFor(kind, stream, await businessDate(authorityId)) === undefined)
    return refused({ code: 'source-may-not-fund', kind, stream });
  if (kind === 'grant' && conditions === undefined) return refused({ code: 'grant-without-conditions' });
  return inTransaction(database, { authorityId }, async (tx) => {
    if ((await readSource(tx, authorityId, sourceCode)) !== undefined) return refused({ code: 'source-exists', sourceCode });
    const codeOf = await claimCostCode(tx, authorityId, { costCentre, subjective, stream });
    if (codeOf !== stream) return refused({ code: 'cost-code-of-another-stream', stream: codeOf });
    await insertSource(tx, {
      ...source,
      partnerCode: partnerCode ?? null,
      conditions: conditions ?? null,
      authorityId,
      revision: 1,
      createdAt: clock.now(),
      createdBy: principal,
    });
    return accepted({ sourceCode, revision: 1 });
  });
}

/** Its name and conditions. Stream, kind and codes stay: what was booked under them was true. */
export async function changeSource(
  { database }: BudgetRoom,
  { authorityId }: Caller,
  { sourceCode, ifMatch }: { readonly sourceCode: string; readonly ifMatch: string },
  change: { readonly name?: string | undefined; readonly conditions?: string | undefined },
): Promise<Result<{ readonly revision: number }, VersionStale | { readonly code: 'source-not-found' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const row = await readSource(tx, authorityId, sourceCode, 'update');
    if (row === undefined) return refused({ code: 'source-not-found' });
    const checked = checkVersion(ifMatch, row.revision);
    if (!checked.ok) return checked;
    const { name = row.name, conditions = row.conditions } = change;
    await updateSource(tx, authorityId, sourceCode, { name, conditions, revision: row.revision + 1 });
    return accepted({ revision: row.revision + 1 });
  });
}
