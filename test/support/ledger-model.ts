import type { AccountDraft } from '../../src/ledger/accounts.ts';
import type { LedgerCommand } from '../../src/ledger/commands.ts';

/**
 * What the ledger promises, in the plainest words: one command after another, integers in maps, no call, no lock, no batch. The engine is
 * right when it gives the same outcomes and ends at the same figures.
 */
interface ModelAccount {
  readonly side: string;
  readonly normal: bigint;
  floor: bigint | undefined;
  readonly ceiling: bigint | undefined;
  /** Signed: a debit balance is positive. */
  balance: bigint;
  version: bigint;
  pendingDebit: bigint;
  pendingCredit: bigint;
}
interface ModelLeg {
  readonly posting: number;
  readonly account: string;
  readonly amount: bigint;
}
interface ModelEntry {
  readonly content: string;
  readonly command: LedgerCommand;
  readonly legs: readonly ModelLeg[];
  /** What reversals have taken back of each leg. */
  readonly taken: Map<number, bigint>;
}
interface ModelHold {
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly expired: boolean;
  captured: bigint;
  state: 'pending' | 'posted' | 'voided' | 'expired';
}

const LARGEST = 10n ** 15n;
const size = (amount: bigint) => (amount < 0n ? -amount : amount);
const sign = (amount: bigint) => (amount < 0n ? -1n : 1n);

export class LedgerModel {
  accounts = new Map<string, ModelAccount>();
  entries = new Map<string, ModelEntry>();
  holds = new Map<string, ModelHold>();
  readonly closedMonths = new Set<string>();
  readonly openMonths: ReadonlySet<string>;
  readonly now: Date;

  constructor(accounts: readonly AccountDraft[], openMonths: readonly string[], now: Date) {
    for (const { code, side, normalSide, floor, ceiling } of accounts) {
      const normal = normalSide === 'debit' ? 1n : -1n;
      this.accounts.set(code, { side, normal, floor, ceiling, balance: 0n, version: 0n, pendingDebit: 0n, pendingCredit: 0n });
    }
    this.openMonths = new Set(openMonths);
    this.now = now;
  }

