import { addDays, isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { AgreementState } from './agreement-kinds.ts';

/** What the record says of an agreement's payments. */
export interface PaidAgreement {
  readonly agreementId: string;
  readonly state: AgreementState;
  /** The first day that is no longer paid for. */
  readonly stoppedFrom: PlainDate | null;
  /** The agreement whose place it took. */
  readonly renews: string | null;
  /** The first day on which money was promised and has not come back; null while none was. */
  readonly firstPaidOn: PlainDate | null;
}

export interface PaymentFact {
  readonly kind: 'first-payment' | 'payments-ended';
  readonly agreementId: string;
  readonly on: PlainDate;
}

/**
 * What the clocks of a plan are to know of its direct payments: when each agreement's first payment was, and the last day that is paid for
 * once somebody has stopped them. An agreement past its date is paid on and has not ended; one that was renewed ends with the last that
 * took its place, so that a renewal is no gap.
 */
export function factsOfPayments(agreements: readonly PaidAgreement[], today: PlainDate): PaymentFact[] {
  const renewalOf = new Map(agreements.flatMap((each) => (each.renews === null || !hasBegun(each) ? [] : [[each.renews, each] as const])));
  const endOf = (agreement: PaidAgreement, seen: number): PlainDate | undefined => {
    const renewal = agreement.state === 'ended' ? renewalOf.get(agreement.agreementId) : undefined;
    // No chain is longer than there are agreements: one that names itself must not keep us here for ever.
    if (renewal !== undefined && seen < agreements.length) return endOf(renewal, seen + 1);
    return agreement.stoppedFrom === null ? undefined : addDays(agreement.stoppedFrom, -1);
  };
  return agreements.flatMap((agreement) => {
    const { agreementId, firstPaidOn } = agreement;
    if (firstPaidOn === null || isAfter(firstPaidOn, today)) return [];
    const first: PaymentFact = { kind: 'first-payment', agreementId, on: firstPaidOn };
    const end = endOf(agreement, 0);
    return end === undefined || !isAfter(today, end) ? [first] : [first, { kind: 'payments-ended', agreementId, on: end }];
  });
}

function hasBegun({ state }: PaidAgreement): boolean {
  return state === 'live' || state === 'paused' || state === 'stopped' || state === 'ended';
}
