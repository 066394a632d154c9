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
  'bank-account-not-in-books': {
    status: 422,
    title: 'The books do not know this bank account',
    advice: 'Say in the register which account of the books stands for it, and match again.',
  },
  'bank-line-not-found': {
    status: 404,
    title: 'No such bank line',
    advice: 'Check the id; its import may have been undone. List the lines to see what exists.',
  },
  'bank-line-matched': {
    status: 409,
    title: 'The line is matched already',
    advice: 'Look at the match that matchId names. If it is wrong, undo it with the reason; then match the line anew.',
  },
  'item-no-longer-open': {
    status: 409,
    title: 'What the line is to be matched with is not open for that much',
    advice: 'It was settled, reversed or paid in part meanwhile. Match the account again and look at the new proposals.',
  },
  'parts-do-not-add-up': {
    status: 422,
    title: 'The parts do not make the line',
    advice:
      'The parts of each line add up to its amount, an entry is matched whole, and a line that cancels another is matched with it in both directions.',
  },
  'account-not-for-lines': {
    status: 422,
    title: 'Lines do not go to that account',
    advice: 'Choose council-cash, bank-charges or suspense; everything else is matched with what is open, or posted as an entry first.',
  },
  'no-open-day': {
    status: 422,
    title: 'No accounting period is open from that day on',
    advice: 'Open the period first; then ask again.',
  },
  'match-not-found': { status: 404, title: 'No such match', advice: 'Check the id; list the matches to see what exists.' },
  'match-not-standing': {
    status: 409,
    title: 'This match does not stand',
    advice: 'Only a match that is booked can be undone. Look at its state; if it is still being booked, ask again.',
  },
  'item-not-undoable': {
    status: 409,
    title: 'What was settled is closed',
    advice: 'The payment run is closed, so the match stays. Correct it in the books with an entry that names it.',
  },
  'open-line-not-found': {
    status: 404,
    title: 'No such open line',
    advice: 'Somebody may have matched it just now. Take the next open line.',
  },
  'suggestion-not-found': {
    status: 404,
    title: 'The line has no such proposal',
    advice: 'Read the open line again; proposals are counted from 0.',
  },
  'write-off-beyond-rules': {
    status: 409,
    title: 'No rule lets this much go any more',
    advice: 'Run the matching again and take the line as a part payment, or make a rule whose limits cover it.',
  },
  'match-rule-not-found': { status: 404, title: 'No such rule', advice: 'Check the id; list the rules to see what exists.' },
  'match-rule-ended': { status: 409, title: 'The rule has ended', advice: 'Make a new one from the day on which it is to hold.' },
  'rule-matches-everything': {
    status: 422,
    title: 'The rule would match everything',
    advice: 'Name words that only the bank’s own charges have, or its type code; reason says what was wrong.',
  },
  'rule-limit-not-positive': { status: 422, title: 'The rule has no limit', advice: 'Give every limit of the rule above nothing.' },
  'rule-limit-too-high': {
    status: 422,
    title: 'The limit is higher than any rule may go',
    advice: 'Lower it; on larger sums a person decides each time.',
  },
  'bank-proof-not-found': { status: 404, title: 'No such bank proof', advice: 'Check the id; list the proofs to see what exists.' },
  'bank-proof-does-not-stand': {
    status: 409,
    title: 'The proof does not stand',
    advice: 'Look at the figures: bank statements are missing, or the books and the bank began with different balances.',
  },
  'bank-proof-out-of-date': {
    status: 409,
    title: 'The figures have changed since it was prepared',
    advice: 'Have it prepared again, and review that one.',
  },
  'bank-proof-locked': {
    status: 409,
    title: 'The proof of that day is reviewed and its period closed',
    advice: 'It stays as it is. What was found since is in the proof of a later day.',
  },
  'preparer-may-not-review': {
    status: 403,
    title: 'Whoever prepared a proof does not review it',
    advice: 'Ask a colleague who matched nothing in it.',
  },
  'matcher-may-not-review': {
    status: 403,
    title: 'Whoever matched lines of it does not review a proof',
    advice: 'Ask a colleague who matched nothing in it.',
  },
  'no-bank-statement-yet': {
    status: 409,
    title: 'No bank statement reaches that day',
    advice: 'Import the bank statements up to the day of the proof first.',
  },
  'family-statement-sent-already': {
    status: 409,
    title: 'You have sent this bank statement before',
    advice: 'There is nothing to do: it is the one in the answer.',
  },
  'family-statement-not-taken': {
    status: 409,
    title: 'This file cannot be taken',
    advice: 'Please look whether it is the right one, and call us if it is.',
  },
  'family-statement-other-account': {
    status: 409,
    title: 'The file is of another account than the bank statements before',
    advice: 'Please look whether it is the right one. If you have a new account, send it again and say so with newAccount.',
  },
  'family-statement-several-accounts': {
    status: 422,
    title: 'The file is of several accounts',
    advice: 'Export the bank statement of the one account that the payments go to.',
  },
  'family-statement-not-in-pounds': {
    status: 422,
    title: 'The file is not in pounds',
    advice: 'Send the bank statement of the account that the payments go to.',
  },
  'family-statement-not-found': {
    status: 404,
    title: 'There is no such bank statement',
    advice: 'Read the account to see which are here.',
  },
  'family-line-not-found': { status: 404, title: 'There is no such line', advice: 'Read the account again.' },
  'spending-differs': {
    status: 422,
    title: 'The line is of another sum',
    advice: 'Choose what you told us of this very sum. If one payment was for several things, say what the line was for.',
  },
  'spending-has-a-line': { status: 409, title: 'Another line belongs to it', advice: 'Take it from the other line first.' },
  'family-rule-takes-everything': {
    status: 422,
    title: 'The rule would take everything',
    advice: 'Give more words, or others, that only these lines have; reason says what was wrong.',
  },
  'family-rule-not-found': { status: 404, title: 'There is no such rule', advice: 'List the rules; it may have ended.' },
} as const satisfies ProblemTable;
