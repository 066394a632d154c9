import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { readSources, readSourceYears, type SourceRow, type SourceYearRow } from './store.ts';

export type SourceView = SourceRow & { readonly years: readonly SourceYearRow[] };

/** Of a partner only those that it pays for; staff and machines see all. */
export async function listSources({ database }: BudgetRoom, caller: Caller): Promise<SourceView[]> {
  const { authorityId } = caller;
  const codes = sourcesOpenTo(caller);
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const sources = await readSources(tx, authorityId, codes);
    const years = await readSourceYears(
      tx,
      authorityId,
      sources.map(({ sourceCode }) => sourceCode),
    );
    return sources.map((source) => ({ ...source, years: years.filter(({ sourceCode }) => sourceCode === source.sourceCode) }));
  });
}

/** The codes that a partner may see; undefined for whoever may see all. */
export function sourcesOpenTo({ actingAs }: Caller): readonly string[] | undefined {
  return actingAs?.role === 'partner' ? (actingAs.sources ?? []) : undefined;
}
