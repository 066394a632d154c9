import type { PersonDetails } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { instalmentsOfAgreement } from '../schedules/store.ts';
import { type AgreementAsRead, type AgreementDesk, type AtHandRefusal, changeAgreement } from './agreement-desk.ts';
import { agreementNotices } from './schema.ts';
import { updateAgreement } from './store.ts';
import { type AskedTerms, scheduleOfTerms, type TermsRefusal, termsOf } from './terms.ts';

export interface Condition {
  readonly words: string;
  /** Whether it asks for one particular provider: the law forbids that, so whoever writes it down must say. */
  readonly namesProvider: boolean;
}

/** What is sealed of a notice: with the dates, the sum and the account it is what SI 2014/1652 reg 8 asks for. */
export interface NoticeWords {
  readonly childName: string;
  readonly agreedProvision: string;
  readonly conditions: readonly string[];
}

export interface NewNotice {
  readonly agreedProvision: string;
  readonly conditions: readonly Condition[];
  /** Of a change: the new terms that are asked for; those of the agreement when left out. */
  readonly terms?: AskedTerms | undefined;
  readonly payeeId?: string | undefined;
}

/** Conditions that reg 8 puts on every recipient. */
const ALWAYS = [
  'Use the money only for the support that is agreed.',
  'Keep the money in the account named here. Only you, and people the council has agreed to, use that account.',
  'Keep a record of money in and money out, and show it when the council asks.',
  'Tell the council when something changes that matters for the support.',
] as const;

/** Tells the recipient in writing what they are asked to agree to. A new notice is a new version and takes the place of the one before. */
export async function giveNotice(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  { agreedProvision, conditions, terms, payeeId }: NewNotice,
): Promise<
  Result<
    { readonly version: number; readonly revision: number },
    AtHandRefusal | TermsRefusal | { readonly code: 'condition-names-provider' }
  >
> {
  const needed = ['draft', 'notice-given', 'consented', 'live'] as const;
  return changeAgreement(
    desk,
    caller,
    { operation: 'payments.give-notice', asRead, needed },
    async ({ tx, rows, key, now, day, agreement }) => {
      if (conditions.some(({ namesProvider }) => namesProvider)) return refused({ code: 'condition-names-provider' });
      const { authorityId, agreementId, familyId, childId } = agreement;
      const asked = terms ?? termsOf(agreement);
      const schedule = scheduleOfTerms(asked);
      if (!schedule.ok) return schedule;
      const child = rows.persons.find(({ personId }) => personId === childId);
      const childName = key.open<PersonDetails>(child?.sealed ?? null, childId)?.name ?? '';
      const version = agreement.noticeVersion + 1;
      const paidTo = payeeId ?? agreement.payeeId;
      const maskedAccount = paidTo === null ? undefined : await desk.maskedAccount(tx, authorityId, paidTo, day);
      const words: NoticeWords = { childName, agreedProvision, conditions: [...ALWAYS, ...conditions.map((each) => each.words)] };
      const standing =
        agreement.state === 'live' && terms === undefined ? await instalmentsOfAgreement(tx, authorityId, agreementId) : undefined;
      const dates =
        standing?.filter(({ state }) => state !== 'cancelled') ??
        schedule.value.instalments.map(({ payDate, amount }) => ({ payOn: payDate, amount }));
      await tx.insert(agreementNotices).values({
        ...{ authorityId, agreementId, familyId, version, givenOn: day, from: asked.from, until: asked.until, amount: asked.amount },
        ...{
          payDates: dates.map(({ payOn, amount }) => ({ payOn, pence: `${amount}` })),
          payeeId: paidTo,
          maskedAccount: maskedAccount ?? null,
        },
        ...{ sealed: key.seal(words, `${agreementId}/${version}`), createdAt: now, createdBy: caller.principal },
      });
      const revision = agreement.revision + 1;
      await updateAgreement(tx, authorityId, agreementId, {
        ...{ noticeVersion: version, payeeId: paidTo, revision },
        // A live agreement goes on by what was consented to until the new notice is signed.
        ...(agreement.state === 'live' ? {} : { state: 'notice-given' as const, consentedVersion: null }),
      });
      return accepted({ value: { version, revision }, facts: { version } });
    },
  );
}
