import type { Database } from './database.ts';

/**
 * Row-level security is a wall only for a role that cannot step around it: the service refuses to work as a superuser, as a role that
 * bypasses it, or as one that owns the tables. Undefined when the role is fit; otherwise what is wrong, for the terminal.
 */
export async function judgeServiceRole({ sql }: Database): Promise<string | undefined> {
  const [role] = await sql<{ name: string; superuser: boolean; bypasses: boolean; owns: boolean }[]>`
    select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as bypasses,
           exists (select from pg_roles o where o.rolname = 'threefold_owner' and pg_has_role(r.oid, o.oid, 'member')) as owns
      from pg_roles r where r.rolname = current_user`;
  const remedy = 'Set DATABASE_URL to the role threefold_app.';
  if (role?.superuser) return `The service must not run as ${role.name}: a superuser sees every council’s rows. ${remedy}`;
  if (role?.bypasses) return `The service must not run as ${role.name}: it may bypass row-level security. ${remedy}`;
  if (role?.owns) return `The service must not run as ${role.name}: it owns the tables, or belongs to their owner. ${remedy}`;
  return undefined;
}
