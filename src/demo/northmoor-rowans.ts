import { v5 as uuidv5 } from 'uuid';
import {
  agreeBudget,
  finalisePlan,
  keyedRequest,
  type LineDraft,
  listBudgets,
  listPlans,
  openPlan,
  readPlan,
  requestBudget,
  setLines,
  writeSection,
} from '../budgets/index.ts';
import { agreementDeskOf, nameCheckNotConfigured } from '../payments/index.ts';
import { addPerson, openFamily, readFamily, recordRelationship, serviceCaller } from '../people/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { agreeDirectPayment } from './agree-direct-payment.ts';
import { pounds, SOCIAL_CARE } from './northmoor-budget.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { type DemoPayee, takeInPayee } from './northmoor-payee.ts';
import { DEMO } from './open-northmoor.ts';
import type { PlayedRoom } from './played-room.ts';
import { requireAccepted } from './require-accepted.ts';

/**
 * A third made-up family, whose direct payments go by a file to the council's own bank: a plan, a budget of two lines, and an agreement for
 * each line with the parent who holds its money. They sign on paper; nobody of them signs in.
 */

const FAMILY = uuidv5('family Rowan', DEMO);
const PLAN = uuidv5('plan Rowan', DEMO);
const person = (name: string) => uuidv5(`person ${name}`, DEMO);
const KIT = { personId: person('Kit Rowan'), name: 'Kit Rowan', bornOn: '2016-09-02' } as const;

const PLANNED_ON: PlainDate = '2026-11-24';
const AGREED_ON: PlainDate = '2026-11-25';
const TAKEN_IN_ON: PlainDate = '2026-11-26';
const STARTED_ON: PlainDate = '2026-11-27';

/** The day on which the first instalments are promised. */
export const ROWANS_FROM: PlainDate = '2026-12-15';
const SUPPORT = { from: ROWANS_FROM, until: '2027-03-31' } as const;
const SECTION = { section: 'H1', text: 'A helper goes with Kit to the Saturday club and to swimming.' } as const;

interface RowanLine {
  readonly lineCode: string;
  readonly title: string;
  readonly what: string;
  readonly amount: bigint;
  readonly holder: DemoPayee;
}

const holder = (name: string, accountNumber: string): DemoPayee => {
  return { familyId: FAMILY, personId: person(name), details: { accountName: name, sortCode: '01-02-03', accountNumber } };
};

/** Each is paid in four equal sums, four weeks apart. */
export const ROWAN_LINES: readonly RowanLine[] = [
  {
    ...{ lineCode: 'L6', title: 'Saturday club', what: 'A helper at the Saturday club' },
    ...{ amount: pounds('300.00'), holder: holder('Robin Rowan', '10000003') },
  },
  {
    ...{ lineCode: 'L7', title: 'Swimming', what: 'A helper at the pool' },
    ...{ amount: pounds('240.00'), holder: holder('Sam Rowan', '30000009') },
  },
];

/** From the plan to agreements that are live. Goes on from wherever an earlier play came to. */
export async function agreeWithTheRowans(room: PlayedRoom, cast: NorthmoorCast): Promise<void> {
  const { clock } = room;
  clock.setTo(PLANNED_ON);
  await tellTheFamily(room, cast.finance.authorityId);
  await writePlan(room, cast);
  await agreeTheBudget(room, cast);
  clock.setTo(TAKEN_IN_ON);
  const payeeIds = new Map<string, string>();
  for (const { lineCode, holder } of ROWAN_LINES)
    payeeIds.set(lineCode, await takeInPayee({ ...room, nameCheck: nameCheckNotConfigured }, cast, holder));
  clock.setTo(STARTED_ON);
  for (const { lineCode, what, amount, holder } of ROWAN_LINES)
    await agreeDirectPayment(agreementDeskOf(room), cast, {
      familyId: FAMILY,
      agreedProvision: what,
      draft: {
        ...{ lineCode, amount, ...SUPPORT, recipientPersonId: holder.personId, payeeId: payeeIds.get(lineCode) },
        rhythm: { kind: 'every-four-weeks', from: ROWANS_FROM },
      },
    });
}

