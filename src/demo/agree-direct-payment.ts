import { v5 as uuidv5 } from 'uuid';
import { keyedRequest } from '../budgets/index.ts';
import {
  type AgreementDesk,
  draftAgreement,
  giveNotice,
  type NewAgreement,
  recordConsent,
  recordRecipientCheck,
  startPayments,
  viewAgreement,
} from '../payments/index.ts';
import type { Caller } from '../platform/http/operation.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { DEMO } from './open-northmoor.ts';
import { requireAccepted } from './require-accepted.ts';

export interface AgreedDirectPayment {
  readonly familyId: string;
  readonly draft: Omit<NewAgreement, 'timing' | 'partPayments' | 'smoothed' | 'recipientKind'>;
  readonly agreedProvision: string;
  /** Signs in and signs; left out where an officer has the signed paper in hand. */
  readonly signer?: Caller;
}

/** One agreement's way from the draft to the day it is live with its instalments. Goes on from wherever an earlier play came to. */
export async function agreeDirectPayment(
  desk: AgreementDesk,
  { finance }: Pick<NorthmoorCast, 'finance'>,
  { familyId, draft, agreedProvision, signer }: AgreedDirectPayment,
): Promise<void> {
  const agreementId = uuidv5(`agreement ${draft.lineCode} ${draft.from}`, DEMO);
  const place = { familyId, agreementId };
  const asRead = { ...place, ifMatch: '*' } as const;
  if (!(await viewAgreement(desk, finance, place)).ok) {
    const usual = { timing: 'advance', partPayments: false, smoothed: true, recipientKind: 'parent' } as const;
    requireAccepted('agreement', await draftAgreement(desk, finance, familyId, { ...usual, ...draft }, agreementId));
  }
  const { agreement } = requireAccepted('agreement', await viewAgreement(desk, finance, place));
  const { state } = agreement;
  if (state === 'live') return;
  let version = agreement.noticeVersion;
  if (state === 'draft')
    version = requireAccepted('notice', await giveNotice(desk, finance, asRead, { agreedProvision, conditions: [] })).version;
  if (state === 'draft' || state === 'notice-given') {
    const consent = { kind: 'consent', version, ...(signer === undefined && { signedBy: draft.recipientPersonId }) } as const;
    requireAccepted('consent', await recordConsent(desk, signer ?? finance, asRead, consent));
  }
  const checkedOn = await desk.businessDate(finance.authorityId);
  const check = { mayBePaid: true, checkedOn, words: 'Nothing in the Schedule of the 2014 regulations speaks against it.' };
  requireAccepted('check of the recipient', await recordRecipientCheck(desk, finance, asRead, check));
  const reasons = { reasons: 'It is agreed, signed and checked.' };
  const request = keyedRequest(finance, 'payments.start-agreement', `demo ${agreementId}`, reasons);
  requireAccepted('start of the payments', await startPayments(desk, finance, asRead, request, reasons));
}
