import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of families' records; codes are part of the API and never change their meaning. */
export const recordProblems = {
  'errand-for-a-stranger': {
    status: 422,
    title: 'That person is not in this record',
    advice: 'Name in On-Behalf-Of a person of this family.',
  },
  'date-of-birth-missing': {
    status: 422,
    title: 'The date of birth is missing',
    advice: 'Give the date of birth of the child or young person: their rights change on dates that are counted from it.',
  },
  'date-of-birth-ahead': { status: 422, title: 'The date of birth lies ahead', advice: 'Give today or a day in the past.' },
  'detail-not-yours': {
    status: 403,
    title: 'You cannot change this detail',
    advice: 'Change how to reach you yourself; ask the council for the rest.',
  },
  'email-malformed': { status: 422, title: 'The e-mail address cannot be read', advice: 'Write it like name@example.org.' },
  'person-unknown': {
    status: 422,
    title: 'There is no such person in this record',
    advice: 'Read the record to see who is in it.',
  },
  'document-unknown': {
    status: 422,
    title: 'There is no such document of this person',
    advice: 'Send the document first, and name in documentIds the ids that were answered.',
  },
  'document-empty': { status: 422, title: 'The document is empty', advice: 'Send the file itself as the body of the request.' },
  'document-not-as-said': {
    status: 422,
    title: 'The file is not what it is said to be',
    advice: 'Send a PDF, JPEG, PNG or HEIC file, and name its own type in Content-Type.',
  },
  'person-signed-in-already': {
    status: 409,
    title: 'This person signs in already',
    advice: 'Help them with their sign-in; a second one would be somebody else.',
  },
  'relationship-of-wrong-people': {
    status: 422,
    title: 'Responsibility is an adult’s for a child',
    advice: 'Name a parent as the adult and a child or young person as the child.',
  },
  'relationship-ended': {
    status: 409,
    title: 'It has ended before that',
    advice: 'Read the record: it ended on an earlier day already.',
  },
  'dates-crossed': { status: 422, title: 'The last day lies before the first', advice: 'Give a last day on or after the first one.' },
  'mark-against-oneself': {
    status: 422,
    title: 'Nobody is kept from their own details',
    advice: 'Name another person of the family from whom the detail is kept.',
  },
  'grant-by-nobody': {
    status: 422,
    title: 'Nobody of the family has asked for this',
    advice: 'Only a family opens its record. If one of them asked you, say who and how in the header On-Behalf-Of.',
  },
  'grant-to-oneself': {
    status: 422,
    title: 'Nobody gives rights to themselves',
    advice: 'Name somebody else; if you need a right yourself, ask somebody who may give it.',
  },
  'grant-to-the-family': {
    status: 422,
    title: 'This person is in the record already',
    advice: 'What parents may see follows from their responsibility. Ask the council if that has changed.',
  },
  'grant-beyond-own-access': {
    status: 422,
    title: 'You cannot let others see this',
    advice: 'Name only children whose record you may see yourself.',
  },
  'grant-too-long': { status: 422, title: 'That is too long', advice: 'Choose a last day within 12 months; you can do it again then.' },
  'retention-kind-unknown': {
    status: 422,
    title: 'There is no such kind of record',
    advice: 'Use one of the kinds that the description of this operation lists.',
  },
  'retention-runs': {
    status: 409,
    title: 'The record must be kept for longer',
    advice: 'Ask again after the day in until.',
  },
  'retention-unknown': {
    status: 409,
    title: 'Nobody has said how long this record is kept',
    advice: 'Start the clocks that apply to it first.',
  },
  'legal-hold-stands': {
    status: 409,
    title: 'A legal hold stands',
    advice: 'Have every hold on this record lifted by a second person first.',
  },
  'maker-may-not-approve': {
    status: 403,
    title: 'A second person is needed',
    advice: 'Ask somebody else: nobody approves or undoes alone what they made.',
  },
  'person-needed': {
    status: 403,
    title: 'A person must do this',
    advice: 'Sign in and do it yourself: a program cannot make sure who somebody is, and is no second pair of eyes.',
  },
  'factor-removal-over': {
    status: 409,
    title: 'This was confirmed already or has run out',
    advice: 'Look at the list. If it has run out, make sure again who it is and ask anew.',
  },
  'person-stands-elsewhere': {
    status: 409,
    title: 'This person signs in to another council too',
    advice: 'Their second proofs protect a role there. End their role here and invite them by another address.',
  },
  'above-your-limit': {
    status: 403,
    title: 'This is above your limit',
    advice: 'Ask an approver with a higher limit.',
  },
  'bank-account-cooling-off': {
    status: 409,
    title: 'The bank account was changed too recently',
    advice: 'Wait for the day named in this answer: a letter about the change must have time to arrive.',
  },
  'invitation-terms-contradict': {
    status: 422,
    title: 'The invitation contradicts itself',
    advice: 'Give providerId for provider staff, sources for a partner, approvalLimit for an approver, and none of them otherwise.',
  },
  'invitation-cannot-be-used': {
    status: 409,
    title: 'This invitation cannot be used',
    advice: 'Sign in with the address it was sent to. If it is older than seven days or was used, ask whoever invited you for a new one.',
  },
} as const satisfies ProblemTable;
