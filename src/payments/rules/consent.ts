import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { ConsentKind, RecipientKind } from './agreement-kinds.ts';

/**
 * Who must sign what. The recipient consents in writing (SI 2014/1652 reg 8). A nominee or third party is first named in writing by whoever
 * holds the right (reg 5): a parent while the child's right is not their own, the young person from that day on (reg 15; for care and
 * health at 16).
 */
export interface Signature {
  readonly kind: Exclude<ConsentKind, 'withdrawal'>;
  readonly recipientKind: RecipientKind;
  /** Undefined for an organisation. */
  readonly recipientPersonId: string | undefined;
  readonly childId: string;
  /** The person or grant that signs; undefined for an organisation. */
  readonly signer: string | undefined;
  /** Whether the signer is a parent with responsibility for the child on that day. */
  readonly signerIsResponsible: boolean;
  readonly ownRightFrom: PlainDate;
  readonly on: PlainDate;
}

export type SignatureRefusal =
  | { readonly code: 'consent-by-the-wrong-person' }
  | { readonly code: 'right-is-the-young-persons' | 'right-is-not-yet-theirs'; readonly ownRightFrom: PlainDate };

export function judgeSignature(signature: Signature): Result<RecipientKind, SignatureRefusal> {
  const { kind, recipientKind, recipientPersonId, signer } = signature;
  const isNamed = recipientKind === 'nominee' || recipientKind === 'third-party';
  if (kind === 'nomination') return isNamed ? holderOfRight(signature) : refused({ code: 'consent-by-the-wrong-person' });
  if (isNamed) return signer === recipientPersonId ? accepted(recipientKind) : refused({ code: 'consent-by-the-wrong-person' });
  return signer === recipientPersonId ? holderOfRight(signature) : refused({ code: 'consent-by-the-wrong-person' });
}

/** Whether the right is the child's own on a day, and so theirs to give. */
export function isOwnRight(ownRightFrom: PlainDate, on: PlainDate): boolean {
  return !isBefore(on, ownRightFrom);
}

function holderOfRight({ signer, childId, signerIsResponsible, ownRightFrom, on }: Signature): Result<RecipientKind, SignatureRefusal> {
  if (signer === childId)
    return isOwnRight(ownRightFrom, on) ? accepted('young-person') : refused({ code: 'right-is-not-yet-theirs', ownRightFrom });
  if (!signerIsResponsible) return refused({ code: 'consent-by-the-wrong-person' });
  return isOwnRight(ownRightFrom, on) ? refused({ code: 'right-is-the-young-persons', ownRightFrom }) : accepted('parent');
}

/** Everything that a version needs before it may be paid on. */
export function isComplete(recipientKind: RecipientKind, signed: readonly ConsentKind[]): boolean {
  const needed: readonly ConsentKind[] =
    recipientKind === 'nominee' || recipientKind === 'third-party' ? ['nomination', 'consent'] : ['consent'];
  return needed.every((kind) => signed.includes(kind));
}
