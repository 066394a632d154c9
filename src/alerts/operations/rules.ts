import { z } from 'zod';
import { openedBy } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { familyOutlook, listForecasts } from '../outlook.ts';
import { alertProblems } from '../problems.ts';
import { type ReplayedAlert, replayRule } from '../replay-rule.ts';
import { ruleCodes } from '../rules/rule-kinds.ts';
import { scopes } from '../rules/rule-settings.ts';
import { listRules, setRule } from '../set-rule.ts';
import { type AlertApiRoom, FAMILY_ID, onField } from './alert-room.ts';

const decimal = z.string().regex(/^-?\d{1,9}(?:\.\d{1,2})?$/, 'Write a number with at most two decimals, like 90 or 7.5.');
const settingFields = {
  rule: z.enum(ruleCodes),
  scope: z.enum(scopes),
  scopeKey: z.string().max(100).meta({ description: 'A stream, a family’s id or a line’s code; empty for the whole authority.' }),
  enabled: z.boolean(),
  trigger: decimal.meta({ description: 'Where it speaks up, in the unit of the rule.' }),
  clear: decimal.meta({ description: 'Where it is over. Between the two nothing changes.' }),
  quietDays: z.number().int().min(0).max(366),
  escalateAfter: z.number().int().min(1).max(60).meta({ description: 'Working days until the next level is told.' }),
  digest: z.boolean().meta({ description: 'Told in the morning’s digest and not at once.' }),
};
const fromDay = z.iso.date().transform((date) => date as `${number}-${number}-${number}`);
const bodySchema = z.strictObject({ ...settingFields, from: fromDay });
const settingSchema = z.strictObject({ ...settingFields, from: z.iso.date() }).meta({ id: 'AlertRuleSetting' });
const { rule: _r, scope: _s, scopeKey: _k, ...effective } = settingFields;
const ruleSchema = z
  .strictObject({
    rule: z.enum(ruleCodes),
    basis: z.enum(['watch', 'forecast', 'fact', 'event']),
    unit: z.enum(['percent', 'pounds', 'weeks', 'days', 'none']),
    direction: z.enum(['above', 'below']),
    usual: z.strictObject(effective),
    decided: z.array(settingSchema),
    fed: z.boolean().meta({ description: 'False while no part of the service reports what it is judged by: it stays silent.' }),
  })
  .meta({ id: 'AlertRule', description: 'A kind of alert, what is usual and what the authority has decided.' });
const replayed = z.array(z.strictObject({ subject: z.string(), raisedOn: z.iso.date(), resolvedOn: z.iso.date().nullable() }));

const example = {
  ...{ rule: 'share-of-allocation-used', scope: 'authority', scopeKey: '', from: '2026-04-01', enabled: true },
  ...{ trigger: '80', clear: '75', quietDays: 7, escalateAfter: 5, digest: true },
} as const;
const forecastSchema = z
  .strictObject({
    lineCode: z.string(),
    madeOn: z.iso.date(),
    says: z.enum(['over', 'under', 'on-plan', 'silent']),
    allocated: moneyJsonSchema,
    used: moneyJsonSchema,
    planned: moneyJsonSchema,
    likely: moneyJsonSchema,
    low: moneyJsonSchema,
    high: moneyJsonSchema,
    straight: moneyJsonSchema.meta({ description: 'The straight line through what was used so far, shown beside.' }),
    usedUpOn: z.iso.date().nullable(),
    parts: z
      .array(z.strictObject({ share: z.string(), difference: moneyJsonSchema }))
      .meta({ description: 'Each funder’s part of the difference.' }),
  })
  .meta({ id: 'LineForecast' });
const pounds = (pence: bigint) => moneyJson(pence);

