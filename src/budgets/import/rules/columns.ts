import { accepted, type Result, refused } from '../../../platform/result.ts';

/** What a row can say, with the header that stands for it where nobody says otherwise. `plan` says it of the plan, and must be the same on all of its rows. */
export const importFields = {
  planReference: { header: 'plan_reference', of: 'plan', required: true },
  familyId: { header: 'family_id', of: 'plan', required: false },
  familyName: { header: 'family_name', of: 'plan', required: true },
  childName: { header: 'child_name', of: 'plan', required: true },
  childBornOn: { header: 'child_born_on', of: 'plan', required: true },
  planType: { header: 'plan_type', of: 'plan', required: false },
  planStartsOn: { header: 'plan_starts_on', of: 'plan', required: true },
  planReviewBy: { header: 'plan_review_by', of: 'plan', required: false },
  settingKind: { header: 'setting_kind', of: 'plan', required: false },
  element2Held: { header: 'element_2_held', of: 'plan', required: false },
  lineReference: { header: 'line_reference', of: 'line', required: true },
  title: { header: 'title', of: 'line', required: true },
  why: { header: 'why', of: 'line', required: true },
  kind: { header: 'kind', of: 'line', required: true },
  stream: { header: 'stream', of: 'line', required: true },
  mechanism: { header: 'mechanism', of: 'line', required: true },
  from: { header: 'from', of: 'line', required: true },
  until: { header: 'until', of: 'line', required: true },
  amount: { header: 'amount', of: 'line', required: true },
  contingency: { header: 'contingency', of: 'line', required: false },
  unit: { header: 'unit', of: 'line', required: false },
  units: { header: 'units', of: 'line', required: false },
  rate: { header: 'rate', of: 'line', required: false },
  vat: { header: 'vat', of: 'line', required: false },
  annualCost: { header: 'annual_cost', of: 'line', required: false },
  termTimeOnly: { header: 'term_time_only', of: 'line', required: false },
  educatesOrTrains: { header: 'educates_or_trains', of: 'line', required: false },
  source: { header: 'source', of: 'line', required: true },
  sourcePercent: { header: 'source_percent', of: 'line', required: false },
  secondSource: { header: 'second_source', of: 'line', required: false },
  secondPercent: { header: 'second_percent', of: 'line', required: false },
  reasonForAmount: { header: 'reason_for_amount', of: 'line', required: false },
} as const satisfies Readonly<Record<string, { readonly header: string; readonly of: 'plan' | 'line'; readonly required: boolean }>>;

export type ImportField = keyof typeof importFields;
export const fieldNames = Object.keys(importFields) as ImportField[];

/** Which header stands for a field, where it is not the usual one. */
export type ColumnMapping = Partial<Readonly<Record<ImportField, string>>>;

export type ColumnRefusal =
  | { readonly code: 'column-missing'; readonly facts: { readonly field: ImportField; readonly column: string } }
  | { readonly code: 'column-twice'; readonly facts: { readonly column: string } };

/** Where each field stands in a row, counted from 0. */
export type Places = Partial<Readonly<Record<ImportField, number>>>;

/** Finds the columns by the header row, without regard to case and to spaces around. A needed one that is missing refuses the file. */
export function findColumns(headers: readonly string[], mapping: ColumnMapping): Result<Places, ColumnRefusal> {
  const names = headers.map(plainHeader);
  const places: Partial<Record<ImportField, number>> = {};
  for (const field of fieldNames) {
    const { header, required } = importFields[field];
    const column = mapping[field] ?? header;
    const place = names.indexOf(plainHeader(column));
    if (place === -1) {
      if (required || mapping[field] !== undefined) return refused({ code: 'column-missing', facts: { field, column } });
      continue;
    }
    if (names.indexOf(plainHeader(column), place + 1) !== -1) return refused({ code: 'column-twice', facts: { column } });
    places[field] = place;
  }
  return accepted(places);
}

function plainHeader(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[ _-]+/g, '_');
}
