import { v7 as uuidv7 } from 'uuid';
import { lineOfPlan } from '../../budgets/index.ts';
import { changeFamily, childrenOpenTo, type FamilyAtHand, ownRightFrom } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { RecipientKind } from '../rules/agreement-kinds.ts';
import { isOwnRight } from '../rules/consent.ts';
import { type AgreementDesk, mayKnowOf } from './agreement-desk.ts';
import { insertAgreement, readAgreement } from './store.ts';
import { type AskedTerms, scheduleOfTerms, type TermsRefusal } from './terms.ts';

export interface NewAgreement extends AskedTerms {
  readonly lineCode: string;
  readonly recipientKind: RecipientKind;
  /** A person of the family, or the family's grant to a nominee or third party; left out for an organisation. */
  readonly recipientPersonId?: string | undefined;
  readonly payeeId?: string | undefined;
  /** The agreement whose place it takes. */
  readonly renews?: string | undefined;
}

type RecipientRefusal =
  | { readonly code: 'recipient-unknown' }
  | { readonly code: 'right-is-the-young-persons' | 'right-is-not-yet-theirs'; readonly facts: { readonly ownRightFrom: PlainDate } };

export type DraftRefusal =
  | TermsRefusal
  | RecipientRefusal
  | {
      readonly code:
        | 'record-not-found'
        | 'errand-for-a-stranger'
        | 'agreement-line-unknown'
        | 'line-not-paid-out'
        | 'line-not-agreed'
        | 'renewed-agreement-unknown';
    }
  | { readonly code: 'agreement-outside-line'; readonly facts: { readonly from: PlainDate; readonly until: PlainDate } }
  | { readonly code: 'amount-above-line'; readonly facts: { readonly left: string } };

/** Writes down who is to be paid what and when. Nothing is promised by it: that takes a notice, a signature and a start. */
export async function draftAgreement(
  desk: AgreementDesk,
  caller: Caller,
  familyId: string,
  draft: NewAgreement,
  agreementId: string = uuidv7(),
): Promise<Result<{ readonly agreementId: string; readonly revision: number }, DraftRefusal>> {
  const { authorityId, principal } = caller;
  const day = await desk.businessDate(authorityId);
  return changeFamily(desk, caller, { familyId, operation: 'payments.draft-agreement' }, async (family) => {
    const line = await lineOfPlan(family.tx, authorityId, draft.lineCode);
    if (line === undefined || line.familyId !== familyId || !mayKnowOf(caller, familyId, line.childId))
      return refused({ code: 'agreement-line-unknown' });
    const { lineId, lineCode, planId, childId, stream, mechanism, state, premises } = line;
    if (mechanism === 'ARRANGEMENT') return refused({ code: 'line-not-paid-out' });
    if (state !== 'agreed' && state !== 'live') return refused({ code: 'line-not-agreed' });
    if (draft.from < line.from || draft.until > line.until)
      return refused({ code: 'agreement-outside-line', facts: { from: line.from, until: line.until } });
    const left = line.amount - line.contingency;
    if (draft.amount > left) return refused({ code: 'amount-above-line', facts: { left: `${left}` } });
    if ((mechanism === 'THIRD_PARTY') !== (draft.recipientKind === 'third-party')) return refused({ code: 'recipient-unknown' });
    if (draft.renews !== undefined && (await readAgreement(family.tx, authorityId, draft.renews))?.childId !== childId)
      return refused({ code: 'renewed-agreement-unknown' });
    const recipient = judgeRecipient(draft, { childId, stream }, family, day);
    if (!recipient.ok) return recipient;
    const schedule = scheduleOfTerms(draft);
    if (!schedule.ok) return schedule;
    const { from, until, amount, rhythm, timing, smoothed, partPayments, terms, recipientKind, recipientPersonId, payeeId, renews } = draft;
    await insertAgreement(family.tx, {
      ...{ authorityId, agreementId, familyId, childId, planId, lineId, lineCode, stream },
      ...{ recipientKind, recipientPersonId: recipientPersonId ?? null, payeeId: payeeId ?? null, state: 'draft' },
      ...{ from, until, amount, timing, smoothed, rhythm: { rhythm, partPayments, ...(terms !== undefined && { terms }) } },
      ...{ renews: renews ?? null, onPremises: premises, noticeVersion: 0, revision: 1, createdAt: family.now, createdBy: principal },
    });
    return accepted({ value: { agreementId, revision: 1 }, personId: childId, facts: { agreementId, lineCode } });
  });
}

/** Whether this is somebody who can be paid for this child at all; what they must sign is asked when they sign. */
function judgeRecipient(
  { recipientKind, recipientPersonId }: NewAgreement,
  { childId, stream }: { readonly childId: string; readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE' },
  { rows }: FamilyAtHand,
  day: PlainDate,
): Result<undefined, RecipientRefusal> {
  const child = rows.persons.find(({ personId }) => personId === childId);
  if (child?.bornOn == null) return refused({ code: 'recipient-unknown' });
  const ownRight = ownRightFrom(child.bornOn, stream);
  switch (recipientKind) {
    case 'young-person':
      if (recipientPersonId !== childId) return refused({ code: 'recipient-unknown' });
      return isOwnRight(ownRight, day)
        ? accepted(undefined)
        : refused({ code: 'right-is-not-yet-theirs', facts: { ownRightFrom: ownRight } });
    case 'parent': {
      const children = rows.persons.filter(({ kind }) => kind === 'young-person');
      const open = childrenOpenTo(recipientPersonId ?? '', children, rows.relationships, day);
      if (!open.includes(childId)) return refused({ code: 'recipient-unknown' });
      return isOwnRight(ownRight, day)
        ? refused({ code: 'right-is-the-young-persons', facts: { ownRightFrom: ownRight } })
        : accepted(undefined);
    }
    case 'nominee':
    case 'third-party': {
      if (recipientPersonId === undefined) return accepted(undefined);
      const named = rows.grants.some(
        ({ grantId, role, revokedAt }) => grantId === recipientPersonId && role === recipientKind && revokedAt === null,
      );
      return named ? accepted(undefined) : refused({ code: 'recipient-unknown' });
    }
  }
}
