import { z } from 'zod';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { OperationAnswer } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, type Refusal, type Result } from '../../platform/result.ts';

const FIRST_DAY = '1990-01-01';
const LAST_DAY = '2199-12-31';

/** A day of the calendar: 30 February is none. No child of today has papers from before the first or after the last of these years. */
export const dateSchema = z.iso
  .date()
  .refine((date) => date >= FIRST_DAY && date <= LAST_DAY, `This must be a day from ${FIRST_DAY} to ${LAST_DAY}.`)
  .transform((date) => date as PlainDate)
  .meta({ type: 'string', format: 'date' });

/** PlainDate has no JSON Schema of its own: answers carry it as a date. */
export const shownDate = z.iso.date();

export const text = (longest: number, description: string) => z.string().trim().min(1).max(longest).meta({ description });

export const familyParams = z.strictObject({ familyId: z.uuid().meta({ description: 'The family.' }) });
export const planParams = z.strictObject({ ...familyParams.shape, planId: z.uuid().meta({ description: 'The plan.' }) });

export const revisedSchema = z.strictObject({
  revision: z.number().int().min(1).meta({ description: 'The ETag to change the plan with.' }),
});

export const ids = {
  family: '5f0b1c7e-3c1d-4c1e-9a54-0f7a4f6a2b10',
  child: '2b1d7a90-7f3c-4f0a-b9b5-6b8a9a1c7e21',
  plan: '019d9000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  outcome: '019d9000-7a12-7c04-9d1f-5b0c2e8f4a6d',
  provision: '019d9000-7a13-7c04-9d1f-5b0c2e8f4a6d',
  row: '019d9000-7a14-7c04-9d1f-5b0c2e8f4a6d',
};

/** The answer to a change of a plan: what it made, with the plan's new ETag. */
export function revised<Value extends { readonly revision: number }, R extends Refusal>(
  changed: Result<Value, R>,
): Result<OperationAnswer<Value>, R> {
  return changed.ok ? accepted({ body: changed.value, headers: { ETag: versionTag(changed.value.revision) } }) : changed;
}

/** An answer without what is undefined: absent members are left out, never null. */
export function present<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], null> } {
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members) as { [Key in keyof Value]: Exclude<Value[Key], null> };
}
