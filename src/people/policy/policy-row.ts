import type { Operation, Role, Scope } from '../../platform/http/operation.ts';
import type { Condition } from './conditions.ts';

/** Who may call one operation: machines by its scope, people by role and condition. A role that is not named may not. */
export interface PolicyRow {
  readonly roles: Partial<Readonly<Record<Role, readonly Condition[]>>>;
  /** Nothing but a sign-in is needed: what it does is about the person alone. */
  readonly anyoneSignedIn?: true;
}

export type PolicyRows = Readonly<Record<string, PolicyRow>>;

/** The table as it is asked: each row with the scope that its operation asks of a machine. */
export type Policy = ReadonlyMap<string, PolicyRow & { readonly scope?: Scope }>;

/** Joins the table with the operations that the rooms offer, and refuses to start with one that it does not know. */
export function buildPolicy(rows: PolicyRows, operations: readonly Operation[]): Policy {
  const unknown = operations.filter(({ id, scope }) => scope !== 'public' && rows[id] === undefined).map(({ id }) => id);
  if (unknown.length > 0)
    throw new Error(`The policy table says nothing about: ${unknown.join(', ')}. Say in people/policy who may call them, and when.`);
  const offered = operations.map(({ id, scope }) => [id, { roles: {}, ...rows[id], scope }] as const);
  return new Map([...Object.entries(rows), ...offered]);
}
