import type { ProblemTable } from '../platform/http/problem-table.ts';

/**
 * The refusals of this room; codes are part of the API and never change their meaning. Those that an import ends with stand here too:
 * the import carries the code, the line and the reason, and the row says what an officer can do.
 */
export const reconciliationProblems = {
  'bank-account-not-found': { status: 404, title: 'No such bank account', advice: 'Check the id; list the register to see what exists.' },
  'bank-account-exists': {
    status: 409,
    title: 'This account or this name is in the register already',
    advice: 'Use the account that accountId names, or give the new one another name.',
  },
  'bank-account-not-identified': {
    status: 422,
    title: 'Nothing says which account it is',
    advice: 'Give its sort code and account number, its IBAN, or what the bank calls it in its files.',
  },
  'statement-file-not-found': { status: 404, title: 'No such bank statement file', advice: 'Check the id; send the file in first.' },
  'statement-file-empty': { status: 422, title: 'The file is empty', advice: 'Export it from the bank again, and send it.' },
  'statement-import-not-found': { status: 404, title: 'No such import', advice: 'Check the id; list the imports to see what exists.' },
  'import-not-previewed': {
    status: 409,
    title: 'There is no preview to say yes to',
    advice: 'Wait for the preview; if the import was refused or undone, begin a new one for the same file.',
  },
  'import-not-undoable': { status: 409, title: 'This import brought nothing in', advice: 'Only an import that is done can be undone.' },
  'import-lines-in-use': {
    status: 409,
    title: 'Lines of this import are matched',
    advice: 'Undo their matches first, each with its reason; then the import can be undone.',
  },
  'file-already-imported': {
    status: 409,
    title: 'This file is in the books already',
    advice: 'There is nothing to do. If it was imported wrongly, undo the import that importId names and import it again.',
  },
  'csv-mapping-not-found': {
    status: 404,
    title: 'No such saved CSV form',
    advice: 'Check the id; list the saved forms to see what exists.',
  },
  'csv-mapping-name-taken': {
    status: 409,
    title: 'Another saved CSV form has this name',
    advice: 'Choose another name, or change that one.',
  },
  'bank-statement-not-found': { status: 404, title: 'No such bank statement', advice: 'Check the id; list them to see what exists.' },
  'account-not-registered': {
    status: 422,
    title: 'The account is not in the register',
    advice: 'Check that the file is yours. If the account is, register it and import the file again.',
  },
  'account-not-named': {
    status: 422,
    title: 'The file does not say which account it is of',
    advice: 'Choose the account when you import the file.',
  },
  'account-differs': {
    status: 422,
    title: 'The file is of another account than the one chosen',
    advice: 'Choose no account, for the file names its own; or send the file you meant.',
  },
  'currency-not-of-account': {
    status: 422,
    title: 'The file is in another currency than the account',
    advice: 'Ask the bank for the file of the right account, or register the account in this currency too.',
  },
  'bank-statement-unreadable': {
    status: 422,
    title: 'The file cannot be read',
    advice: 'Look at the line that is named, and ask the bank for the file again.',
  },
  'bank-statement-does-not-tie': {
    status: 422,
    title: 'The sums of the file do not tie',
    advice: 'Lines are missing or changed. Ask the bank for the file again; findings says where.',
  },
  'lines-may-be-here-already': {
    status: 422,
    title: 'The lines may be here already, from a file in another format',
    advice: 'Compare the days. Undo the other import first, or import again and say that the lines are other payments.',
  },
  'kept-lines-would-not-tie': {
    status: 422,
    title: 'The lines kept for the account would no longer make the bank’s balances',
    advice: 'Compare the file with the imports of those days, undo the one that is wrong, and import again.',
  },
  'sums-too-large': {
    status: 422,
    title: 'The amounts add up to more than any account holds',
    advice: 'Ask the bank for the file again.',
  },
} as const satisfies ProblemTable;
