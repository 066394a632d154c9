import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { timeOrderedId } from '../../../src/platform/ids/time-ordered-id.ts';

it('orders what was made in one millisecond, whatever was made for other moments in between', () => {
  const noon = new Date('2026-04-15T12:00:00.000Z');
  const ids = Array.from({ length: 1_000 }, () => {
    timeOrderedId(new Date('2026-04-15T12:00:00.007Z'));
    return timeOrderedId(noon);
  });
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

it('is a version 7 and puts the later moment later', () => {
  const [late, early] = [timeOrderedId(new Date('2027-01-01T00:00:00.001Z')), timeOrderedId(new Date('2027-01-01T00:00:00.000Z'))];
  expect(validate(early) && version(early)).toBe(7);
  expect(early < late).toBe(true);
});
