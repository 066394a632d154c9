import { digestOf } from '../sessions/session-token.ts';
import type { SignInDesk } from './sign-in-desk.ts';

/** What is begun here and comes back by way of a device or an issuer. */
export type FlowKind = 'passkey-sign-in' | 'passkey-proof' | 'passkey-new' | 'issuer-staff' | 'issuer-family';

const FLOW_LIFE_MS = 10 * 60_000;

/** One flow of a kind for each browser: a second one begun in another tab takes the place of the first. */
export async function keepFlow(desk: SignInDesk, kind: FlowKind, browserToken: string, facts: object): Promise<void> {
  const now = desk.clock.now();
  await desk.database.sql`
    select people.keep_flow(${keyOf(kind, browserToken)}, ${kind}, ${JSON.stringify(facts)}::text::jsonb, ${now},
      ${new Date(now.getTime() + FLOW_LIFE_MS)})`;
}

/** Gone once it is read: whatever comes back is believed once. The caller's schema says what the facts are. */
export async function takeFlow(desk: SignInDesk, kind: FlowKind, browserToken: string): Promise<unknown> {
  const [row] = await desk.database.sql<{ facts: unknown }[]>`
    select people.take_flow(${keyOf(kind, browserToken)}, ${kind}, ${desk.clock.now()}) as facts`;
  return row?.facts ?? undefined;
}

function keyOf(kind: FlowKind, browserToken: string): Buffer {
  return digestOf(`${kind}:${browserToken}`);
}
