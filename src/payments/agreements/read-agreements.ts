import type { FamilyKey } from '../../people/index.ts';
import { readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { accountsSeenBy } from '../payees/accounts-seen-by.ts';
import type { InstalmentKind, InstalmentState } from '../rules/agreement-kinds.ts';
import { instalmentsOfAgreement } from '../schedules/store.ts';
import { type AgreementDesk, mayKnowOf } from './agreement-desk.ts';
import type { NoticeWords } from './give-notice.ts';
import {
  type AgreementRow,
  agreementsOfFamily,
  type ConsentRow,
  consentsOf,
  type DecisionRow,
  decisionsOf,
  type NoticeRow,
  noticesOf,
  readAgreement,
} from './store.ts';
import { scheduleOfTerms, termsOf } from './terms.ts';

type NotFound = { readonly code: 'record-not-found' };

/** The agreements of the children whom the caller may know of, earliest first. */
export async function listAgreements(desk: AgreementDesk, caller: Caller, familyId: string): Promise<Result<AgreementRow[], NotFound>> {
  return readFamily(desk, caller.authorityId, familyId, async ({ tx }) => {
    const rows = await agreementsOfFamily(tx, caller.authorityId, familyId);
    return rows.filter(({ childId }) => mayKnowOf(caller, familyId, childId));
  });
}

export interface AgreementView {
  readonly agreement: AgreementRow;
  readonly notices: readonly (NoticeRow & { readonly words: NoticeWords })[];
  readonly consents: readonly ConsentRow[];
  readonly decisions: readonly (DecisionRow & { readonly reasons: string })[];
}

/** One agreement with its notices (newest first), what was signed, and every decision with its reasons. */
export async function viewAgreement(
  desk: AgreementDesk,
  caller: Caller,
  { familyId, agreementId }: { readonly familyId: string; readonly agreementId: string },
): Promise<Result<AgreementView, NotFound>> {
  const { authorityId } = caller;
  const read = await readFamily(desk, authorityId, familyId, async (family): Promise<Result<AgreementView, NotFound>> => {
    const { tx, key } = family;
    const agreement = await readAgreement(tx, authorityId, agreementId);
    if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
      return refused({ code: 'record-not-found' });
    const notices = await noticesOf(tx, authorityId, agreementId);
    const decisions = await decisionsOf(tx, authorityId, agreementId);
    const own = await accountsSeenBy(family, caller);
    return accepted({
      agreement,
      notices: notices.map((notice) => ({
        ...notice,
        maskedAccount: notice.payeeId !== null && own.has(notice.payeeId) ? notice.maskedAccount : null,
        words: wordsOf(key, notice),
      })),
      consents: await consentsOf(tx, authorityId, agreementId),
      decisions: decisions.map((row) => ({ ...row, reasons: key.open<{ reasons: string }>(row.sealed, row.decisionId)?.reasons ?? '' })),
    });
  });
  return read.ok ? read.value : read;
}

function wordsOf(key: FamilyKey, { sealed, agreementId, version }: NoticeRow): NoticeWords {
  const words = key.open<NoticeWords>(sealed, `${agreementId}/${version}`);
  if (words === undefined) throw new Error('A notice has words.');
  return words;
}

export interface CalendarDate {
  readonly payOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly coverFrom: PlainDate;
  readonly coverUntil: PlainDate;
  readonly amount: bigint;
  readonly kind: InstalmentKind;
  readonly state: InstalmentState;
}

/** All payment dates: as they would be before the agreement starts, and as they stand from then on. */
export async function agreementCalendar(
  desk: AgreementDesk,
  caller: Caller,
  which: { readonly familyId: string; readonly agreementId: string },
): Promise<Result<CalendarDate[], NotFound>> {
  const { authorityId } = caller;
  const { familyId, agreementId } = which;
  const read = await readFamily(desk, authorityId, familyId, async ({ tx }): Promise<Result<CalendarDate[], NotFound>> => {
    const agreement = await readAgreement(tx, authorityId, agreementId);
    if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
      return refused({ code: 'record-not-found' });
    const standing = await instalmentsOfAgreement(tx, authorityId, agreementId);
    if (standing.length > 0) return accepted(standing.filter(({ state }) => state !== 'cancelled'));
    const schedule = scheduleOfTerms(termsOf(agreement));
    if (!schedule.ok) return accepted([]);
    return accepted(
      schedule.value.instalments.map(({ payDate, dueDate, cover, amount, kind }) => {
        return { payOn: payDate, dueOn: dueDate, coverFrom: cover.first, coverUntil: cover.last, amount, kind, state: 'planned' as const };
      }),
    );
  });
  return read.ok ? read.value : read;
}
