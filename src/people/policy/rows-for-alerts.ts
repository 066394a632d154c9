import type { PolicyRows } from './policy-row.ts';
import { administers, each, helpers, ownRecord, readsFamilies } from './usual-rows.ts';

const officers = ['caseworker', 'finance-officer', 'approver'] as const;
const readsInbox = { roles: each([...officers, 'auditor']) };
const worksInbox = { roles: each(officers) };
const setsRules = { roles: each(['finance-officer'], 'second-factor-fresh') };
const seesDeliveries = { roles: each([...officers, 'auditor', 'administrator']) };

/** Alerts, their rules, and how people are told. */
export const rowsForAlerts: PolicyRows = {
  'alerts.list': readsInbox,
  'alerts.acknowledge': worksInbox,
  'alerts.snooze': worksInbox,
  /** Fraud and safeguarding: the same people who may read such a worry in a family's record. */
  'alerts.list-restricted': { roles: each(['caseworker', 'auditor'], 'purpose-given') },
  'alerts.list-rules': readsInbox,
  'alerts.set-rule': setsRules,
  'alerts.replay-rule': { roles: each(['finance-officer', 'auditor']) },
  'alerts.list-forecasts': readsInbox,
  /** A family reads how its own support goes on; a helper when the family lets them see the budget. */
  'alerts.read-outlook': { roles: { ...readsFamilies, ...ownRecord, ...each(helpers, 'own-family', 'lets-see-budget') } },
  'alerts.read-own-preference': worksInbox,
  'alerts.set-own-preference': worksInbox,
  'alerts.set-family-preference': {
    roles: { ...each(['caseworker'], 'purpose-given'), ...each(['young-person', 'parent'], 'own-family', 'own-person') },
  },
  'alerts.list-notices': seesDeliveries,
  'alerts.send-bulk-notice': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  /** The sender of texts and letters reports by machine. */
  'alerts.record-outcome': { roles: {} },
  'alerts.list-webhooks': { roles: each(['administrator', 'auditor']) },
  'alerts.add-webhook': administers,
  'alerts.rotate-webhook': administers,
  'alerts.set-webhook-state': administers,
  'alerts.list-webhook-deliveries': { roles: each(['administrator', 'auditor']) },
  'alerts.redeliver-webhook': administers,
};
