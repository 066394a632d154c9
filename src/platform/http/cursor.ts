import type { z } from 'zod';
import { accepted, type Result, refused } from '../result.ts';

export interface CursorMalformed {
  readonly code: 'cursor-malformed';
}

export interface CursorCodec<Position> {
  encode(position: Position): string;
  decode(cursor: string): Result<Position, CursorMalformed>;
}

const VERSION = 1;

/**
 * Where a list stopped, as a text that callers hand back unread. It is opaque and no secret: it names the list it belongs to, so that one
 * list's cursor is refused by another, and whatever it says the statement that uses it still asks for the caller's authority only.
 * Positions are JSON: a bigint goes in as its digits.
 */
export function cursorCodec<Position>(list: string, schema: z.ZodType<Position>): CursorCodec<Position> {
  return {
    encode: (position) => Buffer.from(JSON.stringify([VERSION, list, position])).toString('base64url'),
    decode: (cursor) => {
      const parts = partsOf(cursor);
      if (parts === undefined || parts.length !== 3 || parts[0] !== VERSION || parts[1] !== list)
        return refused({ code: 'cursor-malformed' });
      const position = schema.safeParse(parts[2]);
      return position.success ? accepted(position.data) : refused({ code: 'cursor-malformed' });
    },
  };
}

function partsOf(cursor: string): readonly unknown[] | undefined {
  if (!/^[A-Za-z0-9_-]{1,1000}$/.test(cursor)) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}
