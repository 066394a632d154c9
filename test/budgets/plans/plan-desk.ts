import { type AccessApi, startAccessApi, type Visitor } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, staffMember } from '../../people/example-family.ts';

/** A caseworker at work on plans, through the API. The business day is 15 April 2026 until the clock is set. */
export interface PlanDesk {
  readonly api: AccessApi;
  readonly authorityId: number;
  readonly caseworker: Visitor;
  /** Asked as the caseworker, with a reason. Fails with the whole answer when the status is another. */
  ask(status: number, method: string, path: string, body?: unknown, ifMatch?: string): ReturnType<AccessApi['call']>;
  openPlan(surname: string, change?: object): Promise<PlanOfFamily>;
  /** A plan in force since 10 April 2026. */
  planInForce(surname: string, change?: object): Promise<PlanOfFamily>;
}

export interface PlanOfFamily extends ExampleFamily {
  readonly planId: string;
  readonly path: string;
}

export async function planDesk(slug = 'northmoor', api?: AccessApi): Promise<PlanDesk> {
  const served = api ?? (await startAccessApi());
  const authorityId = await served.newAuthority(slug);
  const caseworker = await staffMember(served, authorityId, 'caseworker');
  const ask: PlanDesk['ask'] = async (status, method, path, body, ifMatch) =>
    expectStatus(
      await served.call(caseworker, method, path, {
        purpose: 'casework',
        ...(body !== undefined && { body }),
        ...(ifMatch !== undefined && { ifMatch }),
      }),
      status,
    );
  const openPlan: PlanDesk['openPlan'] = async (surname, change = {}) => {
    const family = await exampleFamily(served, authorityId, surname);
    const plans = `/v1/families/${family.familyId}/plans`;
    const { planId } = (await ask(201, 'POST', plans, draftFor(family.child.personId, change))).body;
    return { ...family, planId, path: `${plans}/${planId}` };
  };
  return {
    api: served,
    authorityId,
    caseworker,
    ask,
    openPlan,
    planInForce: async (surname, change) => {
      const plan = await openPlan(surname, { startsOn: '2026-04-10', ...change });
      await ask(200, 'POST', `${plan.path}/finalise`, { finalisedOn: '2026-04-10' }, '"1"');
      return plan;
    },
  };
}

export const draftFor = (childId: string, change: object = {}) => ({
  childId,
  planType: 'EHC_PLAN',
  startsOn: '2026-09-01',
  settingKind: 'mainstream',
  element2Held: true,
  settingName: 'Quillhaven School',
  ...change,
});

export const therapy = {
  section: 'F',
  kind: 'speech-and-language-therapy',
  unit: 'hour',
  unitsPerWeek: '2.50',
  weeks: 39,
  termTimeOnly: true,
  deliveredIn: 'school',
  from: '2026-04-10',
  description: 'One to one with Wren Talbot.',
  byWhom: 'Wren Talbot Therapies',
};
