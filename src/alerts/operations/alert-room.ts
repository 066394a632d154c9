import type { Ledger } from '../../ledger/index.ts';
import type { RecordRoom } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { AlertFacts } from '../facts/alert-facts.ts';
import type { WebhookDesk } from '../webhooks/webhook-desk.ts';

/** What the operations of this room work with. */
export interface AlertApiRoom extends RecordRoom, WebhookDesk {
  readonly ledger: Ledger;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
  readonly facts: readonly AlertFacts[];
}

/** A fault of this room in the form in which the router names those it finds itself. */
export function onField<Code extends string>({
  code,
  field,
  reason,
}: {
  readonly code: Code;
  readonly field: string;
  readonly reason: string;
}) {
  return { code, errors: [{ in: 'body', pointer: `/${field}`, code, message: reason }] };
}

export const ALERT_ID = '0b9de1a2-6a2f-5c52-9a37-3f4bb5d41c20';
export const FAMILY_ID = '5f0b1c7e-3c1d-4c1e-9a54-0f7a4f6a2b10';
export const PERSON_ID = '8c0f3f5a-2a56-4a61-8f0e-4f3a55b1c2d4';
