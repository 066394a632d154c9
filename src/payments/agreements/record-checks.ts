import { v7 as uuidv7 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import { type AgreementAsRead, type AgreementDesk, type AtHandRefusal, changeAgreement } from './agreement-desk.ts';
import { insertCheck, insertHeadAgreement, updateAgreement } from './store.ts';

const UNTIL_ENDED = ['draft', 'notice-given', 'consented', 'live', 'paused'] as const;

export interface HeadAgreement {
  readonly agrees: boolean;
  readonly agreedOn: PlainDate;
  /** The setting, who answered, and on what terms. */
  readonly words: string;
}

/** The head's or principal's answer about support on the premises (SI 2014/1652 reg 9). The latest one counts. */
export async function recordHeadAgreement(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  { agrees, agreedOn, words }: HeadAgreement,
): Promise<Result<{ readonly revision: number }, AtHandRefusal>> {
  return changeAgreement(
    desk,
    caller,
    { operation: 'payments.record-head-agreement', asRead, needed: UNTIL_ENDED },
    async ({ tx, key, now, agreement }) => {
      const { authorityId, agreementId, familyId } = agreement;
      const headAgreementId = uuidv7();
      const sealed = key.seal({ words }, headAgreementId);
      await insertHeadAgreement(tx, {
        authorityId,
        headAgreementId,
        agreementId,
        familyId,
        agrees,
        agreedOn,
        sealed,
        createdAt: now,
        createdBy: caller.principal,
      });
      const revision = agreement.revision + 1;
      await updateAgreement(tx, authorityId, agreementId, { revision });
      return accepted({ value: { revision }, facts: { agrees } });
    },
  );
}

export interface RecipientCheck {
  readonly mayBePaid: boolean;
  readonly checkedOn: PlainDate;
  /** What was looked at. It lies sealed: it can tell of a court's order. */
  readonly words: string;
}

/** Whether the recipient is one of the people whom SI 2014/1652 reg 5 and its Schedule exclude, and can manage with help. */
export async function recordRecipientCheck(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  { mayBePaid, checkedOn, words }: RecipientCheck,
): Promise<Result<{ readonly revision: number }, AtHandRefusal>> {
  return changeAgreement(
    desk,
    caller,
    { operation: 'payments.record-recipient-check', asRead, needed: UNTIL_ENDED },
    async ({ tx, key, now, agreement }) => {
      const { authorityId, agreementId, familyId } = agreement;
      const checkId = uuidv7();
      const sealed = key.seal({ words }, checkId);
      await insertCheck(tx, {
        authorityId,
        checkId,
        agreementId,
        familyId,
        checkedOn,
        mayBePaid,
        sealed,
        createdAt: now,
        createdBy: caller.principal,
      });
      const revision = agreement.revision + 1;
      await updateAgreement(tx, authorityId, agreementId, { mayBePaid, revision });
      return accepted({ value: { revision } });
    },
  );
}
