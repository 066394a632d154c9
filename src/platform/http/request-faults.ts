import type { z } from 'zod';

export type RequestPart = 'path' | 'query' | 'body';

/** One thing that is wrong: where (RFC 6901 within that part of the request), a stable code, and words. */
export interface RequestFault {
  readonly in: RequestPart;
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** Judges one part of the request; all faults are listed, for a form or a file is put right once and not fault by fault. */
export function checkPart(
  part: RequestPart,
  schema: z.ZodType,
  value: unknown,
): { readonly value: unknown; readonly faults: readonly RequestFault[] } {
  const checked = schema.safeParse(value, { reportInput: true, error: wordsFor });
  if (checked.success) return { value: checked.data, faults: [] };
  return { value: undefined, faults: checked.error.issues.flatMap((issue) => faultsOf(part, issue, [])) };
}

function faultsOf(part: RequestPart, issue: Issue, above: readonly PropertyKey[]): RequestFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: part,
      pointer: pointerOf([...path, key]),
      code: 'unknown-member',
      message: 'This is not known here; leave it out.',
    }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.toSorted((one, other) => one.length - other.length)[0];
    if (nearest !== undefined && nearest.length > 0) return nearest.flatMap((inner) => faultsOf(part, inner, path));
  }
  return [{ in: part, pointer: pointerOf(path), code: codeOf(issue), message: issue.message }];
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function codeOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'missing' : 'wrong-type';
    case 'invalid_value':
      return issue.input === undefined ? 'missing' : 'value-not-allowed';
    case 'invalid_format':
      return 'wrong-format';
    case 'too_big':
      return issue.origin === 'string' ? 'too-long' : issue.origin === 'array' ? 'too-many' : 'too-large';
    case 'too_small':
      return issue.origin === 'string' ? 'too-short' : issue.origin === 'array' ? 'too-few' : 'too-small';
    case 'invalid_union':
      return 'no-variant-matches';
    case 'custom':
      return typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'refused';
    default:
      return issue.code.replaceAll('_', '-');
  }
}

/** Plain words where a schema brings none of its own. The value sent is never repeated: it may be personal, and answers are logged by others. */
function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This is required.'
        : `This must be ${article(issue.expected)}, and is ${article(kindOf(issue.input))}.`;
    case 'invalid_value':
      return issue.input === undefined
        ? 'This is required.'
        : `This must be ${issue.values.map((value) => JSON.stringify(String(value))).join(' or ')}.`;
    case 'too_big':
      return `This must be at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'too_small':
      return `This must be at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'invalid_format':
      return issue.format === 'regex' ? `This must have the form ${issue.pattern}.` : `This must be a valid ${issue.format}.`;
    case 'invalid_union':
      return 'This matches none of the forms described.';
    default:
      return undefined;
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' items' : '';
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  return Array.isArray(input) ? 'array' : typeof input;
}

function article(kind: string): string {
  if (kind === 'null') return kind;
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
