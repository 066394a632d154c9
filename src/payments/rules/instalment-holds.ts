import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { AgreementState, HoldReason, InstalmentKind, InstalmentState, RecipientKind } from './agreement-kinds.ts';

/**
 * Why something that is due is not paid. These are facts that the law asks for before money may leave (SI 2014/1652 regs 5, 8, 9, 14), and
 * an officer's pause; whether the payee's account can be used is asked of the payee. Nothing here cancels anything: with the fact there,
 * the instalment is paid late and in full.
 */
export interface HoldFacts {
  readonly state: AgreementState;
  readonly consentedVersion: number | null;
  readonly stoppedFrom: PlainDate | null;
  readonly stopGround: string | null;
  readonly mayBePaid: boolean | null;
  readonly onPremises: boolean;
  readonly headAgrees: boolean;
  readonly recipientKind: RecipientKind;
  readonly payeeId: string | null;
}

export interface HeldInstalment {
  readonly state: InstalmentState;
  readonly kind: InstalmentKind;
  readonly holdReason: HoldReason | null;
  readonly coverFrom: PlainDate;
}

/** The reasons an officer must see first come first; undefined when nothing holds it back. */
export function holdReasonOf(agreement: HoldFacts, instalment: HeldInstalment): HoldReason | undefined {
  const { state, stoppedFrom, stopGround } = agreement;
  // What a family laid out itself is repaid whatever becomes of the agreement: it is a debt of the council, no direct payment.
  if (instalment.kind === 'outlay') return agreement.payeeId === null ? 'payee-missing' : undefined;
  if (stopGround === 'consent-withdrawn') return 'consent-withdrawn';
  if (stoppedFrom !== null && !isBefore(instalment.coverFrom, stoppedFrom)) return 'stopped';
  if (instalment.state === 'held') return instalment.holdReason ?? 'paused';
  if (state !== 'live' && state !== 'paused' && state !== 'stopped' && state !== 'ended') return 'agreement-not-live';
  if (agreement.consentedVersion === null) return 'consent-missing';
  if (agreement.mayBePaid !== true) return 'recipient-not-checked';
  if (agreement.onPremises && !agreement.headAgrees) return 'head-agreement-missing';
  if (agreement.payeeId === null) return 'payee-missing';
  return undefined;
}
