import { tables } from './tables.ts';

/**
 * Row-level security, grants and append-only guards, written from the table list and applied after every migration: a table cannot be
 * added without saying who sees it, and what was loosened by hand is tightened by the next start.
 */
export function accessStatements(): string[] {
  const statements = Object.entries(tables).flatMap(([name, table]) => {
    const grants = [`revoke all on ${name} from public, threefold_app`];
    if (table.kind === 'identity') return grants;
    if (table.kind === 'reference') return [...grants, `grant select on ${name} to threefold_app`];
    return [
      ...grants,
      `grant ${table.service.join(', ')} on ${name} to threefold_app`,
      `alter table ${name} enable row level security`,
      `alter table ${name} force row level security`,
      `drop policy if exists authority on ${name}`,
      `create policy authority on ${name} using (authority_id = (select nullif(current_setting('threefold.authority', true), '')::integer))`,
      `drop policy if exists across_authorities on ${name}`,
      ...(table.crossAuthorityFunctions ? [`create policy across_authorities on ${name} to threefold_owner using (true)`] : []),
      ...(table.appendOnly ? appendOnlyGuard(name) : []),
    ];
  });
  return [
    ...statements,
    ...schemas().flatMap((schema) => [
      `grant usage on schema ${schema} to threefold_app`,
      `grant execute on all functions in schema ${schema} to threefold_app`,
    ]),
  ];
}

/** ENABLE ALWAYS: a session in replica role cannot slip past it either. */
function appendOnlyGuard(name: string): string[] {
  return [
    `create or replace trigger append_only before update or delete or truncate on ${name} for each statement execute function platform.refuse_change()`,
    `alter table ${name} enable always trigger append_only`,
  ];
}

export function schemas(): string[] {
  return [...new Set(Object.keys(tables).map((name) => name.slice(0, name.indexOf('.'))))];
}
