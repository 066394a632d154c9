import type { Request } from 'express';
import { accepted, type Result, refused } from '../result.ts';
import type { Caller } from './operation.ts';

/** Why a family's record may be opened. Fixed words: the audit outlives the record, so it must not hold somebody's sentences about a child. */
const purposes = [
  'casework',
  'review',
  'payment-query',
  'complaint',
  'audit',
  'safeguarding',
  'support-request',
  'data-request',
  'correction',
] as const;

const channels = ['phone', 'paper', 'in-person'] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type ErrandRefusal =
  | { readonly code: 'purpose-unknown'; readonly purposes: readonly string[] }
  | { readonly code: 'errand-malformed'; readonly channels: readonly string[] };

/** The headers `Purpose: review` and `On-Behalf-Of: <person>; channel=phone`. */
export function readErrand(request: Request): Result<Pick<Caller, 'purpose' | 'onBehalfOf'>, ErrandRefusal> {
  const purpose = purposes.find((each) => each === request.get('purpose'));
  // Browsers send "Purpose: prefetch" by themselves; it is nobody's reason.
  const sent = request.get('purpose');
  if (sent !== undefined && sent !== 'prefetch' && purpose === undefined) return refused({ code: 'purpose-unknown', purposes });
  const errand = request.get('on-behalf-of');
  if (errand === undefined) return accepted(purpose === undefined ? {} : { purpose });
  const [personId = '', parameter = '', ...rest] = errand.split(';').map((part) => part.trim());
  const channel = channels.find((each) => parameter === `channel=${each}`);
  if (!UUID.test(personId) || channel === undefined || rest.length > 0) return refused({ code: 'errand-malformed', channels });
  return accepted({ ...(purpose !== undefined && { purpose }), onBehalfOf: { personId, channel } });
}
