import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  deliveryPlaces,
  outcomeKinds,
  outcomeStates,
  planSections,
  progressMeasures,
  provisionUnits,
  settingKinds,
  supportSections,
} from '../rules/plan-words.ts';

/**
 * What one authority tells the other, whole: the plan in its words and the figures of each line. No names: the receiving authority knows
 * the family already, and the date of birth says whether it is the same child.
 */

const day = z.iso.date();
const pence = z.string().regex(/^-?(0|[1-9]\d{0,15})$/);
const words = (longest: number) => z.string().max(longest);
const units = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,2})?$/)
  .refine((number) => Number(number) > 0);

export const handoverDocumentSchema = z.strictObject({
  format: z.literal('threefold-handover-1'),
  handoverId: z.uuid(),
  /** Slugs of the two authorities. */
  from: z.string().max(40),
  to: z.string().max(40),
  /** The first day on which the other one keeps the plan. */
  movesOn: day,
  child: z.strictObject({ bornOn: day }),
  plan: z.strictObject({
    planId: z.uuid(),
    planType: words(40),
    startsOn: day,
    finalisedOn: day,
    reviewedOn: day.optional(),
    settingKind: z.enum(settingKinds),
    element2Held: z.boolean(),
    settingName: words(200).optional(),
  }),
  sections: z
    .array(z.strictObject({ section: z.enum(planSections), text: words(40_000) }))
    .max(5)
    .refine((all) => new Set(all.map(({ section }) => section)).size === all.length),
  outcomes: z
    .array(
      z.strictObject({
        outcomeId: z.uuid(),
        kind: z.enum(outcomeKinds),
        state: z.enum(outcomeStates),
        achieveBy: day.optional(),
        text: words(2_000),
        baseline: words(2_000).optional(),
        target: words(2_000).optional(),
        progress: z.array(z.strictObject({ notedOn: day, measure: z.enum(progressMeasures), note: words(4_000).optional() })).max(1_000),
      }),
    )
    .max(500),
  provisions: z
    .array(
      z.strictObject({
        provisionId: z.uuid(),
        outcomeId: z.uuid().optional(),
        section: z.enum(supportSections),
        kind: words(60),
        unit: z.enum(provisionUnits),
        unitsPerWeek: units.optional(),
        weeks: z.number().int().min(1).max(53).optional(),
        totalUnits: units.optional(),
        termTimeOnly: z.boolean(),
        deliveredIn: z.enum(deliveryPlaces),
        premises: z.boolean(),
        until: day.optional(),
        description: words(4_000),
        byWhom: words(400).optional(),
      }),
    )
    .max(500),
  figures: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          lineCode: words(60),
          stream: z.enum(['EDUCATION', 'HEALTH', 'CARE']),
          sourceCode: words(60),
          financialYear: words(7),
          allocated: pence,
          paid: pence,
          advance: pence,
          givenBack: pence,
        }),
      )
      .max(1_000),
    givenBack: pence,
  }),
});

export type HandoverDocument = z.infer<typeof handoverDocumentSchema>;

/** A handover as it travels: the document's exact text, and the sender's signature over it. */
export const signedHandoverSchema = z
  .strictObject({
    document: z.string().min(2).max(900_000).meta({ description: 'Canonical JSON, byte for byte as it was signed.' }),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    keyId: z.string().regex(/^[0-9a-f]{32}$/),
    signature: z
      .string()
      .regex(/^[A-Za-z0-9_-]{86}$/)
      .meta({ description: 'Ed25519 over the document’s UTF-8 bytes, base64url.' }),
  })
  .meta({ id: 'SignedHandover', description: 'A plan handed from one authority to another, with the figures of its lines.' });

export type SignedHandover = z.infer<typeof signedHandoverSchema>;

/** Members in the order of their names and no spaces: the same document has one text, and so one hash. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

export function sha256Of(document: string): Buffer {
  return createHash('sha256').update(document).digest();
}

/** Whether the figures say one thing: each line gave back what it was given and did not pay, and the total is their sum. */
export function figuresTie({ lines, givenBack }: HandoverDocument['figures']): boolean {
  const eachTies = lines.every((line) => BigInt(line.givenBack) === BigInt(line.allocated) - BigInt(line.paid));
  return eachTies && lines.reduce((sum, line) => sum + BigInt(line.givenBack), 0n) === BigInt(givenBack);
}
