import { z } from 'zod';

const LARGEST_PAGE = 100;
const DEFAULT_PAGE = 25;

/** How many items a page has. Read as digits only: a coerced number would take `1e1`, `0x10` and an empty text. */
export const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/, 'This must be a whole number from 1 to 100.')
  .transform(Number)
  .pipe(z.number().int().min(1).max(LARGEST_PAGE))
  .prefault(String(DEFAULT_PAGE))
  .meta({ type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: DEFAULT_PAGE, description: 'How many items a page has.' });

/** Spread into the query schema of every list: `z.strictObject({ ...listQuery, status: ... })`. */
export const listQuery = {
  limit: limitSchema,
  cursor: z.string().min(1).max(1_000).optional().meta({ description: 'nextCursor of the page before, as it was given.' }),
};

/** A page of a list; `nextCursor` is null on the last one, and the Link header says the same. */
export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    data: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Send it as cursor to read on; null on the last page.' }),
  });
}

/** RFC 8288, relative to this host: no header of the request can then send a caller and its key elsewhere. */
export function nextPageLink(url: string, nextCursor: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', nextCursor);
  return `<${path}?${parameters.toString()}>; rel="next"`;
}
