import { copyOut } from '../../platform/database/copy-out.ts';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import { type AccountFold, type AccountState, stateOf } from './account-fold.ts';
import type { Finding } from './finding.ts';
import type { Stretch } from './stretch.ts';

const COMMA = 44;
const MINUS = 45;
const NEW_LINE = 10;
const ZERO = 48;
/** More digits than this do not fit a number exactly. */
const EXACT_DIGITS = 15;
const UUID_LENGTH = 36;

/**
 * The postings of a stretch by account and version. Each stays the line that PostgreSQL sent: its first six fields are, letter for letter,
 * what the entry's digest covers of it, so most of it is never taken apart.
 */
export class PostingsOfStretch {
  readonly amounts: bigint[] = [];
  readonly blocks: number[] = [];
  readonly sides: number[] = [];
  readonly used: boolean[] = [];
  private lines = Buffer.allocUnsafe(8 * 2 ** 20);
  private length = 0;
  private readonly accounts: number[] = [];
  private readonly versions: number[] = [];
  private readonly starts: number[] = [];
  /** Where the digested part of each line ends; the entry's id and date follow it up to `tails`. */
  private readonly heads: number[] = [];
  private readonly tails: number[] = [];
  private readonly firstOf = new Map<number, number>();
  private readonly astray = new Map<number, Map<number, number>>();

  get count(): number {
    return this.amounts.length;
  }

  /** Which posting has this account and version, or undefined. */
  find(accountId: number, version: number): number | undefined {
    const first = this.firstOf.get(accountId);
    if (first === undefined) return undefined;
    // Versions count without a gap, so where a posting is follows from the first; where they do not, they are looked up.
    const at = first + version - (this.versions[first] ?? 0);
    if (this.accounts[at] === accountId && this.versions[at] === version) return at;
    return this.byVersion(accountId, first).get(version);
  }

  /** Writes what the digest covers of the posting; gives the place behind it. */
  copyHead(n: number, target: Buffer, at: number): number {
    return at + this.lines.copy(target, at, this.starts[n], this.heads[n]);
  }

  /** Whether the posting names this entry and date, given as `id,date`. */
  belongsTo(n: number, idAndDate: Buffer): boolean {
    return this.lines.compare(idAndDate, 0, idAndDate.length, (this.heads[n] ?? 0) + 1, this.tails[n]) === 0;
  }

  headLength(n: number): number {
    return (this.heads[n] ?? 0) - (this.starts[n] ?? 0);
  }

  entryIdOf(n: number): string {
    const at = (this.heads[n] ?? 0) + 1;
    return this.lines.toString('latin1', at, at + UUID_LENGTH);
  }

  /** `leg,account,version,amount,balance after,dimension,entry,date,block,side`, in the order of account and version. */
  add(line: Buffer, fold: { state: AccountState; accountId: number }, states: AccountFold): Omit<Finding, 'entryId'> | undefined {
    if (this.length + line.length > this.lines.length) this.grow(line.length);
    line.copy(this.lines, this.length);
    const n = this.amounts.length;
    let at = line.indexOf(COMMA) + 1;
    let comma = line.indexOf(COMMA, at);
    const accountId = numberIn(line, at, comma);
    at = comma + 1;
    comma = line.indexOf(COMMA, at);
    const version = numberIn(line, at, comma);
    at = comma + 1;
    comma = line.indexOf(COMMA, at);
    const amount = penceIn(line, at, comma);
    at = comma + 1;
    comma = line.indexOf(COMMA, at);
    const balance = penceIn(line, at, comma);
    comma = line.indexOf(COMMA, comma + 1);
    const head = comma;
    comma = line.indexOf(COMMA, head + UUID_LENGTH + 2);
    const tail = comma;
    at = comma + 1;
    comma = line.indexOf(COMMA, at);
    this.starts.push(this.length);
    this.heads.push(this.length + head);
    this.tails.push(this.length + tail);
    this.accounts.push(accountId);
    this.versions.push(version);
    this.amounts.push(amount);
    this.blocks.push(numberIn(line, at, comma));
    this.sides.push(numberIn(line, comma + 1, line[line.length - 1] === NEW_LINE ? line.length - 1 : line.length));
    this.used.push(false);
    this.length += line.length;
    if (fold.accountId !== accountId || n === 0) {
      fold.accountId = accountId;
      fold.state = stateOf(states, accountId);
      this.firstOf.set(accountId, n);
    }
    return judge(fold.state, version, amount, balance);
  }

  private byVersion(accountId: number, first: number): Map<number, number> {
    let known = this.astray.get(accountId);
    if (known === undefined) {
      known = new Map();
      for (let n = first; this.accounts[n] === accountId; n += 1) known.set(this.versions[n] ?? Number.NaN, n);
      this.astray.set(accountId, known);
    }
    return known;
  }

  private grow(more: number): void {
    const larger = Buffer.allocUnsafe((this.lines.length + more) * 2);
    this.lines.copy(larger, 0, 0, this.length);
    this.lines = larger;
  }
}

/** Reads every posting that the stretch's accounts have in its blocks, whether a block lists it or not, and folds them into `states`. */
export async function readPostings(
  tx: TransactionClient,
  { authorityId, first, last }: Stretch,
  states: AccountFold,
  report: (finding: Finding, accountId: number) => void,
): Promise<PostingsOfStretch> {
  const postings = new PostingsOfStretch();
  const fold = { state: { version: 0, posted: 0n }, accountId: Number.NaN };
  await copyOut(
    tx,
    `copy (select p.leg, p.account_id, p.version, p.amount, p.balance_after, p.dimension_id, p.entry_id, p.effective_date, p.block_seq, p.side
             from (select distinct l.account_id from ledger.blocks b cross join lateral unnest(b.leg_accounts) l(account_id)
                    where b.authority_id = ${authorityId} and b.block_seq between ${first} and ${last} order by 1) touched
            cross join lateral (select * from ledger.postings x
                                 where x.authority_id = ${authorityId} and x.account_id = touched.account_id and x.block_seq between ${first} and ${last}
                                 order by x.account_id, x.block_seq, x.version offset 0) p)
       to stdout (delimiter ',')`,
    (line) => {
      const fault = postings.add(line, fold, states);
      if (fault !== undefined) {
        const n = postings.count - 1;
        report({ ...fault, entryId: postings.entryIdOf(n), blockSeq: BigInt(postings.blocks[n] ?? 0) }, fold.accountId);
      }
    },
  );
  return postings;
}

/** Versions count an account's postings without a gap, and each balance is the one before plus its amount. */
function judge(state: AccountState, version: number, amount: bigint, balance: bigint): Omit<Finding, 'entryId'> | undefined {
  const isNext = version === state.version + 1;
  const addsUp = balance === state.posted + amount;
  state.version = version;
  state.posted = balance;
  if (isNext && addsUp) return undefined;
  const detail = isNext
    ? 'the balance after the posting is not the balance before it plus its amount'
    : `the account's postings are not numbered without a gap: ${version}`;
  return { check: 'running-balances', detail };
}

function numberIn(line: Buffer, from: number, to: number): number {
  let value = 0;
  const isNegative = line[from] === MINUS;
  for (let at = isNegative ? from + 1 : from; at < to; at += 1) value = value * 10 + (line[at] ?? 0) - ZERO;
  return isNegative ? -value : value;
}

function penceIn(line: Buffer, from: number, to: number): bigint {
  return to - from <= EXACT_DIGITS ? BigInt(numberIn(line, from, to)) : BigInt(line.toString('latin1', from, to));
}
