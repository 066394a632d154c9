import type { Caller } from '../../platform/http/operation.ts';
import type { AuditRow } from './read-events.ts';

/** The log in words a family understands. Every operation that opens or changes a family's record has some. */
export const whatWasDone: Readonly<Record<string, string>> = {
  'people.list-families': 'saw the name of your record in a list',
  'people.open-family': 'started your record',
  'people.read-family': 'looked at your record',
  'people.add-person': 'added a person to your record',
  'people.change-person': 'changed details in your record',
  'people.record-relationship': 'wrote down who is responsible for a child',
  'people.end-relationship': 'wrote down that a responsibility or order has ended',
  'people.mark-confidential': 'marked a detail as confidential',
  'people.lift-mark': 'took the confidential mark off a detail',
  'people.invite-to-family': 'invited somebody to sign in to your record',
  'people.claim-invitation': 'signed in to your record for the first time',
  'people.grant-access': 'let somebody see your record',
  'people.list-grants': 'looked at who may see your record',
  'people.revoke-grant': 'ended what somebody could see',
  'people.read-access-log': 'looked at this list',
  'people.export-family': 'made a copy of your record',
  'people.write-message': 'wrote a message to or for you',
  'people.list-messages': 'read your messages',
  'people.send-document': 'added a document',
  'people.list-documents': 'looked at the list of your documents',
  'people.fetch-document': 'opened a document of yours',
  'people.start-retention-clock': 'wrote down how long papers are kept',
  'people.place-legal-hold': 'asked that nothing is deleted',
  'people.lift-legal-hold': 'let go of a request that nothing is deleted',
  'budgets.list-plans': 'looked at the list of your plans',
  'budgets.read-plan': 'looked at your plan',
  'budgets.open-plan': 'started a plan',
  'budgets.change-plan': 'changed dates or the school of your plan',
  'budgets.write-section': 'wrote a part of your plan',
  'budgets.add-outcome': 'added a goal to your plan',
  'budgets.change-outcome': 'changed a goal in your plan',
  'budgets.note-progress': 'wrote down how far a goal has come',
  'budgets.add-provision': 'added support to your plan',
  'budgets.change-provision': 'changed support in your plan',
  'budgets.finalise-plan': 'made your plan final',
  'budgets.review-plan': 'wrote down a review of your plan',
  'budgets.cease-plan': 'ended your plan',
  'budgets.plan-phase-transfer': 'wrote down that a move to the next school is coming',
  'budgets.decide-phase-transfer': 'wrote down what goes on in the next school',
  'budgets.send-handover': 'handed your plan over to the council you moved to',
  'budgets.read-handover': 'looked at how your plan moved between councils',
  'budgets.accept-handover': 'took over your plan from the council you moved from',
  'budgets.list-clocks': 'saw what is due for you in a list',
  'budgets.list-family-clocks': 'looked at what is due for you',
  'budgets.read-clock': 'looked at what a review hangs on',
  'budgets.complete-clock': 'wrote down that something due was done',
  'budgets.work-off-clocks': 'worked out what is due for you',
  'budgets.make-phase-transfer': 'moved your plan to the next school',
  'budgets.request-budget': 'asked for a budget',
  'budgets.list-budgets': 'looked at the list of your budgets',
  'budgets.read-budget': 'looked at a budget',
  'budgets.set-lines': 'wrote down what is in a budget',
  'budgets.agree-budget': 'agreed a budget',
  'budgets.go-live': 'let a budget start',
  'budgets.refuse-budget': 'said no to a budget and why',
  'budgets.write-agreement': 'wrote down what you agreed',
  'budgets.sign-agreement': 'signed an agreement',
  'budgets.draft-change': 'drafted a change of a budget',
  'budgets.approve-change': 'approved a change of a budget',
  'budgets.decline-change': 'did not approve a change of a budget',
  'budgets.move-within-outcome': 'moved money between two supports',
  'budgets.propose-use': 'said what a budget could be used for',
  'budgets.answer-proposal': 'answered your idea for a budget',
  'budgets.ask-review': 'asked that a decision be looked at again',
  'budgets.answer-review': 'answered why a decision stands or changes',
  'payments.draft-agreement': 'drafted an agreement about payments',
  'payments.give-notice': 'wrote to you about an agreement',
  'payments.record-consent': 'signed an agreement, or recorded the signed paper',
  'payments.withdraw-consent': 'took back consent to payments',
  'payments.record-head-agreement': 'wrote down what the head answered',
  'payments.record-recipient-check': 'wrote down whether somebody may be paid',
  'payments.list-agreements': 'looked at the list of your agreements',
  'payments.read-agreement': 'looked at an agreement',
  'payments.read-calendar': 'looked at payment dates',
  'payments.list-attention': 'saw your record in a list of things to do',
  'payments.start-agreement': 'started payments',
  'payments.change-agreement': 'changed payments',
  'payments.stop-agreement': 'stopped payments',
  'payments.pause-agreement': 'paused payments',
  'payments.restart-agreement': 'let payments go on',
  'payments.carry-on': 'let payments go on past their last day',
  'payments.preview-start': 'looked at what starting payments would do',
  'payments.preview-change': 'looked at what a change of payments would do',
  'payments.preview-stop': 'looked at what stopping payments would do',
  'payments.preview-restart': 'looked at what going on with payments would do',
  'payments.ask-reconsideration': 'asked for a decision to be looked at again',
  'payments.answer-reconsideration': 'answered about a decision that was looked at again',
  'payments.record-absence': 'wrote down a stay away from home',
  'payments.change-absence': 'changed what was written about a stay away from home',
  'payments.list-family-payees': 'looked at who is paid',
  'payments.add-payee': 'wrote down who is paid',
  'payments.propose-account': 'entered new bank details',
  'payments.propose-own-account': 'gave new bank details',
  'payments.propose-named-account': 'gave bank details of whoever the family has named',
  'payments.confirm-account': 'confirmed new bank details',
  'payments.withdraw-account': 'took back new bank details',
  'payments.open-account': 'read bank details',
  'payments.record-death': 'wrote down that somebody has died',
  'payments.list-family-deaths': 'looked at what is to be done after a death',
  'payments.list-death-steps': 'saw your record in a list of things to do',
  'payments.settle-death-step': 'settled something after a death',
  'payments.name-death-owner': 'took over, or named who takes over, after a death',
  'payments.resume-contact': 'let messages reach you again',
  'payments.correct-death': 'took back something that was written down by mistake',
  'payments.report-missing-payment': 'asked where a payment is',
  'payments.list-missing-payments': 'looked at questions about payments',
  'payments.answer-missing-payment': 'answered where a payment is',
  'payments.list-open-missing-payments': 'saw your question about a payment in a list',
  'payments.report-punctuality': 'saw a late payment of yours in a list',
  'payments.record-late-cause': 'wrote down why a payment was late',
  'payments.ask-urgent-payment': 'asked that a payment is sent the same day',
  'payments.decide-urgent-payment': 'decided on a payment on the same day',
  'payments.list-waived-checks': 'saw checks of your bank details in a list',
  'payments.ask-claim': 'asked for money back that was laid out',
  'payments.list-claims': 'looked at money that was laid out',
  'payments.decide-claim': 'decided on money that was laid out',
  'payments.stop-payee': 'stopped payments to a bank account',
};

