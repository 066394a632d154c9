import { z } from 'zod';

/**
 * What a room promises about one kind of job: its topic and the ids it names. The payload is stored in the clear and read by whoever runs
 * the database, so it holds ids and dates only, never names, accounts or anything about a child.
 */
export interface JobContract<Payload> {
  readonly topic: string;
  readonly payload: z.ZodType<Payload>;
}

export function defineJob<Payload>(contract: JobContract<Payload>): JobContract<Payload> {
  if (!/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(contract.topic)) throw new TypeError(`A topic reads room.what-is-done, not '${contract.topic}'`);
  return contract;
}

/** What the planner adds to the payload of a scheduled job: the window it stands for, as an instant and as a day in Europe/London. */
export const plannedWindow = z.object({ dueAt: z.iso.datetime(), dueOn: z.iso.date() });
