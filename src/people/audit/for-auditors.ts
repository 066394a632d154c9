import { and, asc, eq, type SQL } from 'drizzle-orm';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { AuditRow } from './read-events.ts';
import { auditEvents } from './schema.ts';

/** What auditors ask of the whole authority. Each answer is read in one transaction, so that its parts belong together. */

export interface AuditProof {
  readonly events: bigint;
  readonly head: string;
  /** The first event that does not follow from the one before it. */
  readonly wrongSeq?: bigint;
  readonly problem?: string;
}

export async function checkAudit(database: Database, authorityId: number): Promise<AuditProof> {
  const [row] = await database.sql<{ events: bigint; head: string; wrong_seq: bigint | null; problem: string | null }[]>`
    select * from people.check_audit(${authorityId})`;
  if (row === undefined) throw new Error('people.check_audit answered nothing');
  const { events, head, wrong_seq, problem } = row;
  return { events, head, ...(wrong_seq !== null && { wrongSeq: wrong_seq }), ...(problem !== null && { problem }) };
}

export interface UnusualPull {
  readonly principal: string;
  readonly hour: Date;
  readonly families: number;
}

export async function listUnusualPulls(database: Database, authorityId: number): Promise<UnusualPull[]> {
  return rowsOf<UnusualPull>(
    database,
    authorityId,
    'select principal, hour, families from people.unusual_pulls where authority_id = $1 order by hour desc, principal limit 100',
  );
}

export interface ConflictingDuty {
  readonly identityId: string;
  /** The rights that no one person should hold together. */
  readonly roles: readonly string[];
  readonly since: string;
}

/** Duties that keep each other honest: who decides on a family, who pays, who approves and who checks must be different people. */
const APART: readonly (readonly [string, string])[] = [
  ['finance-officer', 'approver'],
  ['caseworker', 'approver'],
  ['auditor', 'finance-officer'],
  ['auditor', 'approver'],
  ['auditor', 'administrator'],
  ['administrator', 'approver'],
];

export async function listConflictingRights(database: Database, authorityId: number): Promise<ConflictingDuty[]> {
  return rowsOf<ConflictingDuty>(
    database,
    authorityId,
    `select one.identity_id as "identityId", array[one.role, other.role] as roles, greatest(one.from_date, other.from_date)::text as since
       from people.memberships one
       join people.memberships other on other.authority_id = one.authority_id and other.identity_id = one.identity_id
       join jsonb_to_recordset($2::jsonb) as apart (one text, other text) on apart.one = one.role and apart.other = other.role
      where one.authority_id = $1 and one.ended_at is null and other.ended_at is null
      order by 1, 2`,
    [JSON.stringify(APART.map(([one, other]) => ({ one, other })))],
  );
}

export interface StaffChange {
  readonly on: string;
  readonly change: 'joined' | 'left';
  readonly identityId: string;
  readonly role: string;
  readonly by: string;
}

/** Somebody who leaves one role and joins another on the way is a mover: both lines stand in the list. */
export async function listStaffChanges(database: Database, authorityId: number, from: string, to: string): Promise<StaffChange[]> {
  return rowsOf<StaffChange>(
    database,
    authorityId,
    `select * from (
       select (created_at at time zone 'Europe/London')::date::text as on, 'joined' as change, identity_id as "identityId", role, created_by as by
         from people.memberships where authority_id = $1
       union all
       select (coalesce(ended_at, until_date + 1) at time zone 'Europe/London')::date::text, 'left', identity_id, role, coalesce(ended_by, created_by)
         from people.memberships where authority_id = $1 and (ended_at is not null or until_date is not null)) changes
      where changes.on between $2 and $3
      order by 1, 3, 2`,
    [from, to],
  );
}

export interface StepsByOne {
  readonly principal: string;
  readonly operations: readonly string[];
  readonly familyId: string | null;
}

/** Steps that should be two people's, done by one about the same family. */
const STEPS_APART: readonly (readonly [string, string])[] = [
  ['people.place-legal-hold', 'people.lift-legal-hold'],
  ['people.start-retention-clock', 'people.erase-family'],
  ['people.invite-to-family', 'people.claim-invitation'],
];

export async function listConflictingSteps(database: Database, authorityId: number): Promise<StepsByOne[]> {
  return rowsOf<StepsByOne>(
    database,
    authorityId,
    `select distinct one.principal, array[one.operation, other.operation] as operations, one.family_id as "familyId"
       from people.audit_events one
       join jsonb_to_recordset($2::jsonb) as apart (one text, other text) on apart.one = one.operation
       join people.audit_events other on other.authority_id = one.authority_id and other.principal = one.principal
            and other.operation = apart.other and other.family_id is not distinct from one.family_id
      where one.authority_id = $1
      order by 1, 2`,
    [JSON.stringify(STEPS_APART.map(([one, other]) => ({ one, other })))],
  );
}

export interface Sampled {
  readonly stratum: string;
  readonly event: AuditRow;
  /** Everything that happened to the same family, or in the same request: the whole story in one pack. */
  readonly trail: readonly AuditRow[];
}

/** A family's story longer than this is read in the log itself. */
const LONGEST_TRAIL = 200;

/** Same seed, same book, same sample: an auditor's draw can be drawn again by whoever checks the audit. */
export async function drawSample(
  database: Database,
  authorityId: number,
  { seed, size, stratified }: { readonly seed: string; readonly size: number; readonly stratified: boolean },
): Promise<Sampled[]> {
  const drawn = await rowsOf<{ seq: bigint; stratum: string }>(
    database,
    authorityId,
    `select seq, stratum from (
       select seq, stratum, draw, row_number() over (partition by case when $4::boolean then stratum else '' end order by draw) as place
         from (select seq, operation as stratum, md5($2 || ':' || seq) as draw from people.audit_events where authority_id = $1 and kind = 'change') drawn) placed
      where place <= $3 order by stratum, draw limit 100`,
    [seed, size, stratified],
  );
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const read = (which: SQL | undefined, limit: number) =>
      tx
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.authorityId, authorityId), which))
        .orderBy(asc(auditEvents.seq))
        .limit(limit);
    const packs: Sampled[] = [];
    for (const { seq, stratum } of drawn) {
      const [event] = await read(eq(auditEvents.seq, seq), 1);
      if (event === undefined) throw new Error('an event was drawn and cannot be read');
      const related = event.familyId === null ? eq(auditEvents.requestId, event.requestId) : eq(auditEvents.familyId, event.familyId);
      packs.push({ stratum, event, trail: await read(related, LONGEST_TRAIL) });
    }
    return packs;
  });
}

async function rowsOf<Row>(database: Database, authorityId: number, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (_tx, client) => {
    const { rows } = await client.query(text, [authorityId, ...values]);
    return rows as Row[];
  });
}