const WHO: Readonly<Record<string, string>> = {
  'young-person': 'The young person',
  parent: 'A parent',
  nominee: 'Somebody you chose to be paid for you',
  supporter: 'Somebody you chose to help you',
  'third-party': 'An organisation you chose',
  'finance-officer': 'Finance officer of the council',
  approver: 'Finance officer of the council',
  caseworker: 'Caseworker of the council',
  auditor: 'Auditor of the council',
  administrator: 'Administrator of the council',
};

const WHY: Readonly<Record<string, string>> = {
  'own-record': 'It is their own record',
  'granted-by-family': 'You let them',
  casework: 'Work on your plan',
  review: 'A review',
  'payment-query': 'A question about a payment',
  complaint: 'A complaint',
  audit: 'An audit',
  'support-request': 'You asked for help',
  'data-request': 'You asked for your data',
  correction: 'Something had to be put right',
};

const HOW: Readonly<Record<string, string>> = {
  online: 'online',
  phone: 'you asked by phone',
  paper: 'you asked on paper',
  'in-person': 'you asked in person',
  machine: 'a program of the council',
  service: 'this service by itself',
};

export interface LogLine {
  readonly seq: bigint;
  readonly at: Date;
  readonly who: string;
  readonly what: string;
  readonly why?: string;
  readonly how: string;
  readonly personId?: string;
}

/** No addresses of connections and no names of a family's other people: the log must not tell one parent where the other is. */
export function inWords({ seq, at, principal, role, operation, purpose, channel, personId }: AuditRow, caller: Caller): LogLine {
  const who = principal === caller.principal ? 'You' : (WHO[role ?? ''] ?? nobodyYet(principal));
  return {
    seq,
    at,
    who,
    what: whatWasDone[operation] ?? 'worked on your record',
    ...(purpose !== null && { why: WHY[purpose] ?? purpose }),
    how: HOW[channel] ?? channel,
    ...(personId !== null && { personId }),
  };
}

/** Whoever takes up an invitation is nothing to the family before. */
function nobodyYet(principal: string): string {
  return principal.startsWith('identity:') ? 'Somebody who was invited' : 'A program of the council';
}
