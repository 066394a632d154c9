import { z } from 'zod';
import { defineJob, plannedWindow } from '../platform/queue/job-contract.ts';

const ofAlert = z.strictObject({ alertId: z.uuid() });
const ofNotice = z.strictObject({ noticeId: z.uuid() });

/** A new alert: asked for in the transaction that keeps it. Whoever must hear of it is written down. */
export const alertRaised = defineJob({ topic: 'alerts.tell', payload: ofAlert });
/** A notice is to leave by its channel: asked for in the transaction that writes it. */
export const deliverNotice = defineJob({ topic: 'alerts.deliver-notice', payload: ofNotice });
/** Rules and allocations may have changed: the watches follow. */
export const keepWatches = defineJob({ topic: 'alerts.keep-watches', payload: plannedWindow });
/** Every night: forecasts, facts of other rooms, snoozes that end, escalation. */
export const nightlyAlerts = defineJob({ topic: 'alerts.work-off-night', payload: plannedWindow });
/** Every minute: notices and webhooks whose time has come, and digests. */
export const sweepNotices = defineJob({ topic: 'alerts.sweep-notices', payload: plannedWindow });