  /** The outcome of each command: `posted`, `replayed`, or the refusal's code. */
  post(commands: readonly LedgerCommand[], linked: boolean): string[] {
    const unaskable = commands.map((command) => this.#unaskable(command));
    if (!linked) {
      // What a command stands on was read before the first of them was posted.
      return commands.map((command, n) => unaskable[n] ?? (this.#group([command])[0] as string));
    }
    const seen = new Set<string>();
    commands.forEach((command, n) => {
      if (unaskable[n] === undefined && seen.has(command.id)) unaskable[n] = 'idempotency-conflict';
      else if (unaskable[n] === undefined) seen.add(command.id);
    });
    if (unaskable.some(Boolean)) return unaskable.map((code) => code ?? 'linked-entry-refused');
    return this.#group(commands);
  }

  #unaskable(command: LedgerCommand): string | undefined {
    if (command.kind === 'reversal') {
      const original = this.entries.get(command.reverses);
      if (!original) return 'entry-unknown';
      const known = (command.amounts ?? []).every((part) => part.amount > 0n && original.legs.some((leg) => leg.posting === part.posting));
      return known ? undefined : 'reversal-differs';
    }
    return 'holdId' in command && !this.holds.has(command.holdId) ? 'hold-unknown' : undefined;
  }

  /** All or none. */
  #group(commands: readonly LedgerCommand[]): string[] {
    const before = structuredClone({ accounts: this.accounts, entries: this.entries, holds: this.holds });
    const codes: string[] = [];
    const reversals: { readonly of: string; readonly legs: readonly ModelLeg[] }[] = [];
    let failed = false;
    for (const command of commands) {
      const known = this.entries.get(command.id);
      if (known && known.content === contentOf(command)) {
        codes.push('replayed');
        continue;
      }
      const outcome = known ? 'idempotency-conflict' : failed ? 'linked-entry-refused' : this.#apply(command);
      if (typeof outcome === 'string') {
        codes.push(outcome);
        if (!failed)
          codes.splice(0, codes.length - 1, ...codes.slice(0, -1).map((code) => (code === 'posted' ? 'linked-entry-refused' : code)));
        failed = true;
        continue;
      }
      if (command.kind === 'reversal') {
        if (reversals.some((other) => other.of === command.reverses)) throw new Error('a group reverses an entry once');
        reversals.push({ of: command.reverses, legs: outcome });
      }
      this.entries.set(command.id, { content: contentOf(command), command, legs: outcome, taken: new Map() });
      codes.push('posted');
    }
    if (failed) Object.assign(this, before);
    else {
      for (const { of, legs } of reversals) {
        const taken = this.entries.get(of)?.taken;
        for (const leg of legs) taken?.set(leg.posting, (taken.get(leg.posting) ?? 0n) + size(leg.amount));
      }
    }
    return codes;
  }

  /** The legs that were posted, or why not. A refused command may leave marks: its group restores them. */
  #apply(command: LedgerCommand): readonly ModelLeg[] | string {
    const date = command.kind === 'entry' ? command.entry.effectiveDate : command.effectiveDate;
    const month = date.slice(0, 7);
    const override = command.kind === 'entry' ? command.entry.override : 'override' in command ? command.override : undefined;
    const hold = 'holdId' in command ? (this.holds.get(command.holdId) as ModelHold) : undefined;
    const moves = command.kind !== 'hold-void' && command.kind !== 'hold-expire';
    let legs = this.#legsOf(command, hold);

    if (legs.length < 2) return 'entry-too-few-postings';
    if (moves && !this.openMonths.has(month)) return 'period-unknown';
    if (moves && this.closedMonths.has(month)) return 'period-closed';
    if (hold && hold.state !== 'pending') return 'hold-not-pending';
    if (command.kind === 'hold-post' && hold?.expired) return 'hold-expired';
    if (command.kind === 'hold-expire' && !hold?.expired) return 'hold-not-expired';
    for (const leg of legs) {
      if (!this.accounts.has(leg.account)) return 'account-unknown';
      if (leg.amount === 0n) return 'amount-zero';
      if (size(leg.amount) > LARGEST) return 'amount-too-large';
    }
    for (const side of ['budget', 'actual', 'memo']) {
      if (legs.reduce((sum, leg) => (this.#account(leg).side === side ? sum + leg.amount : sum), 0n) !== 0n) return 'entry-unbalanced';
    }
    if (command.kind === 'reversal') {
      const code = this.#judgeReversal(this.entries.get(command.reverses) as ModelEntry, legs, date);
      if (code) return code;
    }
    if (command.kind === 'entry') {
      for (const { account, expectedVersion, expectedBalance } of command.conditions ?? []) {
        const known = this.accounts.get(account);
        if (!known) return 'account-unknown';
        if (expectedVersion !== undefined && expectedVersion !== known.version) return 'condition-not-met';
        if (expectedBalance !== undefined && expectedBalance !== known.balance * known.normal) return 'condition-not-met';
      }
    }

    const touched = [...new Set(legs.map((leg) => this.#account(leg)))];
    const roomBefore = new Map(touched.map((account) => [account, available(account)]));
    const [debit, credit] = legs.slice(0, 2).map((leg) => this.#account(leg)) as [ModelAccount, ModelAccount];

    if (command.kind === 'hold') {
      if (command.amount < 0n || command.debit === command.credit) return 'hold-needs-two-postings';
      const expired = command.expiresAt !== undefined && command.expiresAt <= this.now;
      this.holds.set(command.id, {
        debit: command.debit,
        credit: command.credit,
        amount: command.amount,
        expired,
        captured: 0n,
        state: 'pending',
      });
      debit.pendingDebit += command.amount;
      credit.pendingCredit += command.amount;
    }
    if (hold) {
      const left = hold.amount - hold.captured;
      let released = left;
      if (command.kind === 'hold-post') {
        const capture = command.amount ?? left;
        if (capture > left) return 'hold-over-captured';
        if (capture <= 0n) return 'amount-zero';
        const final = command.final ?? true;
        if (!final) released = capture;
        hold.captured += capture;
        if (final || hold.captured === hold.amount) hold.state = 'posted';
        legs = legs.map((leg) => ({ ...leg, amount: sign(leg.amount) * capture }));
      } else hold.state = command.kind === 'hold-void' ? 'voided' : 'expired';
      debit.pendingDebit -= released;
      credit.pendingCredit -= released;
    }
    if (command.kind === 'sweep') {
      const room = available(debit) - (debit.floor ?? 0n);
      if (command.atMost < 0n) return 'sweep-needs-two-postings';
      if (room <= 0n) return 'nothing-to-sweep';
      const swept = room < command.atMost ? room : command.atMost;
      legs = legs.map((leg) => ({ ...leg, amount: sign(leg.amount) * swept }));
    }
    if (!moves) return [];

    if (command.kind !== 'hold') {
      for (const leg of legs) {
        this.#account(leg).balance += leg.amount;
        this.#account(leg).version += 1n;
      }
    }
    if (!override) {
      for (const leg of legs) {
        const account = this.#account(leg);
        const room = available(account);
        if (account.floor !== undefined && room < account.floor && room < (roomBefore.get(account) as bigint)) return 'floor-broken';
        const rises = sign(leg.amount) === account.normal && command.kind !== 'hold';
        if (account.ceiling !== undefined && rises && account.balance * account.normal > account.ceiling) return 'ceiling-broken';
      }
    }
    return command.kind === 'hold' ? [] : legs;
  }

  #legsOf(command: LedgerCommand, hold: ModelHold | undefined): ModelLeg[] {
    const numbered = (legs: readonly (readonly [string, bigint])[]) =>
      legs.map(([account, amount], n) => ({ posting: n + 1, account, amount }));
    if (command.kind === 'entry') return numbered(command.entry.postings.map(({ account, amount }) => [account, amount]));
    if (command.kind === 'hold')
      return numbered([
        [command.debit, command.amount],
        [command.credit, -command.amount],
      ]);
    if (command.kind === 'sweep') {
      const out = this.accounts.get(command.from)?.normal === 1n ? -command.atMost : command.atMost;
      return numbered([
        [command.from, out],
        [command.to, -out],
      ]);
    }
    if (command.kind === 'reversal') {
      const { legs } = this.entries.get(command.reverses) as ModelEntry;
      const parts = command.amounts ?? legs.map(({ posting, amount }) => ({ posting, amount: size(amount) }));
      return parts.map(({ posting, amount }) => {
        const leg = legs.find((each) => each.posting === posting) as ModelLeg;
        return { ...leg, amount: -sign(leg.amount) * amount };
      });
    }
    const { debit, credit, amount } = hold as ModelHold;
    return numbered([
      [debit, amount],
      [credit, -amount],
    ]);
  }

  #judgeReversal(original: ModelEntry, legs: readonly ModelLeg[], date: string): string | undefined {
    const { command } = original;
    if (command.kind === 'reversal') return 'reversal-of-reversal';
    if (date < (command.kind === 'entry' ? command.entry.effectiveDate : command.effectiveDate)) return 'reversal-before-entry';
    const left = (leg: ModelLeg) => size(leg.amount) - (original.taken.get(leg.posting) ?? 0n);
    if (original.legs.every((leg) => left(leg) === 0n)) return 'already-reversed';
    if (new Set(legs.map((leg) => leg.posting)).size < legs.length) return 'reversal-differs';
    const tooMuch = legs.some((leg) => size(leg.amount) > left(original.legs.find((each) => each.posting === leg.posting) as ModelLeg));
    return tooMuch ? 'reversal-exceeds-entry' : undefined;
  }

  #account(leg: ModelLeg): ModelAccount {
    return this.accounts.get(leg.account) as ModelAccount;
  }
}

function available(account: ModelAccount): bigint {
  return account.balance * account.normal - (account.normal === 1n ? account.pendingCredit : account.pendingDebit);
}

function contentOf(command: LedgerCommand): string {
  return JSON.stringify({ ...command, id: undefined }, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