async function tellTheFamily(room: PlayedRoom, authorityId: number): Promise<void> {
  const demo = serviceCaller(authorityId, 'demo');
  const known = await readFamily(room, authorityId, FAMILY, async ({ rows }) => rows);
  if (!known.ok) await openFamily(room, demo, { name: 'Rowan' }, FAMILY);
  const rows = requireAccepted('family', await readFamily(room, authorityId, FAMILY, async (family) => family.rows));
  const parents = ROWAN_LINES.map(({ holder: { personId, details } }) => ({
    personId,
    kind: 'parent' as const,
    name: details.accountName,
  }));
  for (const { personId, name, ...more } of [...parents, { ...KIT, kind: 'young-person' as const }]) {
    if (rows.persons.some((each) => each.personId === personId)) continue;
    requireAccepted('person', await addPerson(room, demo, FAMILY, { ...more, details: { name } }, personId));
  }
  for (const { personId: adultId } of parents) {
    if (rows.relationships.some((each) => each.adultId === adultId)) continue;
    const terms = { adultId, childId: KIT.personId, kind: 'parental-responsibility', from: KIT.bornOn } as const;
    requireAccepted('responsibility', await recordRelationship(room, demo, FAMILY, terms));
  }
}

async function writePlan(room: PlayedRoom, { caseworker }: NorthmoorCast): Promise<void> {
  const at = { familyId: FAMILY, planId: PLAN, ifMatch: '*' } as const;
  const plans = requireAccepted('plans', await listPlans(room, caseworker, FAMILY));
  const setting = { settingKind: 'mainstream', settingName: 'Northmoor Primary', element2Held: false } as const;
  const draft = { childId: KIT.personId, planType: 'EHC_PLAN', startsOn: PLANNED_ON, ...setting } as const;
  if (!plans.some(({ planId }) => planId === PLAN)) requireAccepted('plan', await openPlan(room, caseworker, FAMILY, draft, PLAN));
  const { plan, sections } = requireAccepted('plan', await readPlan(room, caseworker, at));
  if (plan.state !== 'draft') return;
  const { section, text } = SECTION;
  if (!sections.some((written) => written.section === section))
    requireAccepted('section', await writeSection(room, caseworker, { ...at, section }, text));
  requireAccepted('final plan', await finalisePlan(room, caseworker, at, PLANNED_ON));
}

async function agreeTheBudget(room: PlayedRoom, { finance, approver }: NorthmoorCast): Promise<void> {
  const [standing] = requireAccepted('budgets', await listBudgets(room, finance, FAMILY));
  const asked = { planId: PLAN, ...SUPPORT, familyWords: 'Kit wants to be where the other children are.' };
  const { budgetId } = standing ?? requireAccepted('budget', await requestBudget(room, finance, FAMILY, asked));
  const state = standing?.state ?? 'requested';
  const at = { familyId: FAMILY, budgetId, ifMatch: '*' } as const;
  const reasons = 'This is what Kit’s plan says, and what it costs here.';
  if (state === 'requested')
    requireAccepted('lines', await setLines(room, finance, at, { lines: ROWAN_LINES.map(lineDraft), leftOut: [], reasons }));
  if (state !== 'requested' && state !== 'indicative') return;
  room.clock.setTo(AGREED_ON);
  const request = keyedRequest(approver, 'budgets.agree-budget', `demo ${budgetId}`, { reasons });
  requireAccepted('agreed budget', await agreeBudget(room, approver, at, { reasons }, request));
}

function lineDraft({ lineCode, title, what, amount }: RowanLine): LineDraft {
  return {
    ...SUPPORT,
    ...{ lineCode, kind: 'personal-assistant', stream: 'CARE', mechanism: 'DIRECT_PAYMENT', amount },
    ...{ educatesOrTrains: false, premises: false, contingency: 0n, termTimeOnly: false, yearCut: 'months' },
    sources: [{ sourceCode: SOCIAL_CARE.source, percent: '100' }],
    words: { title, what, why: 'Kit makes friends there.' },
  };
}
