import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { LinePosition } from '../position/read-position.ts';
import type { Figures } from '../position/rules/figures.ts';
import type { Pot } from '../position/rules/pots.ts';
import type { SharePosition } from '../position/rules/share-positions.ts';
import { dateSchema, shownDate } from './request-schemas.ts';

const amount = (description: string) => moneyJsonSchema.meta({ description });

export const figuresSchema = z
  .strictObject({
    allocated: amount('Given to it in all: available, committed and paid.'),
    available: amount('Given and not yet promised; below nothing where cost went beyond what was given.'),
    committed: amount('Promised and not yet paid.'),
    paid: amount('Charged to the budget: instalments that are due, invoices that are approved.'),
    spent: amount('Shown as spent. It lies inside paid; the two are never added.'),
    notShown: amount('Paid and not yet shown as spent.'),
    left: amount('Allocated less spent: not yet shown as spent, still to come and not yet promised.'),
  })
  .meta({ id: 'BudgetFigures', description: 'Where money stands, from the ledger’s own balances.' });

export const streamSchema = z.enum(['EDUCATION', 'HEALTH', 'CARE']);

const nextPaymentSchema = z
  .strictObject({ lineCode: z.string(), on: shownDate, amount: moneyJsonSchema })
  .meta({ id: 'NextPayment', description: 'The next payment that an agreement promises.' });

export const sharePositionSchema = z
  .strictObject({ source: z.string(), financialYear: z.string(), stream: streamSchema, figures: figuresSchema })
  .meta({ id: 'SharePosition', description: 'What one source pays of a line for one financial year.' });

export const linePositionSchema = z
  .strictObject({
    lineId: z.uuid(),
    lineCode: z.string(),
    budgetId: z.uuid(),
    stream: streamSchema,
    mechanism: z.enum(['DIRECT_PAYMENT', 'ARRANGEMENT', 'THIRD_PARTY']),
    state: z.enum(['indicative', 'agreed', 'live', 'ended']),
    figures: figuresSchema,
    shares: z.array(sharePositionSchema),
    nextPayment: nextPaymentSchema.optional(),
  })
  .meta({ id: 'LinePosition', description: 'Where a line stands, and each of its shares.' });

export const familyPositionSchema = z
  .strictObject({
    familyId: z.uuid(),
    lines: z.array(linePositionSchema),
    streams: z.array(z.strictObject({ stream: streamSchema, figures: figuresSchema })),
    sources: z.array(z.strictObject({ source: z.string(), figures: figuresSchema })),
    total: figuresSchema,
    nextPayment: nextPaymentSchema.optional(),
  })
  .meta({ id: 'FamilyPosition', description: 'Where a family’s budget stands.' });

export const potSchema = z
  .strictObject({
    source: z.string(),
    financialYear: z.string(),
    putUp: amount('What funders have put up.'),
    notGiven: amount('Put up and not yet given to a line.'),
    overspent: amount('By how much the pot is short. Agreed provision goes on all the same.'),
    figures: figuresSchema,
  })
  .meta({ id: 'PotPosition', description: 'A source’s money for a year.' });

/** One of two times, or neither: everything that is recorded. */
export const timeQuery = {
  on: dateSchema.optional().meta({ description: 'As it stood at the end of this day.' }),
  knownAt: z.iso.datetime({ offset: true }).optional().meta({ description: 'As it was known at this moment.' }),
};

export function shownFigures(figures: Figures): z.infer<typeof figuresSchema> {
  return Object.fromEntries(Object.entries(figures).map(([name, pence]) => [name, moneyJson(pence)])) as z.infer<typeof figuresSchema>;
}

export function shownShare({ share, figures }: SharePosition): z.infer<typeof sharePositionSchema> {
  return { source: share.source, financialYear: share.financialYear, stream: share.stream, figures: shownFigures(figures) };
}

export function shownLine({ childId: _, shares, figures, nextPayment, ...line }: LinePosition): z.infer<typeof linePositionSchema> {
  return {
    ...line,
    figures: shownFigures(figures),
    shares: shares.map(shownShare),
    ...(nextPayment && { nextPayment: { ...nextPayment, amount: moneyJson(nextPayment.amount) } }),
  };
}

export function shownPot({ putUp, notGiven, overspent, figures, ...pot }: Pot): z.infer<typeof potSchema> {
  return {
    ...pot,
    putUp: moneyJson(putUp),
    notGiven: moneyJson(notGiven),
    overspent: moneyJson(overspent),
    figures: shownFigures(figures),
  };
}

const example: Figures = {
  allocated: 1_040_000n,
  available: 46_154n,
  committed: 230_769n,
  paid: 763_077n,
  spent: 650_000n,
  notShown: 113_077n,
  left: 390_000n,
};
export const figuresExample = shownFigures(example);
export const shareExample = { source: 'childrens-social-care', financialYear: '2026-27', stream: 'CARE' as const, figures: figuresExample };
export const lineExample: z.infer<typeof linePositionSchema> = {
  lineId: '019d9000-7a21-7c04-9d1f-5b0c2e8f4a6d',
  lineCode: 'L7K3M9Q2X0A',
  budgetId: '019d9000-7a20-7c04-9d1f-5b0c2e8f4a6d',
  stream: 'CARE',
  mechanism: 'DIRECT_PAYMENT',
  state: 'live',
  figures: figuresExample,
  shares: [shareExample],
  nextPayment: { lineCode: 'L7K3M9Q2X0A', on: '2027-01-06', amount: { amount: '769.23', currency: 'GBP' } },
};
export const potExample: z.infer<typeof potSchema> = {
  source: 'childrens-social-care',
  financialYear: '2026-27',
  putUp: moneyJson(2_000_000n),
  notGiven: moneyJson(960_000n),
  overspent: moneyJson(0n),
  figures: figuresExample,
};
