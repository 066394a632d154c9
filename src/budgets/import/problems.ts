import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of imports of plans and budgets; why single rows cannot go in stands in rules/row-faults.ts. */
export const importProblems = {
  'budget-import-not-found': { status: 404, title: 'There is no such import', advice: 'Use the id that sending the file answered.' },
  'columns-malformed': {
    status: 400,
    title: 'The columns cannot be read',
    advice: 'Send columns as JSON: fields of a row with the headers that stand for them, like {"amount":"Agreed sum"}.',
  },
  'column-missing': { status: 422, title: 'A column is missing', advice: 'Add the column, or say in columns which one stands for it.' },
  'column-twice': { status: 422, title: 'Two columns have the same header', advice: 'Give each column a header of its own.' },
  'import-file-empty': { status: 422, title: 'The file has no rows', advice: 'Send a header row and at least one row under it.' },
  'import-too-long': {
    status: 422,
    title: 'The file has too many rows',
    advice: 'Divide it into files of at most 200,000 rows; plans may continue in the next.',
  },
  'import-unreadable': {
    status: 422,
    title: 'The file is no table that can be read',
    advice: 'Save it as CSV in UTF-8 and look at the line that is named.',
  },
  'budget-import-state': {
    status: 409,
    title: 'The import is not in a state for this',
    advice: 'Look at its state: it may be under way, or undone.',
  },
  'import-has-bad-rows': {
    status: 409,
    title: 'Some rows cannot go in',
    advice: 'Correct them and send the file again, or take the good rows only.',
  },
  'import-without-good-rows': {
    status: 409,
    title: 'No row is new and good',
    advice: 'Correct the rows that errors name and send the file again.',
  },
  'import-sources-short': {
    status: 409,
    title: 'A source has less than the rows give',
    advice: 'Put up more, or say in fundedThoughShort why agreed support is funded all the same; the source then shows it.',
  },
  'import-period-closed': { status: 409, title: 'Today lies in no open accounting period', advice: 'Open the period first.' },
  'import-in-use': {
    status: 409,
    title: 'Money of this import is promised or paid already',
    advice: 'End or change those lines one by one; nothing else was taken back.',
  },
} as const satisfies ProblemTable;
