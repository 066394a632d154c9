import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';

const COUNTED = 2 ** 31;
let count = randomInt(COUNTED / 2);

/**
 * A UUIDv7 of that moment (RFC 9562, method 1). Ids of one millisecond follow each other in the order in which this process made them, so a
 * list in the order of its ids never swaps a question and its answer.
 */
export function timeOrderedId(at: Date): string {
  count = (count + 1) % COUNTED;
  return v7({ msecs: at.getTime(), seq: count });
}
