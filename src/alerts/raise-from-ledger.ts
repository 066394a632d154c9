import type { Account, Crossing, Ledger } from '../ledger/index.ts';
import type { Database } from '../platform/database/database.ts';
import { formatPounds } from '../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { ruleKinds } from './rules/rule-kinds.ts';
import { type HeardFact, settleFact } from './settle-fact.ts';
import { clearOfWatch, findRuleWatch, type KnownWatch } from './watching/rule-watches.ts';

/**
 * Alerts of what the ledger says about itself. One posting that takes an account below its floor tells us twice, by the watch it crossed
 * and by the override it named; the account and the block of the posting name the fact, so both end in one alert.
 */

export interface AlertDesk {
  readonly database: Database;
  readonly ledger: Ledger;
}

/** Lines of an account in one block: more than this were posted by no call. */
const PAGE = 1_000;

type Raised = Result<{ readonly raised: number }, { readonly code: 'watch-crossing-not-found' | 'entry-not-found' }>;

export async function raiseAlertOfCrossing(
  { database, ledger }: AlertDesk,
  authorityId: number,
  { watchId, blockSeq }: { readonly watchId: string; readonly blockSeq: bigint },
): Promise<Raised> {
  const crossing = await ledger.crossing(authorityId, { watchId, blockSeq });
  if (crossing === undefined) return refused({ code: 'watch-crossing-not-found' });
  const known = await findRuleWatch(database, authorityId, watchId);
  // Coming back past the clear bound resolves what the crossing raised, and nobody is woken for it.
  if (crossing.kind === 'cleared') {
    if (known !== undefined) await clearOfWatch(database, authorityId, known, { seq: blockSeq, at: crossing.recordedAt });
    return accepted({ raised: 0 });
  }
  const [account] = crossing.account === undefined ? [] : await ledger.accounts(authorityId, { codes: [crossing.account] });
  const isTheFloor = known === undefined ? account?.floor === crossing.bound : known.rule === 'available-below-floor';
  const fact = account && isTheFloor ? await belowFloor(ledger, authorityId, account, blockSeq) : watchFact(crossing, known);
  const { isNew } = await settleFact(database, authorityId, { ...fact, ...aboutOf(known) });
  return accepted({ raised: isNew ? 1 : 0 });
}

function aboutOf(known: KnownWatch | undefined) {
  if (known === undefined) return {};
  const { familyId, lineCode } = known;
  const named = { ...(familyId !== null && { familyId }), ...(lineCode !== null && { lineCode }) };
  return { ...named, about: named };
}

export async function raiseAlertsOfOverride({ database, ledger }: AlertDesk, authorityId: number, entryId: string): Promise<Raised> {
  const [entry] = await ledger.entries(authorityId, [entryId]);
  if (entry === undefined) return refused({ code: 'entry-not-found' });
  const codes = [...new Set(entry.postings.map(({ account }) => account))];
  let raised = 0;
  for (const account of await ledger.accounts(authorityId, { codes })) {
    const last = entry.postings.findLast((posting) => posting.account === account.code);
    const after = inNormalDirection(account, last?.balanceAfter ?? 0n);
    if (account.floor === undefined || after >= account.floor) continue;
    const { isNew } = await settleFact(database, authorityId, await belowFloor(ledger, authorityId, account, entry.blockSeq));
    raised += isNew ? 1 : 0;
  }
  return accepted({ raised });
}

export async function raiseAlertOfFailedCheck(
  { database }: Pick<AlertDesk, 'database'>,
  authorityId: number,
  { checkId, raisedAt }: { readonly checkId: string; readonly raisedAt: Date },
): Promise<Raised> {
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'ledger-check-failed',
    subject: checkId,
    severity: 'urgent',
    raisedAt,
    detail: {},
    sourceRef: `check:${checkId}`,
    seq: 0n,
  });
  return accepted({ raised: isNew ? 1 : 0 });
}

/** Where the posting call left the account, and under whose named permission; the same whichever messenger came first. */
async function belowFloor(ledger: Ledger, authorityId: number, account: Account, blockSeq: bigint): Promise<HeardFact> {
  const page = await ledger.accountStatement(authorityId, account.code, { after: { blockSeq, version: 0n }, limit: PAGE });
  const lines = page.filter((line) => line.blockSeq === blockSeq);
  const last = lines.at(-1);
  if (last === undefined) throw new Error(`${account.code} has no posting in block ${blockSeq}.`);
  const overriding = lines.findLast(({ override }) => override !== undefined) ?? last;
  return {
    kind: 'available-below-floor',
    subject: account.dimension.share ?? account.code,
    severity: 'warning',
    raisedAt: last.recordedAt,
    detail: {
      account: account.code,
      balance: formatPounds(inNormalDirection(account, last.balanceAfter)),
      floor: formatPounds(account.floor ?? 0n),
      entryId: overriding.entryId,
      ...(overriding.override !== undefined && { override: overriding.override }),
      ...(overriding.reference !== undefined && { reference: overriding.reference }),
    },
    sourceRef: `below-floor:${account.code}:${blockSeq}`,
    seq: blockSeq,
  };
}

function watchFact({ watchId, label, account, blockSeq, recordedAt, value, bound }: Crossing, known: KnownWatch | undefined): HeardFact {
  const detail = { balance: formatPounds(value), bound: formatPounds(bound), ...(label !== undefined && { rule: label }) };
  const sourceRef = `watch:${watchId}:${blockSeq}`;
  const told = { raisedAt: recordedAt, detail, sourceRef, seq: blockSeq };
  if (known === undefined) return { ...told, kind: 'watch-crossed', subject: account ?? watchId, severity: 'notice' };
  return { ...told, kind: known.rule, subject: known.subject, severity: ruleKinds[known.rule].severity };
}

function inNormalDirection({ normalSide }: Account, signed: bigint): bigint {
  return normalSide === 'debit' ? signed : -signed;
}
