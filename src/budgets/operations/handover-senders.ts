import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { distrustSender, listSenders, showHandoverKey, trustSender } from '../plans/handovers/senders.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { planProblems } from '../plans/problems.ts';

const keyId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: 'The key’s fingerprint.' });
const publicKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,400}$/)
  .meta({ description: 'An Ed25519 public key (SubjectPublicKeyInfo), base64url.' });
const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'The short name by which the authority signs.')
  .meta({ example: 'northmoor' });
const example = { keyId: '0'.repeat(32), publicKey: 'MCowBQYDK2VwAyEA' };

/** The key this authority signs handovers with, and those of the authorities it takes them from. */
export function handoverSenderOperations(room: PlanRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...planProblems });
  return [
    define({
      id: 'budgets.show-handover-key',
      method: 'post',
      path: '/v1/handover-key',
      summary: 'Show the key that handovers are signed with',
      description: 'Drawn when it is first asked for. Other authorities register it before they take handovers from this one.',
      scope: 'budgets:write',
      answer: { status: 200, description: 'The public key.', body: z.strictObject({ keyId, publicKey }) },
      examples: { answer: example },
      refusals: [],
      handle: async ({ caller }) => accepted({ body: await showHandoverKey(room, caller) }),
    }),
    define({
      id: 'budgets.list-handover-senders',
      method: 'get',
      path: '/v1/handover-senders',
      summary: 'List authorities whose handovers are taken',
      scope: 'budgets:read',
      answer: {
        status: 200,
        description: 'The senders.',
        body: z.strictObject({ data: z.array(z.strictObject({ name, keyId, publicKey })) }),
      },
      examples: { answer: { data: [{ name: 'northmoor', ...example }] } },
      refusals: [],
      handle: async ({ caller }) => {
        const senders = await listSenders(room, caller.authorityId);
        const data = senders.map((sender) => ({ name: sender.name, keyId: sender.keyId, publicKey: sender.publicKey }));
        return accepted({ body: { data } });
      },
    }),
    define({
      id: 'budgets.trust-handover-sender',
      method: 'post',
      path: '/v1/handover-senders',
      summary: 'Take handovers of an authority from now on',
      description: 'Compare the key with the other authority by telephone before you register it.',
      scope: 'budgets:write',
      body: z.strictObject({ name, publicKey }),
      answer: { status: 201, description: 'The key’s fingerprint.', body: z.strictObject({ keyId }) },
      examples: { body: { name: 'northmoor', publicKey: example.publicKey }, answer: { keyId: example.keyId } },
      refusals: ['handover-key-unreadable'],
      handle: async ({ caller, body }) => {
        const trusted = await trustSender(room, caller, body);
        return trusted.ok ? accepted({ body: trusted.value }) : trusted;
      },
    }),
    define({
      id: 'budgets.distrust-handover-sender',
      method: 'delete',
      path: '/v1/handover-senders/{keyId}',
      summary: 'Take no more handovers signed with a key',
      scope: 'budgets:write',
      params: z.strictObject({ keyId }),
      answer: { status: 204, description: 'It is trusted no longer.', body: z.undefined() },
      examples: { params: { keyId: example.keyId } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const gone = await distrustSender(room, caller, params.keyId);
        return gone.ok ? accepted({ body: undefined }) : gone;
      },
    }),
  ];
}
