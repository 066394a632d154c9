import { z } from 'zod';
import type { DatedRule } from '../bank-files/dated-rule.ts';

/** The scheme a payment goes by; each bank spells it its own way. */
export type Pain001Scheme = 'bacs' | 'faster-payments' | 'chaps';

const SCHEME_RULES = 'Published limits of the schemes; the bank’s own for a customer are lower, compare with the agreement';

/** The most that one payment may be, by the scheme's rules. */
export const SCHEME_LIMIT_PENCE: Readonly<Record<Pain001Scheme, readonly DatedRule<bigint>[]>> = {
  bacs: [{ from: '2000-01-01', value: 2_000_000_000n, source: SCHEME_RULES, verified: false }],
  'faster-payments': [{ from: '2022-02-07', value: 100_000_000n, source: SCHEME_RULES, verified: false }],
  /** CHAPS has no limit of its own; this is the most that the amount's field holds. */
  chaps: [{ from: '2000-01-01', value: 99_999_999_999_999n, source: SCHEME_RULES, verified: false }],
};

/** `code` is of the standard's external list; `proprietary` is the bank's own word. */
const kind = z.strictObject({ as: z.enum(['code', 'proprietary']), value: z.string().regex(/^[A-Za-z0-9]{1,35}$/) });
const service = z.strictObject({ serviceLevel: kind.optional(), localInstrument: kind.optional() });

/** How one bank wants a pain.001: take its guide, make one of these, and say `verified` when it has taken a test file. */
export const pain001ProfileSchema = z
  .strictObject({
    name: z.string().min(1).max(40),
    services: z.strictObject({ bacs: service.optional(), 'faster-payments': service.optional(), chaps: service.optional() }),
    chargeBearer: z.enum(['SHAR', 'SLEV', 'DEBT']),
    /** One line on our statement for the batch, or one for each payment; banks that know it only by contract take neither. */
    batchBooking: z.boolean().optional(),
    /** Says `BBAN` beside an account number. */
    accountScheme: z.boolean(),
    longestName: z.int().min(18).max(140),
    source: z.string().min(1).max(300),
    verified: z.boolean(),
  })
  .refine(({ services }) => Object.values(services).some((each) => each !== undefined), {
    path: ['services'],
    message: 'Name at least one scheme.',
  });

export type Pain001Profile = z.infer<typeof pain001ProfileSchema>;

const GUIDE = 'Service levels as UK banks’ pain.001 guides commonly give them; they differ, so compare with the bank’s own';

export const PAIN001_PROFILES: readonly Pain001Profile[] = [
  {
    name: 'uk-service-levels',
    services: {
      bacs: { serviceLevel: { as: 'code', value: 'NURG' } },
      'faster-payments': { serviceLevel: { as: 'code', value: 'URNS' } },
      chaps: { serviceLevel: { as: 'code', value: 'URGP' } },
    },
    chargeBearer: 'SHAR',
    batchBooking: true,
    accountScheme: true,
    longestName: 70,
    source: GUIDE,
    verified: false,
  },
  {
    name: 'uk-local-instruments',
    services: {
      bacs: { serviceLevel: { as: 'code', value: 'NURG' }, localInstrument: { as: 'proprietary', value: 'BACS' } },
      'faster-payments': { serviceLevel: { as: 'code', value: 'URNS' }, localInstrument: { as: 'proprietary', value: 'FPS' } },
      chaps: { serviceLevel: { as: 'code', value: 'URGP' } },
    },
    chargeBearer: 'SLEV',
    accountScheme: false,
    longestName: 70,
    source: GUIDE,
    verified: false,
  },
];
