/** Why a row cannot go in and what to do about it. Codes are part of the API and never change their meaning. */
export const rowFaults = {
  'value-missing': { reason: 'There is nothing in it.', advice: 'Fill it in.' },
  'value-too-long': { reason: 'It is longer than 1,000 characters.', advice: 'Shorten it.' },
  'text-malformed': { reason: 'It has characters that cannot be kept.', advice: 'Type it anew.' },
  formula: { reason: 'It begins like a formula of a spreadsheet.', advice: 'Write the text or the number itself.' },
  'date-malformed': { reason: 'It is no day of the calendar.', advice: 'Write the day as year, month and day: 2026-04-01.' },
  'amount-malformed': { reason: 'It is no amount of pounds and pence.', advice: 'Write it like 1234.56.' },
  'number-malformed': { reason: 'It is no number.', advice: 'Write digits, with a full stop before decimals.' },
  'yes-or-no': { reason: 'It is neither yes nor no.', advice: 'Write yes or no.' },
  'word-unknown': {
    reason: 'It is none of the words that are understood here.',
    advice: 'Use one of the words that the documentation lists.',
  },
  'amount-not-above-nothing': { reason: 'The amount is nothing.', advice: 'Leave the row out, or write what was agreed.' },
  'plan-type-unknown': {
    reason: 'There is no such kind of plan on its first day.',
    advice: 'Use a kind of plan that is in force on that day.',
  },
  'family-id-malformed': {
    reason: 'It is no id of a family’s record.',
    advice: 'Copy the id of the record, or leave it empty for a family that is not in the register.',
  },
  'family-not-found': {
    reason: 'There is no such record in the register.',
    advice: 'Copy the id of the record, or leave it empty for a family that is not in the register.',
  },
  'child-not-found': {
    reason: 'No child of that family was born on this day.',
    advice: 'Check the day, or add the child to the record first.',
  },
  'child-ambiguous': {
    reason: 'Several children of that family were born on this day, and the name does not tell which is meant.',
    advice: 'Write the child’s name as the record has it, or bring the plan in by hand.',
  },
  'plan-running-already': {
    reason: 'The child has a plan of this kind with another first day.',
    advice: 'Write the first day of that plan to give it a budget, or end that plan first.',
  },
  'plan-age-outside': {
    reason: 'The child’s age is outside what a plan can be for.',
    advice: 'Check the date of birth and the first day.',
  },
  'plan-dates-crossed': { reason: 'The dates of the plan are out of order.', advice: 'Put right the later one.' },
  'dates-crossed': { reason: 'It lies before the first day.', advice: 'Put right one of the two days.' },
  'line-outside-budget': { reason: 'The line lies outside its budget.', advice: 'Check the days.' },
  'contingency-above-amount': {
    reason: 'It is more than the amount itself.',
    advice: 'It is the part of the amount that nobody is promised yet.',
  },
  'place-fees-not-allowed': { reason: 'A place at a school or college is never in a budget.', advice: 'Leave the row out.' },
  'premises-agreement-missing': { reason: 'The head has not agreed.', advice: 'Bring such lines in one by one.' },
  'therapy-belongs-to-education': { reason: 'Therapy that educates or trains belongs to education.', advice: 'Use the stream EDUCATION.' },
  'percentages-do-not-add-up': {
    reason: 'The percentages do not make 100.',
    advice: 'Put them right: parts above nothing that make exactly 100.',
  },
  'source-named-twice': { reason: 'Both sources are the same.', advice: 'Name it once.' },
  'source-not-found': { reason: 'There is no such source.', advice: 'Register it first, or use the code of one that is there.' },
  'source-may-not-fund': { reason: 'This source may not fund that on the first day.', advice: 'Use a source that may.' },
  'line-without-its-stream': {
    reason: 'No source of the line is of its stream.',
    advice: 'Name a source of the stream, or another stream.',
  },
  'element-2-not-deducted': { reason: 'The school’s own part is not taken off.', advice: 'Write the top-up only.' },
  'amount-not-sufficient': { reason: 'It is less than what the support costs.', advice: 'Raise it, or say why in reason_for_amount.' },
  'duplicate-row': { reason: 'The same line of the same plan stands in the file before.', advice: 'Leave one of them out.' },
  'plan-differs': {
    reason: 'It says something else about the plan than an earlier row.',
    advice: 'Say the same of a plan on all of its rows.',
  },
  'cells-missing': { reason: 'The row has fewer cells than the header.', advice: 'Put the row right.' },
  'cells-too-many': { reason: 'The row has more cells than the header.', advice: 'Put quotation marks around text with commas.' },
} as const satisfies Readonly<Record<string, { readonly reason: string; readonly advice: string }>>;

export type RowFaultCode = keyof typeof rowFaults;

/** One thing that is wrong with a row; `column` is the field's own header, or empty for the row as a whole. */
export interface RowFault {
  readonly column: string;
  readonly code: RowFaultCode;
}

const COLUMNS = ['line', 'column', 'code', 'reason', 'advice'] as const;

/** The faults of a file as CSV, one a row. Nothing of what stood in the file is in it. */
export function faultsAsCsv(faults: readonly (RowFault & { readonly line: number })[]): string {
  const rows = faults.map(({ line, column, code }) => [String(line), column, code, rowFaults[code].reason, rowFaults[code].advice]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
