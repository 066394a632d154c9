import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of payees, their accounts and the tables for check digits; codes are part of the API and never change their meaning. */
export const payeeProblems = {
  'agreement-names-nobody': {
    status: 409,
    title: 'This agreement pays nobody whom you have named',
    advice: 'Give your own account instead; this is for a nominee or a third party.',
  },
  'not-named-by-you': {
    status: 409,
    title: 'You have not named them in writing',
    advice: 'Sign the nomination of this agreement first, or ask the person who did to give the account.',
  },
  'owner-agrees-first': {
    status: 422,
    title: 'The day lies ahead',
    advice: 'Give in ownerAgreedOn the day on which the owner of the account said that you may give it to us.',
  },
  'payee-is-not-the-familys': {
    status: 409,
    title: 'The council has entered who is paid',
    advice: 'Write to the council; an officer changes it.',
  },
  'payee-not-found': { status: 404, title: 'No such payee', advice: 'Check the id; list the payees to see who is paid.' },
  'payee-account-not-found': { status: 404, title: 'No such bank account', advice: 'Check the id; read the payee to see its accounts.' },
  'own-account-not-found': {
    status: 404,
    title: 'No such account of the council',
    advice: 'Check the id; list the accounts of the council.',
  },
  'modulus-table-not-found': { status: 404, title: 'No such table', advice: 'Check the id; list the tables that were loaded.' },
  'payee-person-unknown': {
    status: 422,
    title: 'There is no such person in this record',
    advice: 'Name in personId a person of this family.',
  },
  'payee-not-in-books': {
    status: 409,
    title: 'The books do not take the payee',
    advice: "See the ledger's own reason, put it right and add the payee again.",
  },
  'payee-stopped': {
    status: 409,
    title: 'Nothing is paid to this payee any more',
    advice: 'Read the payee to see why. Arrange with the family who is paid instead.',
  },
  'payee-account-missing': {
    status: 409,
    title: 'The payee has no account that may be paid',
    advice: 'Ask for bank details, and have a second person confirm them.',
  },
  'payee-account-held': {
    status: 409,
    title: 'The payee asked that nothing more goes to the old account',
    advice: 'Confirm the new bank details, or take them back.',
  },
  'payee-account-cooling-off': {
    status: 409,
    title: 'The bank account was changed too recently',
    advice: 'It may be paid from the day in until. If the family cannot wait, ask for an urgent payment.',
  },
  'bank-details-malformed': {
    status: 422,
    title: 'The bank details cannot be right',
    advice: 'Look at the field that is named in field; problem says what is wrong with it.',
  },
  'check-digits-wrong': {
    status: 422,
    title: 'The sort code and account number do not belong together',
    advice: 'One of the digits is wrong. Compare both with a bank card or a letter from the bank, and type them again.',
  },
  'bank-says-account-is-gone': {
    status: 422,
    title: 'The bank does not pay into this account any more',
    advice: 'Ask for the details of the account that is used now.',
  },
  'account-waits-already': {
    status: 409,
    title: 'New bank details wait already',
    advice: 'Confirm them or take them back before giving others.',
  },
  'account-is-the-same': {
    status: 409,
    title: 'This is the account that is paid already',
    advice: 'Nothing needs to be done.',
  },
  'account-is-ours': {
    status: 422,
    title: 'This is an account of the council',
    advice: 'Give the bank details of whoever is to be paid.',
  },
  'account-was-closed': {
    status: 422,
    title: 'A payment to this account came back',
    advice: 'Give the details of an account that is open.',
  },
  'account-not-waiting': {
    status: 409,
    title: 'These bank details do not wait for anybody',
    advice: 'Somebody has confirmed them or taken them back. Read the payee to see.',
  },
  'account-not-usable': {
    status: 409,
    title: 'Nothing is paid to this account',
    advice: 'Plan the payment again: the payee has another account now.',
  },
  'confirmer-is-proposer': {
    status: 403,
    title: 'A second person is needed',
    advice: 'Ask a colleague to compare the bank details with what the family sent, and to confirm them.',
  },
  'name-not-confirmed': {
    status: 422,
    title: 'The bank did not say that the name matches',
    advice: 'Find out whose account it is. If you are sure, say in override how you know.',
  },
  'record-erased': { status: 404, title: 'The record is erased', advice: 'Its bank details are gone and cannot be read.' },
  'payee-policy-in-the-past': { status: 422, title: 'The rule would begin in the past', advice: 'Give in from today or a later day.' },
  'payee-policy-exists': { status: 409, title: 'A rule begins on that day already', advice: 'Give another day in from.' },
  'modulus-table-unreadable': {
    status: 422,
    title: 'The table cannot be read',
    advice: 'See field, line and problem. Take the file as the scheme publishes it, unchanged, and load it again.',
  },
  'modulus-table-differs': {
    status: 409,
    title: 'Another table with this version was loaded',
    advice: 'Check the version that stands on the file; a table that was loaded does not change.',
  },
} as const satisfies ProblemTable;
