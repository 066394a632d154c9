import { z } from 'zod';
import { formatPounds, parsePounds } from '../money/pounds.ts';

export interface MoneyJson {
  readonly amount: string;
  readonly currency: 'GBP';
}

/** Money as answers show it: the amount is a string, for a JSON number is a float in most readers. */
export const moneyJsonSchema = z
  .strictObject({
    amount: z
      .string('Write the amount as a string, like "1234.56".')
      .superRefine((text, context) => {
        const pence = parsePounds(text);
        if (!pence.ok) context.addIssue({ code: 'custom', message: pence.refusal.reason, params: { code: pence.refusal.code } });
      })
      .meta({ pattern: '^-?\\d{1,17}\\.\\d{2}$', description: 'Pounds and pence with exactly two decimals.', example: '1234.56' }),
    currency: z.literal('GBP'),
  })
  .meta({ id: 'Money', description: 'An exact amount of money, never a number: floats lose pennies.' });

/** Money as requests bring it; what comes out is whole pence. */
export const moneySchema = moneyJsonSchema.transform(({ amount }): bigint => {
  const pence = parsePounds(amount);
  if (!pence.ok) throw new Error('An amount passed its schema and cannot be read.');
  return pence.value;
});

export function moneyJson(pence: bigint, currency: 'GBP' = 'GBP'): MoneyJson {
  return { amount: formatPounds(pence), currency };
}
