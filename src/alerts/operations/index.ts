import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import type { AlertApiRoom } from './alert-room.ts';
import { inboxOperations } from './inbox.ts';
import { ruleOperations } from './rules.ts';
import { tellingOperations } from './telling.ts';
import { webhookOperations } from './webhooks.ts';

/** What the admin API offers of alerts. */
export function alertOperations(room: AlertApiRoom): readonly Operation[] {
  return [inboxOperations(room), ruleOperations(room), tellingOperations(room), webhookOperations(room)].flat().map(answeringOutages);
}
