import { type Grantable, type GrantRole, grantable, grantRoles, type NewGrant } from '../../people/index.ts';
import { parsePlainDate } from '../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';

/** What has to be put right, and at which field. */
export interface FieldTrouble {
  readonly field: 'name' | 'email' | 'role' | 'may' | 'child' | 'until';
  readonly words: string;
}

/** What stands in the form, as it was typed. */
export interface GivenLetIn {
  readonly isEmpty: boolean;
  readonly name: string;
  readonly email: string;
  readonly role: GrantRole | undefined;
  readonly may: readonly Grantable[];
  readonly children: readonly string[];
  readonly until: string;
}

const LONGEST_NAME = 200;
const CHILD = 'child-';

/** Each box has a name of its own: a name that is sent twice would mean two things. */
export function givenIn(form: URLSearchParams): GivenLetIn {
  const text = (name: string, longest: number) => (form.get(name) ?? '').trim().slice(0, longest);
  return {
    isEmpty: form.size === 0,
    name: text('name', LONGEST_NAME),
    email: text('email', 254),
    role: grantRoles.find((each) => each === form.get('role')),
    may: grantable.filter((each) => form.has(`may-${each}`)),
    children: [...form.keys()].filter((name) => name.startsWith(CHILD)).map((name) => name.slice(CHILD.length)),
    until: text('until', 10),
  };
}

/** Reads all of the form, so that everything that is missing is said at once. */
export function readLetIn(
  form: URLSearchParams,
): Result<NewGrant, { readonly code: 'form-incomplete'; readonly troubles: readonly FieldTrouble[] }> {
  const { name, email, role, may, children, until } = givenIn(form);
  const lastDay = parsePlainDate(until);
  const troubles: FieldTrouble[] = [
    ...(name === '' ? [{ field: 'name', words: 'Write the name of the person or organisation.' } as const] : []),
    ...(email === '' ? [{ field: 'email', words: 'Write the e-mail address they sign in with.' } as const] : []),
    ...(role === undefined ? [{ field: 'role', words: 'Choose who they are to you.' } as const] : []),
    ...(may.length === 0 ? [{ field: 'may', words: 'Choose at least one thing they can do.' } as const] : []),
    ...(form.has('choose-children') && children.length === 0 ? [{ field: 'child', words: 'Choose at least one child.' } as const] : []),
    ...(lastDay === undefined ? [{ field: 'until', words: 'Choose the last day, like 2026-12-31.' } as const] : []),
  ];
  if (troubles.length > 0 || role === undefined || lastDay === undefined) return refused({ code: 'form-incomplete', troubles });
  return accepted({ name, email, role, may, until: lastDay, ...(form.has('choose-children') && { children }) });
}

const REFUSED: Readonly<Record<string, FieldTrouble>> = {
  'email-malformed': { field: 'email', words: 'Write the e-mail address like name@example.org.' },
  'grant-to-oneself': { field: 'email', words: 'This is your own address. Write the address of the person you want to let in.' },
  'grant-to-the-family': {
    field: 'email',
    words: 'You cannot let this person in here. What they can see does not depend on you. Ask the council if something has changed.',
  },
  'grant-beyond-own-access': { field: 'child', words: 'You can let others see only what you can see yourself. Choose again.' },
  'grant-too-long': { field: 'until', words: 'Choose a day within the next 12 months. You can let them in again then.' },
  'dates-crossed': { field: 'until', words: 'This day is over. Choose today or a later day.' },
};

/** Undefined for a refusal that no field can put right. */
export function troubleOf(code: string): FieldTrouble | undefined {
  return Object.hasOwn(REFUSED, code) ? REFUSED[code] : undefined;
}
