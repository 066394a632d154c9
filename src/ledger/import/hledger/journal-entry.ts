import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { Dimension } from '../../rules/entry-draft.ts';
import { fault, type ImportEntry, type ImportFault } from '../import-entry.ts';
import { streamFault, type TextField, textFault } from '../read-texts.ts';
import type { ReadPosting } from './read-posting.ts';
import { readTags } from './read-tags.ts';

/** An entry whose postings are still being read. */
export interface OpenEntry {
  readonly line: number;
  readonly date: PlainDate;
  readonly description: string;
  readonly code: string | undefined;
  readonly tags: Record<string, string>;
  readonly postings: ReadPosting[];
  readonly faults: ImportFault[];
}

const HEADER = /^(\d[\d/.-]*)(=\S+)?(?:\s+([*!]))?(?:\s+\(([^)]*)\))?(?:\s+([^;]*))?(?:;(.*))?$/;

/** `2026-04-01 * (reference) description  ; tags` */
export function startEntry(text: string, line: number): Result<OpenEntry, ImportFault> {
  const [, written = '', second, mark, code, description = '', comment = ''] = HEADER.exec(text) ?? [];
  const date = dateOf(written);
  if (date === undefined) {
    return refused(
      fault(line, 'date-malformed', `“${(written || text).slice(0, 20)}” is no date.`, 'Write year, month and day, like 2026-04-01.'),
    );
  }
  if (second !== undefined) {
    return refused(
      fault(
        line,
        'not-supported',
        'The entry has a second date.',
        'Write the one on which it counts; the book keeps the day it learned of it.',
      ),
    );
  }
  if (mark === '!')
    return refused(fault(line, 'not-supported', 'The entry is marked as pending.', 'Import what has happened; take the mark away.'));
  const tags = readTags(comment);
  const reference = code === undefined || code === '' ? tags['reference'] : code;
  const said = description.trim();
  const wrong = textFault(line, 'description', said) ?? (reference === undefined ? undefined : textFault(line, 'reference', reference));
  if (wrong !== undefined) return refused(wrong);
  return accepted({ line, date, description: said, code: reference, tags, postings: [], faults: [] });
}

/** The whole entry: what was left out is filled in, and what is asserted of accounts stands apart from what is posted to them. */
export function entryOf(open: OpenEntry): Result<ImportEntry, ImportFault> {
  const { line, postings } = open;
  const elided = postings.filter(({ amount }) => amount === undefined);
  if (elided.length > 1) {
    return refused(
      fault(elided[1]?.line ?? line, 'amount-missing', 'Two postings of the entry have no amount.', 'Leave out one amount at most.'),
    );
  }
  const rest = -postings.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n);
  const kept: ImportEntry['postings'][number][] = [];
  const assertions: ImportEntry['assertions'][number][] = [];
  for (const { line: at, account, amount = rest, assertion, tags } of postings) {
    const dimension = dimensionOf(tags, at);
    if (!dimension.ok) return dimension;
    if (amount !== 0n) kept.push({ line: at, account, amount, ...(dimension.value !== undefined && { dimension: dimension.value }) });
    if (assertion !== undefined) assertions.push({ line: at, account, balance: assertion, after: kept.length });
  }
  const reference = open.code ?? open.tags['reference'];
  const originalId = open.tags['id'];
  return accepted({
    line,
    effectiveDate: open.date,
    description: open.description === '' ? 'Imported' : open.description,
    ...(reference !== undefined && reference !== '' && { reference }),
    ...(originalId !== undefined && { originalId }),
    postings: kept,
    assertions,
  });
}

const FIELDS = ['share', 'source', 'financialYear', 'costCentre', 'subjective'] as const satisfies readonly TextField[];

/** The tags that our exports write beside a posting; other tags are the file's own and stay there. */
function dimensionOf(tags: Record<string, string>, line: number): Result<Dimension | undefined, ImportFault> {
  const dimension: Dimension = {};
  for (const field of FIELDS) {
    const value = tags[field];
    if (value === undefined || value === '') continue;
    const wrong = textFault(line, field, value);
    if (wrong !== undefined) return refused(wrong);
    dimension[field] = value;
  }
  const stream = tags['stream'];
  if (stream !== undefined) {
    const wrong = streamFault(line, stream);
    if (wrong !== undefined) return refused(wrong);
    dimension.stream = stream as NonNullable<Dimension['stream']>;
  }
  return accepted(Object.keys(dimension).length === 0 ? undefined : dimension);
}

function dateOf(text: string): PlainDate | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  return parsePlainDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
