import { createHash } from 'node:crypto';
import { type JudgedLine, judgeLine } from '../budgets/judge-line.ts';
import type { LineDraft } from '../budgets/line-draft.ts';
import { judgePlanDates } from '../plans/rules/plan-dates.ts';
import { provisionKindOn } from '../plans/rules/provision-kinds.ts';
import type { SourceRow } from '../sources/store.ts';
import { fieldNames, type ImportField, importFields } from './rules/columns.ts';
import { type ImportedRow, type RowCells, readRow } from './rules/read-row.ts';
import type { RowFault, RowFaultCode } from './rules/row-faults.ts';

/** A row that may go in, with the line that it becomes. */
export interface JudgedRow {
  readonly row: ImportedRow;
  readonly line: JudgedLine;
}

export interface Judgement {
  readonly judged?: JudgedRow;
  readonly faults: readonly RowFault[];
}

/** The same rules as for a line that an officer writes down by hand, told by column. */
export function judgeRow(cells: RowCells, sources: ReadonlyMap<string, SourceRow>): Judgement {
  const { row, faults } = readRow(cells);
  if (row === undefined) return { faults };
  const { plan } = row;
  const dates = judgePlanDates(plan.childBornOn, plan);
  if (!dates.ok) {
    const column = dates.refusal.code === 'plan-type-unknown' ? 'planType' : 'planStartsOn';
    return { faults: [fault(column, dates.refusal.code)] };
  }
  const draft = lineDraftOf(row);
  if (provisionKindOn(draft.kind, draft.from) === undefined) return { faults: [fault('kind', 'word-unknown')] };
  if (provisionKindOn(draft.kind, draft.from)?.place === true) return { faults: [fault('kind', 'place-fees-not-allowed')] };
  const line = judgeLine(draft, { budget: draft, plan, sources, at: 'row' });
  if (line.ok) return { judged: { row, line: line.value }, faults };
  return { faults: [fault(columnOf(line.refusal.errors[0]?.pointer ?? ''), line.refusal.code)] };
}

function lineDraftOf({ line }: ImportedRow): LineDraft {
  const { title, why, reasonForAmount, ...terms } = line;
  return {
    ...terms,
    premises: false,
    yearCut: 'months',
    words: { title, what: title, why, ...(reasonForAmount !== undefined && { reasonForAmount }) },
  };
}

const COLUMN_OF: Readonly<Record<string, ImportField>> = { sources: 'sourcePercent', 'sources/0': 'source', 'sources/1': 'secondSource' };

/** `/row/until` is the field `until`. */
function columnOf(path: string): ImportField {
  const name = path.slice('/row/'.length).replace(/\/sourceCode$/, '');
  return COLUMN_OF[name] ?? fieldNames.find((field) => field === name) ?? 'amount';
}

function fault(field: ImportField, code: RowFaultCode): RowFault {
  return { column: importFields[field].header, code };
}

/** What a row says of its plan: the same on all rows of one plan. */
export function planDigestOf(cells: RowCells): Buffer {
  const said = fieldNames.filter((field) => importFields[field].of === 'plan').map((field) => (cells[field] ?? '').trim());
  return createHash('sha256').update(JSON.stringify(said)).digest();
}
