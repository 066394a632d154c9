import type { AsOf } from '../../ledger/index.ts';
import { openedBy, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { FundingStream, Share } from '../rules/share.ts';
import { readSource } from '../sources/store.ts';
import type { NextPayment, PositionRoom } from './position-room.ts';
import { type Figures, sumFigures } from './rules/figures.ts';
import { type AuthorityPosition, authorityPositionOf, type Pot, potsOf } from './rules/pots.ts';
import { accountsOfPosition, bySource, byStream, type SharePosition, type Subtotal, sharePositions } from './rules/share-positions.ts';
import { type PositionLine, readPositionLines, readSharesOfSource, type ShareMark } from './store.ts';

/**
 * Positions are read from the book's balances and from nowhere else, so that no copy of a figure can say something else. Without a time they
 * tell how everything that is recorded stands; with one, how it stood at the end of a day, or as it was known at an instant.
 */

export interface LinePosition extends Omit<PositionLine, 'shares'> {
  readonly figures: Figures;
  readonly shares: readonly SharePosition[];
  readonly nextPayment?: NextPayment;
}

export interface FamilyPosition {
  readonly familyId: string;
  readonly lines: readonly LinePosition[];
  readonly streams: readonly Subtotal<FundingStream>[];
  readonly sources: readonly Subtotal<string>[];
  readonly total: Figures;
  /** The first of all lines' next payments. */
  readonly nextPayment?: NextPayment;
}

type NotFound = { readonly code: 'record-not-found' };

/** The lines of the children whose affairs are open to whoever asks: staff see all of them. */
export async function familyPosition(
  room: PositionRoom,
  caller: Caller,
  familyId: string,
  asOf?: AsOf,
): Promise<Result<FamilyPosition, NotFound>> {
  const { authorityId } = caller;
  const lines = await readFamily(room, authorityId, familyId, ({ tx }) => readPositionLines(tx, authorityId, familyId));
  if (!lines.ok) return lines;
  const open = openedBy(caller, familyId).map(({ personId }) => personId);
  const position = await positionOf(
    room,
    authorityId,
    familyId,
    lines.value.filter(({ childId }) => open.some((personId) => personId === undefined || personId === childId)),
    asOf,
  );
  return accepted(position);
}

export async function linePosition(
  room: PositionRoom,
  caller: Caller,
  { familyId, lineId }: { readonly familyId: string; readonly lineId: string },
  asOf?: AsOf,
): Promise<Result<LinePosition, NotFound>> {
  const position = await familyPosition(room, caller, familyId, asOf);
  if (!position.ok) return position;
  const found = position.value.lines.find((line) => line.lineId === lineId);
  return found === undefined ? refused({ code: 'record-not-found' }) : accepted(found);
}

async function positionOf(
  room: PositionRoom,
  authorityId: number,
  familyId: string,
  lines: readonly PositionLine[],
  asOf: AsOf,
): Promise<FamilyPosition> {
  const shares = lines.flatMap((line) => line.shares);
  const codes = lines.map(({ lineCode }) => lineCode);
  const [balances, next] = await Promise.all([
    readBalances(room, authorityId, shares, asOf),
    nextPaymentsOf(room, authorityId, codes, asOf),
  ]);
  const positions = lines.map((line): LinePosition => {
    const own = sharePositions(line.shares, balances);
    const nextPayment = next.find(({ lineCode }) => lineCode === line.lineCode);
    return { ...line, shares: own, figures: sumFigures(own.map(({ figures }) => figures)), ...(nextPayment && { nextPayment }) };
  });
  const all = positions.flatMap((line) => line.shares);
  const [first] = [...next].sort((a, b) => (a.on < b.on ? -1 : 1));
  return {
    familyId,
    lines: positions,
    streams: byStream(all),
    sources: bySource(all),
    total: sumFigures(positions.map(({ figures }) => figures)),
    ...(first && { nextPayment: first }),
  };
}

async function readBalances(
  { ledger }: PositionRoom,
  authorityId: number,
  shares: readonly Share[],
  asOf: AsOf,
): Promise<ReadonlyMap<string, bigint>> {
  if (shares.length === 0) return new Map();
  const found = await ledger.balances(authorityId, accountsOfPosition(shares), asOf);
  return new Map(found.map(({ account, balance }) => [account, balance]));
}

/** What is next is asked of today, or of the day the position is of; what was next at an instant is nobody's question. */
async function nextPaymentsOf(
  { nextPayments, businessDate }: PositionRoom,
  authorityId: number,
  codes: readonly string[],
  asOf: AsOf,
): Promise<readonly NextPayment[]> {
  if (nextPayments === undefined || codes.length === 0 || (asOf !== undefined && 'recordedAt' in asOf)) return [];
  const from: PlainDate = asOf === undefined ? await businessDate(authorityId) : asOf.effectiveDate;
  return nextPayments(authorityId, codes, from);
}

export async function authorityPosition({ ledger }: PositionRoom, authorityId: number, asOf?: AsOf): Promise<AuthorityPosition> {
  return authorityPositionOf(await ledger.totals(authorityId, asOf));
}

export interface SourcePosition {
  readonly sourceCode: string;
  readonly name: string;
  readonly stream: FundingStream;
  readonly years: readonly Pot[];
}

export async function sourcePosition(
  room: PositionRoom,
  authorityId: number,
  sourceCode: string,
  asOf?: AsOf,
): Promise<Result<SourcePosition, { readonly code: 'source-not-found' }>> {
  const source = await sourceOf(room, authorityId, (tx) => readSource(tx, authorityId, sourceCode));
  if (source === undefined) return refused({ code: 'source-not-found' });
  const pots = potsOf(await room.ledger.totals(authorityId, asOf)).filter((pot) => pot.source === sourceCode);
  return accepted({ sourceCode, name: source.name, stream: source.stream, years: pots });
}

/** A page of what a source pays, share by share: what a partner may know of the lines it funds. */
export async function sourceShares(
  room: PositionRoom,
  authorityId: number,
  sourceCode: string,
  page: { readonly after?: ShareMark | undefined; readonly limit: number },
  asOf?: AsOf,
): Promise<Result<readonly SharePosition[], { readonly code: 'source-not-found' }>> {
  const shares = await sourceOf(room, authorityId, async (tx) => {
    if ((await readSource(tx, authorityId, sourceCode)) === undefined) return undefined;
    return readSharesOfSource(tx, authorityId, sourceCode, page);
  });
  if (shares === undefined) return refused({ code: 'source-not-found' });
  return accepted(sharePositions(shares, await readBalances(room, authorityId, shares, asOf)));
}

function sourceOf<Value>({ database }: PositionRoom, authorityId: number, read: (tx: Transaction) => Promise<Value>): Promise<Value> {
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, read);
}
