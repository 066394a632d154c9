import { readFileSync } from 'node:fs';
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** What a council's year looks like. Others measure with their own file: `npm run bench -- matching` reads the one named in MATCHING_PARAMETERS. */
const shape = z.strictObject({
  firstDay: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  weeks: z.int().min(4).max(53),
  families: z.int().min(1),
  childrenOfAFamily: z.array(share).min(1).describe('the share of families with one, two, three … children'),
  siblingsPaidTheSame: share,
  familiesPaidByBacs: share,
  familiesPaidByCard: share,
  providers: z.int().min(0),
  providersWithOneHourlyRate: share,
  invoicesOfAProviderAMonth: z.int().min(1),
  partners: z.int().min(0),
  contributionsAMonth: z.int().min(0),
  accountShown: share.describe('lines on which the bank gives the account of the other side'),
  endToEndIdShown: share.describe('lines on which the bank gives our reference in its own field'),
  referenceLost: share.describe('of the other lines: those whose memo has lost the reference'),
  memoCutAt: z.int().min(10),
  namesMisspelt: share,
  paymentsReturned: share,
  returnsNettedInTheRun: share,
  paymentsTakenBackByTheBank: share,
  paymentsMadeTwice: share,
  receivablesPaidInParts: share,
  linesOfNobody: share,
  itemsNeverPaid: share,
  bankChargesAMonth: z.int().min(0),
});

export type CouncilParameters = z.infer<typeof shape>;

export function readParameters(file: URL | string): CouncilParameters {
  return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
}
