import { and, asc, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { appendAudit, eventOf } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { RuleCode } from '../rules/rule-kinds.ts';
import { webhookEndpoints } from '../telling/schema.ts';
import { judgeReach } from './reachable.ts';
import { newSecret } from './signing.ts';
import { reachOf, sealSecret, type WebhookDesk } from './webhook-desk.ts';

export interface Endpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly state: 'active' | 'stopped';
  readonly stoppedBecause: string | null;
  readonly createdAt: Date;
  readonly previousEndsAt: Date | null;
}

type UrlFault = { readonly code: 'webhook-url-refused'; readonly field: 'url'; readonly reason: string };

/** The secret is in this answer and nowhere else. */
export async function addEndpoint(
  desk: WebhookDesk,
  caller: Caller,
  { url, kinds }: { readonly url: string; readonly kinds: readonly RuleCode[] },
): Promise<Result<Endpoint & { readonly secret: string }, UrlFault | { readonly code: 'webhook-exists' }>> {
  const { authorityId, principal: createdBy } = caller;
  const reached = await judgeReach(url, reachOf(desk));
  if (!reached.ok) return refused({ code: 'webhook-url-refused', field: 'url', reason: reached.reason });
  const endpointId = uuidV4();
  const secret = newSecret();
  const createdAt = desk.clock.now();
  return inTransaction(desk.database, { authorityId }, async (tx, client) => {
    const sealedSecret = sealSecret(desk, endpointId, secret);
    const [kept] = await tx
      .insert(webhookEndpoints)
      .values({ authorityId, endpointId, url, kinds: [...kinds], state: 'active', sealedSecret, createdAt, createdBy })
      .onConflictDoNothing()
      .returning();
    if (kept === undefined) return refused({ code: 'webhook-exists' });
    await appendAudit(client, authorityId, [eventOf(caller, 'alerts.add-webhook', 'change', createdAt, {}, { endpointId, url })]);
    return accepted({ ...shown(kept), secret });
  });
}

const OVERLAP_MS = 24 * 3_600_000;

/** A new secret; for a day the one before signs too, so that the receiver can change over without losing a message. */
export async function rotateSecret(
  desk: WebhookDesk,
  caller: Caller,
  endpointId: string,
): Promise<Result<Endpoint & { readonly secret: string }, { readonly code: 'webhook-not-found' }>> {
  const { authorityId } = caller;
  const now = desk.clock.now();
  return inTransaction(desk.database, { authorityId }, async (tx, client) => {
    const [before] = await tx.select().from(webhookEndpoints).where(ofEndpoint(authorityId, endpointId)).for('update');
    if (before === undefined) return refused({ code: 'webhook-not-found' });
    const secret = newSecret();
    const [after] = await tx
      .update(webhookEndpoints)
      .set({
        sealedSecret: sealSecret(desk, endpointId, secret),
        previousSecret: before.sealedSecret,
        previousEndsAt: new Date(now.getTime() + OVERLAP_MS),
      })
      .where(ofEndpoint(authorityId, endpointId))
      .returning();
    await appendAudit(client, authorityId, [eventOf(caller, 'alerts.rotate-webhook', 'change', now, {}, { endpointId })]);
    return accepted({ ...shown(after ?? before), secret });
  });
}

/** Stopped by an officer, or set going again once its receiver is mended; messages kept meanwhile can be sent again. */
export async function setEndpointState(
  desk: WebhookDesk,
  caller: Caller,
  { endpointId, state }: { readonly endpointId: string; readonly state: Endpoint['state'] },
): Promise<Result<Endpoint, UrlFault | { readonly code: 'webhook-not-found' }>> {
  const { authorityId } = caller;
  const found = (await listEndpoints(desk, authorityId)).find((each) => each.endpointId === endpointId);
  if (found === undefined) return refused({ code: 'webhook-not-found' });
  const reached = state === 'active' ? await judgeReach(found.url, reachOf(desk)) : ({ ok: true } as const);
  if (!reached.ok) return refused({ code: 'webhook-url-refused', field: 'url', reason: reached.reason });
  const stoppedBecause = state === 'active' ? null : 'by-an-officer';
  return inTransaction(desk.database, { authorityId }, async (tx, client) => {
    const [after] = await tx
      .update(webhookEndpoints)
      .set({ state, stoppedBecause, failingSince: null })
      .where(ofEndpoint(authorityId, endpointId))
      .returning();
    if (after === undefined) return refused({ code: 'webhook-not-found' });
    const event = eventOf(caller, 'alerts.set-webhook-state', 'change', desk.clock.now(), {}, { endpointId, state });
    await appendAudit(client, authorityId, [event]);
    return accepted(shown(after));
  });
}

export async function listEndpoints({ database }: Pick<WebhookDesk, 'database'>, authorityId: number): Promise<Endpoint[]> {
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.authorityId, authorityId)).orderBy(asc(webhookEndpoints.endpointId)),
  );
  return rows.map(shown);
}

const ofEndpoint = (authorityId: number, endpointId: string) =>
  and(eq(webhookEndpoints.authorityId, authorityId), eq(webhookEndpoints.endpointId, endpointId));

function shown({
  endpointId,
  url,
  kinds,
  state,
  stoppedBecause,
  createdAt,
  previousEndsAt,
}: typeof webhookEndpoints.$inferSelect): Endpoint {
  return { endpointId, url, kinds, state, stoppedBecause, createdAt, previousEndsAt };
}
