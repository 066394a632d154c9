import {
  agreeBudget,
  goLive,
  keyedRequest,
  type LineDraft,
  listBudgets,
  readBudgetView,
  requestBudget,
  setLines,
  signAgreement,
  writeAgreement,
} from '../budgets/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { TUTOR_LINE, YEAR_LINES } from './northmoor-lines.ts';
import { NORTHMOOR_FAMILY } from './northmoor-people.ts';
import type { PlayedRoom } from './played-room.ts';
import { requireAccepted } from './require-accepted.ts';

/** One budget's way from the family's request to the day on which it is agreed, signed by both sides and live. */
interface PlayedBudget {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly requestedOn: PlainDate;
  readonly writtenOn: PlainDate;
  readonly agreedOn: PlainDate;
  readonly familyWords: string;
  readonly lines: readonly LineDraft[];
  readonly reasons: string;
  readonly agreement: string;
}

export const BUDGET_OF_THE_YEAR: PlayedBudget = {
  from: '2026-04-01',
  until: '2027-03-31',
  requestedOn: '2026-02-16',
  writtenOn: '2026-03-09',
  agreedOn: '2026-04-01',
  familyWords: 'We would like to choose who helps Charlie, and we would like a rest now and then.',
  lines: YEAR_LINES,
  reasons: 'This is what Charlie’s plan says, and what it costs here.',
  agreement:
    'The council pays for a personal assistant, a nurse at home and 26 nights of short breaks. The family shows each quarter what was spent.',
};

/** Agreed in the summer, seven weeks before the first lesson. */
export const BUDGET_OF_THE_TUTOR: PlayedBudget = {
  from: '2026-09-01',
  until: '2027-08-31',
  requestedOn: '2026-07-06',
  writtenOn: '2026-07-08',
  agreedOn: '2026-07-13',
  familyWords: 'We would like a tutor at home whom Charlie knows.',
  lines: [TUTOR_LINE],
  reasons: 'The review of Charlie’s plan added a tutor from September.',
  agreement: 'The council pays for a specialist tutor from September. The family shows each month what was spent.',
};

/** Goes on from wherever an earlier play came to. */
export async function agreeNorthmoorBudget(room: PlayedRoom, cast: NorthmoorCast, planId: string, played: PlayedBudget): Promise<void> {
  const { clock } = room;
  const { from, until, lines, reasons, familyWords } = played;
  const familyId = NORTHMOOR_FAMILY;
  const asked = await budgetFrom(room, cast, from);
  if (asked === undefined) {
    clock.setTo(played.requestedOn);
    requireAccepted('budget', await requestBudget(room, cast.parent, familyId, { planId, from, until, familyWords }));
  }
  const { budgetId, state } = asked ?? (await requireBudget(room, cast, from));
  const at = { familyId, budgetId, ifMatch: '*' } as const;
  if (state === 'requested') {
    clock.setTo(played.writtenOn);
    requireAccepted('lines', await setLines(room, cast.finance, at, { lines, leftOut: [], reasons }));
  }
  clock.setTo(played.agreedOn);
  if (state === 'requested' || state === 'indicative') {
    const request = keyedRequest(cast.approver, 'budgets.agree-budget', `demo ${budgetId}`, { reasons });
    requireAccepted('agreed budget', await agreeBudget(room, cast.approver, at, { reasons }, request));
  }
  if (state === 'live') return;
  await signBoth(room, cast, budgetId, played);
  requireAccepted('live budget', await goLive(room, cast.finance, at, { reasons: 'It is agreed and signed.' }));
}

async function signBoth(room: PlayedRoom, { parent, finance }: NorthmoorCast, budgetId: string, played: PlayedBudget): Promise<void> {
  const place = { familyId: NORTHMOOR_FAMILY, budgetId };
  const written = requireAccepted('budget', await readBudgetView(room, finance, place)).agreement;
  const words = { text: played.agreement, familyWords: played.familyWords };
  const { version } = written ?? requireAccepted('agreement', await writeAgreement(room, finance, place, words));
  requireAccepted('signature', await signAgreement(room, parent, { ...place, version }));
  requireAccepted('signature', await signAgreement(room, finance, { ...place, version }));
}

async function budgetFrom(room: PlayedRoom, { finance }: NorthmoorCast, from: PlainDate) {
  const budgets = requireAccepted('budgets', await listBudgets(room, finance, NORTHMOOR_FAMILY));
  return budgets.find((budget) => budget.from === from);
}

async function requireBudget(room: PlayedRoom, cast: NorthmoorCast, from: PlainDate) {
  const budget = await budgetFrom(room, cast, from);
  if (budget === undefined) throw new Error(`The demo's budget from ${from} is gone.`);
  return budget;
}
