import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Account } from '../accounts.ts';
import { dimensionSchema } from './request-schemas.ts';

export const accountClassSchema = z.enum(['asset', 'liability', 'equity', 'income', 'expense']);
export const bookSideSchema = z
  .enum(['budget', 'actual', 'memo'])
  .meta({ description: 'Which side of the book; each balances by itself.' });

export const accountSchema = z
  .strictObject({
    code: z.string(),
    class: accountClassSchema,
    side: bookSideSchema,
    normalSide: z.enum(['debit', 'credit']),
    opensOn: z.iso.date(),
    closesOn: z.iso.date().optional().meta({ description: 'The last day on which it takes postings.' }),
    floor: moneyJsonSchema.optional().meta({ description: 'Its available balance may not go below this.' }),
    ceiling: moneyJsonSchema.optional(),
    loweredFloor: z
      .strictObject({ floor: moneyJsonSchema, until: z.iso.date() })
      .optional()
      .meta({ description: 'A lower floor that holds up to and with a day.' }),
    dimension: dimensionSchema,
    version: z.string().meta({ description: 'How many postings it has.' }),
    revision: z.number().int().meta({ description: 'How often it was changed; send it as If-Match to change it again.' }),
    balance: moneyJsonSchema.meta({ description: 'In its normal direction: negative when it stands on the other side.' }),
    pendingIn: moneyJsonSchema.meta({ description: 'What holds would bring.' }),
    pendingOut: moneyJsonSchema.meta({ description: 'What holds would take.' }),
  })
  .meta({ id: 'Account', description: 'An account and where it stands now.' });

export function shownAccount({
  currency: _pounds,
  floor,
  ceiling,
  loweredFloor,
  version,
  ...account
}: Account): z.infer<typeof accountSchema> {
  return {
    ...account,
    ...(floor !== undefined && { floor: moneyJson(floor) }),
    ...(ceiling !== undefined && { ceiling: moneyJson(ceiling) }),
    ...(loweredFloor !== undefined && { loweredFloor: { floor: moneyJson(loweredFloor.floor), until: loweredFloor.until } }),
    version: version.toString(),
    balance: moneyJson(account.balance),
    pendingIn: moneyJson(account.pendingIn),
    pendingOut: moneyJson(account.pendingOut),
  };
}

export const accountExample: z.infer<typeof accountSchema> = {
  code: 'bank:main',
  class: 'asset',
  side: 'actual',
  normalSide: 'debit',
  opensOn: '2026-04-01',
  dimension: {},
  version: '4021',
  revision: 0,
  balance: moneyJson(125_000_00n),
  pendingIn: moneyJson(0n),
  pendingOut: moneyJson(12_000n),
};
