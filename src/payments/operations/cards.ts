import { z } from 'zod';
import { readFamily } from '../../people/index.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { listPurchases } from '../cards/list-purchases.ts';
import { openCard, setCardRules, stopCard } from '../cards/open-card.ts';
import { cardPeriods } from '../cards/rules/card-rules.ts';
import { actorOf, daySchema, type PaymentRoom } from './payment-room.ts';

const SHOWN_AT_ONCE = 100;
const CARD_ID = '01981c5e-7d7a-7c31-9a2b-0d7c5a1e4f10';
const FAMILY_ID = '0b6f4c9e-55a1-4c0d-8f1e-2a9d3e7b6c54';
const code = z.string().regex(/^[\w.:-]{1,80}$/, 'This must be a code without spaces.');
const share = z.strictObject({
  line: code,
  source: code,
  financialYear: z
    .string()
    .regex(/^\d{4}-\d{2}$/, 'This must be a financial year, such as 2026-27.')
    .transform((text) => text as `${number}-${number}`),
  stream: z.enum(['EDUCATION', 'HEALTH', 'CARE']),
  costCentre: code,
  subjective: code,
});
const pennies = z.string().regex(/^\d{1,12}$/, 'This must be a sum in pence.');
const list = z.union([
  z.strictObject({ only: z.array(z.string().max(100)).max(200) }),
  z.strictObject({ not: z.array(z.string().max(100)).max(200) }),
]);
const rulesSchema = z.strictObject({
  categories: list.exactOptional(),
  merchants: list.exactOptional(),
  perPurchase: pennies.exactOptional(),
  perPeriod: z.strictObject({ period: z.enum(cardPeriods), amount: pennies }).exactOptional(),
});
const cardSchema = z.strictObject({ cardId: z.uuid() });
const ruleExample = {
  categories: { not: ['betting_casino_gambling'] },
  perPurchase: '20000',
  perPeriod: { period: 'month' as const, amount: '60000' },
};
const purchaseSchema = z
  .strictObject({
    purchaseId: z.uuid(),
    cardId: z.uuid(),
    amount: moneyJsonSchema,
    merchant: z.string(),
    madeOn: z.iso.date(),
    state: z.string(),
    reason: z.string().nullable(),
    words: z.string().nullable(),
  })
  .meta({ id: 'CardPurchase', description: 'One use of a card; of one that did not go through, why, in words for the family.' });

/** Cards that families chose to have. Nobody is required to take one. */
export function cardOperations(room: PaymentRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'payments.open-card',
      method: 'put',
      path: '/v1/cards/{cardId}',
      summary: 'Record a card that a family chose',
      description: 'It spends from one part of the budget. A family is never required to take a card.',
      scope: 'payments:write',
      params: cardSchema,
      body: z.strictObject({ issuer: code, issuerRef: code, familyId: z.uuid(), share }),
      answer: { status: 200, description: 'The card is known and may be used.', body: cardSchema },
      examples: {
        params: { cardId: CARD_ID },
        body: {
          issuer: 'stripe-issuing',
          issuerRef: 'ic_1Pgag5B7WZ01',
          familyId: FAMILY_ID,
          share: {
            line: 'L1',
            source: 'childrens-social-care',
            financialYear: '2026-27',
            stream: 'CARE',
            costCentre: 'C2200',
            subjective: '5320',
          },
        },
        answer: { cardId: CARD_ID },
      },
      refusals: ['card-exists'],
      handle: async ({ caller, params: { cardId }, body }) => {
        const opened = await openCard(room, actorOf(caller), { cardId, ...body });
        return opened.ok ? accepted({ body: { cardId } }) : { ok: false, refusal: { ...opened.refusal, facts: {} } };
      },
    }),
    defineOperation({
      id: 'payments.stop-card',
      method: 'post',
      path: '/v1/cards/{cardId}/stop',
      summary: 'Stop a card',
      description: 'Nothing goes through from this moment on. Agreed support is paid in another way.',
      scope: 'payments:write',
      params: cardSchema,
      answer: { status: 200, description: 'The card is stopped.', body: cardSchema },
      examples: { params: { cardId: CARD_ID }, answer: { cardId: CARD_ID } },
      refusals: ['card-not-found'],
      handle: async ({ caller, params: { cardId } }) => {
        const stopped = await stopCard(room, actorOf(caller), cardId);
        return stopped.ok ? accepted({ body: { cardId } }) : { ok: false, refusal: { ...stopped.refusal, facts: { cardId } } };
      },
    }),
    defineOperation({
      id: 'payments.set-card-rules',
      method: 'put',
      path: '/v1/card-rules/{stream}/{validFrom}',
      summary: 'Say what cards of a stream may be used for',
      description: 'From a day on. Sums are in pence; periods are ours: weeks from Monday, the financial year from 1 April.',
      scope: 'payments:write',
      params: z.strictObject({ stream: z.enum(['EDUCATION', 'HEALTH', 'CARE']), validFrom: daySchema }),
      body: rulesSchema,
      answer: { status: 200, description: 'The rules from that day on.', body: rulesSchema },
      examples: { params: { stream: 'CARE', validFrom: '2026-04-01' }, body: ruleExample, answer: ruleExample },
      refusals: ['card-rules-set'],
      handle: async ({ caller, params, body: rules }) => {
        const set = await setCardRules(room, actorOf(caller), { ...params, rules });
        return set.ok ? accepted({ body: rules }) : { ok: false, refusal: { ...set.refusal, facts: { validFrom: params.validFrom } } };
      },
    }),
    defineOperation({
      id: 'payments.list-card-purchases',
      method: 'get',
      path: '/v1/families/{familyId}/card-purchases',
      summary: "List a family's purchases by card",
      description: 'Newest first, a hundred at most.',
      scope: 'payments:read',
      params: z.strictObject({ familyId: z.uuid() }),
      answer: { status: 200, description: 'The purchases.', body: z.strictObject({ data: z.array(purchaseSchema) }) },
      examples: { params: { familyId: FAMILY_ID }, answer: { data: [] } },
      refusals: ['record-not-found'],
      handle: async ({ caller: { authorityId }, params: { familyId } }) => {
        const rows = await readFamily(room, authorityId, familyId, ({ tx }) =>
          listPurchases(tx, authorityId, { familyId, limit: SHOWN_AT_ONCE }),
        );
        if (!rows.ok) return rows;
        const data = rows.value.map(({ purchaseId, cardId, amount, merchant, madeOn, state, reason, words }) => {
          return { purchaseId, cardId, amount: moneyJson(amount), merchant, madeOn, state, reason, words };
        });
        return accepted({ body: { data }, opened: [{ familyId }] });
      },
    }),
  ];
}