export function ruleOperations(room: AlertApiRoom): readonly Operation[] {
  const define = operationsRefusingWith(alertProblems);
  const pages = cursorCodec('forecasts', z.strictObject({ after: z.string() }));
  return [
    define({
      id: 'alerts.list-rules',
      method: 'get',
      path: '/v1/alert-rules',
      summary: 'List the rules of alerts',
      scope: 'alerts:read',
      answer: { status: 200, description: 'The rules.', body: z.strictObject({ data: z.array(ruleSchema) }) },
      examples: { answer: { data: [] } },
      refusals: [],
      handle: async ({ caller }) => {
        const rules = await listRules(room, caller.authorityId, room.facts);
        const plain = ({ enabled, trigger, clear, quietDays, escalateAfter, digest }: (typeof rules)[number]['usual']) => {
          return { enabled, trigger, clear, quietDays, escalateAfter, digest };
        };
        return accepted({ body: { data: rules.map((each) => ({ ...each, usual: plain(each.usual), decided: [...each.decided] })) } });
      },
    }),
    define({
      id: 'alerts.set-rule',
      method: 'post',
      path: '/v1/alert-rules',
      summary: 'Keep what the authority has decided about a rule',
      description: 'From its day on; what counted before stays. A rule that contradicts itself or another is refused.',
      scope: 'alerts:write',
      body: bodySchema,
      answer: { status: 204, description: 'It is kept.', body: z.undefined() },
      examples: { body: example },
      refusals: ['rule-contradicts', 'rule-decided-already'],
      handle: async ({ caller, body }) => {
        const set = await setRule(room, caller, body);
        if (set.ok) return accepted({ body: undefined });
        return set.refusal.code === 'rule-contradicts' ? refused(onField(set.refusal)) : refused(set.refusal);
      },
    }),
    define({
      id: 'alerts.replay-rule',
      method: 'post',
      path: '/v1/alert-rules/replays',
      summary: 'Try a changed rule on the last year',
      description: 'What it says now and what it would have said. Nothing is written and nobody is told.',
      scope: 'alerts:read',
      body: bodySchema,
      answer: {
        status: 200,
        description: 'Both stories.',
        body: z.strictObject({ from: z.iso.date(), until: z.iso.date(), now: replayed, changed: replayed }),
      },
      examples: {
        body: example,
        answer: {
          from: '2025-12-31',
          until: '2026-12-31',
          now: [],
          changed: [{ subject: 'L4', raisedOn: '2026-08-31', resolvedOn: null }],
        },
      },
      refusals: ['rule-contradicts', 'rule-not-replayable'],
      handle: async ({ caller, body }) => {
        const done = await replayRule(room, caller.authorityId, body);
        if (!done.ok) return done.refusal.code === 'rule-contradicts' ? refused(onField(done.refusal)) : refused(done.refusal);
        const { from, until, now, changed } = done.value;
        const plain = (all: readonly ReplayedAlert[]) =>
          all.map(({ resolvedOn, ...each }) => ({ ...each, resolvedOn: resolvedOn ?? null }));
        return accepted({ body: { from, until, now: plain(now), changed: plain(changed) } });
      },
    }),
    define({
      id: 'alerts.list-forecasts',
      method: 'get',
      path: '/v1/line-forecasts',
      summary: 'List the forecasts of the lines',
      description: 'As of last night: what is likely, its range, and the straight line beside it.',
      scope: 'alerts:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of forecasts.', body: listSchema(forecastSchema) },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : pages.decode(cursor);
        if (!from.ok) return from;
        const found = await listForecasts(room.database, caller.authorityId, { after: from.value?.after, limit: limit + 1 });
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : pages.encode({ after: last.lineCode });
        const data = found.slice(0, limit).map(({ lineCode, madeOn, says, usedUpOn, parts, ...row }) => ({
          ...{ lineCode, madeOn, says, usedUpOn },
          ...{ allocated: pounds(row.allocated), used: pounds(row.used), planned: pounds(row.planned), likely: pounds(row.likely) },
          ...{ low: pounds(row.low), high: pounds(row.high), straight: pounds(row.straight) },
          parts: parts.map(({ share, pence }) => ({ share, difference: pounds(BigInt(pence)) })),
        }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'alerts.read-outlook',
      method: 'get',
      path: '/v1/families/{familyId}/outlook',
      summary: 'Read how a family’s support goes on',
      description: 'Lines that are used faster or slower than planned, and by when somebody gets in touch. Agreed support goes on.',
      scope: 'alerts:read',
      params: z.strictObject({ familyId: z.uuid() }),
      answer: {
        status: 200,
        description: 'What there is to say; mostly nothing.',
        body: z.strictObject({
          data: z.array(z.strictObject({ lineCode: z.string(), says: z.enum(['used-faster', 'used-slower']), contactBy: z.iso.date() })),
        }),
      },
      examples: {
        params: { familyId: FAMILY_ID },
        answer: { data: [{ lineCode: 'L4', says: 'used-faster', contactBy: '2026-09-07' }] },
      },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const read = await familyOutlook(room, caller, familyId);
        return read.ok ? accepted({ body: { data: [...read.value] }, opened: openedBy(caller, familyId) }) : read;
      },
    }),
  ];
}
