import { type ShareAmount, shareAccount, sharesOfLine, type WeightedShare } from '../../budgets/index.ts';
import type { FamilyAtHand } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import type { AgreementDesk } from '../agreements/agreement-desk.ts';
import type { DecisionFigures } from '../agreements/schema.ts';
import type { AgreementRow } from '../agreements/store.ts';
import type { DecisionKind, StopGround } from '../rules/agreement-kinds.ts';
import { cutOverShares, type ShareLeft } from '../rules/instalment-shares.ts';
import type { ExistingInstalment, NewInstalment, ReplanFigures } from '../rules/replan.ts';
import type { ScheduledInstalment } from './instalment.ts';
import { instalmentsOfLine } from './store.ts';

/** What an officer wants of an agreement's payments, worked out and not yet done: the preview and the decision are made of the same. */
export interface PaymentDecision {
  readonly kind: DecisionKind;
  readonly effectiveOn: PlainDate;
  readonly noticeOn?: PlainDate;
  readonly ground?: StopGround;
  readonly cancel: readonly string[];
  /** Held until somebody decides again. */
  readonly hold: readonly string[];
  /** Held until now, and to be paid after all. */
  readonly free: readonly string[];
  readonly add: readonly NewInstalment[];
  readonly set: Partial<
    Pick<
      AgreementRow,
      'state' | 'from' | 'until' | 'amount' | 'rhythm' | 'timing' | 'smoothed' | 'stoppedFrom' | 'stopGround' | 'consentedVersion'
    >
  >;
  /** In pence: what was shown before it was decided. */
  readonly figures: DecisionFigures;
  readonly reasons: string;
  /** The agreement whose place this one takes. */
  readonly ends?: string;
  /** Named where a duty to pay goes before what the line has left. */
  readonly override?: string;
}

/** What a decision is worked out from. */
export interface PaymentsAtHand extends Pick<FamilyAtHand, 'tx' | 'rows'> {
  readonly agreement: AgreementRow;
  readonly instalments: readonly ScheduledInstalment[];
  readonly day: PlainDate;
}

export interface LineMoney {
  readonly shares: readonly WeightedShare[];
  /** What each share has available, by the code of its account. */
  readonly available: ReadonlyMap<string, bigint>;
}

/** Read before the transaction that decides: the books have transactions of their own, and their floor judges a race. */
export async function moneyOfLine(desk: AgreementDesk, authorityId: number, shares: readonly WeightedShare[]): Promise<LineMoney> {
  const codes = shares.map(({ share }) => shareAccount(share, 'available'));
  const balances = codes.length === 0 ? [] : await desk.ledger.balances(authorityId, codes);
  return { shares, available: new Map(balances.map(({ account, balance }) => [account, balance])) };
}

export type AmountAboveLine = { readonly code: 'amount-above-line'; readonly facts: { readonly left: string } };

/** The parts of the instalments that a decision adds, from what the shares have left once it has cancelled what it cancels. */
export async function partsOfDecision(
  tx: Transaction,
  { agreement }: Pick<PaymentsAtHand, 'agreement'>,
  decision: Pick<PaymentDecision, 'add' | 'cancel' | 'override'>,
  money: LineMoney,
): Promise<Result<ShareAmount[][], AmountAboveLine>> {
  if (decision.add.length === 0) return accepted([]);
  const ofLine = await instalmentsOfLine(tx, agreement.authorityId, agreement.lineCode);
  const cancelled = ofLine.filter(({ dueRef }) => decision.cancel.includes(dueRef)).flatMap(({ parts }) => parts);
  const standing = ofLine.filter(({ dueRef }) => !decision.cancel.includes(dueRef)).flatMap(({ parts }) => parts);
  const sumOn = (code: string, parts: readonly ShareAmount[]) =>
    parts.filter(({ share }) => shareAccount(share, 'available') === code).reduce((sum, { amount }) => sum + amount, 0n);
  const wanted = decision.override === undefined ? money.shares : carriedInto(money.shares, decision.add);
  const shares = wanted.map(({ share, weight }): ShareLeft => {
    const code = shareAccount(share, 'available');
    const left = (money.available.get(code) ?? 0n) + sumOn(code, cancelled);
    // A duty to pay is not limited by what is left: the books show the share overspent, under the decision's name.
    return { share, weight, left: decision.override === undefined ? left : 10n ** 15n, before: sumOn(code, standing) };
  });
  const cut = cutOverShares(decision.add, shares);
  return cut.ok ? cut : refused({ code: 'amount-above-line', facts: { left: `${cut.refusal.left}` } });
}

/** A year for which the line has nothing yet: the same source and codes pay, as they did in its last year. */
function carriedInto(shares: readonly WeightedShare[], add: readonly NewInstalment[]): WeightedShare[] {
  const known = new Set(shares.map(({ share }) => share.financialYear));
  const last = [...known].sort().at(-1);
  const missing = [...new Set(add.map(({ financialYear }) => financialYear))].filter((year) => !known.has(year));
  const lastShares = shares.filter(({ share }) => share.financialYear === last);
  return [
    ...shares,
    ...missing.flatMap((financialYear) => lastShares.map(({ share, weight }) => ({ share: { ...share, financialYear }, weight }))),
  ];
}

export async function readShares(tx: Transaction, { authorityId, lineId, lineCode }: AgreementRow): Promise<WeightedShare[]> {
  return sharesOfLine(tx, authorityId, { lineId, lineCode });
}

/** What new terms are worked out against. What the family laid out itself is owed whatever becomes of the terms, and is not among them. */
export function existingOf(instalments: readonly ScheduledInstalment[]): ExistingInstalment[] {
  const ofTheTerms = instalments.filter(({ kind }) => kind !== 'outlay');
  return ofTheTerms.map(({ dueRef, state, kind, dueOn, payOn, coverFrom, coverUntil, amount }) => {
    return { dueRef, state, kind, dueOn, payOn, cover: { first: coverFrom, last: coverUntil }, amount };
  });
}

/** For the row and the reader: pence as text. */
export function figuresOf(figures: ReplanFigures): DecisionFigures {
  return Object.fromEntries(Object.entries(figures).map(([name, pence]) => [name, `${pence}`]));
}

export type Decide<R extends Refusal> = (atHand: PaymentsAtHand) => Result<PaymentDecision, R> | Promise<Result<PaymentDecision, R>>;
