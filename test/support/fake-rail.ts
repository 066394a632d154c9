import type { AskAnswer, PaymentRail, RailInstruction, RailReturn, RailStatementLine, SendAnswer } from '../../src/payments/index.ts';

export interface FakeRail extends PaymentRail {
  /** Every payment it has made, by key: what a bank's own books would show. */
  readonly paid: ReadonlyMap<string, RailInstruction>;
  /** How often it was called. */
  readonly calls: readonly RailInstruction[];
  /** What it does with the next payments; without one it pays and answers. */
  answerWith(script: (instruction: RailInstruction, pay: () => SendAnswer) => Promise<SendAnswer> | SendAnswer): void;
  readonly returns: RailReturn[];
  readonly lines: RailStatementLine[];
}

/** A rail in memory that keeps books of its own and does what the test tells it. */
export function fakeRail(code: string): FakeRail {
  const paid = new Map<string, RailInstruction>();
  const calls: RailInstruction[] = [];
  const returns: RailReturn[] = [];
  const lines: RailStatementLine[] = [];
  let script: Parameters<FakeRail['answerWith']>[0] = (_, pay) => pay();
  const nameOf = (key: string): SendAnswer => ({ answer: 'taken', railReference: `${code}-${[...paid.keys()].indexOf(key) + 1}` });
  return {
    code,
    paid,
    calls,
    returns,
    lines,
    answerWith: (next) => {
      script = next;
    },
    send: async (instruction) => {
      calls.push(instruction);
      return script(instruction, () => {
        if (!paid.has(instruction.key)) paid.set(instruction.key, instruction);
        return nameOf(instruction.key);
      });
    },
    askByReference: async (reference): Promise<AskAnswer> => {
      const found = [...paid].find(([, instruction]) => instruction.reference === reference);
      return found === undefined ? { answer: 'absent' } : nameOf(found[0]);
    },
    status: async () => ({ status: 'paid' }),
    returnsSince: async (readTo = '0') => ({ returns: returns.slice(Number(readTo)), readTo: String(returns.length) }),
    statementSince: async (readTo = '0') => ({ lines: lines.slice(Number(readTo)), readTo: String(lines.length) }),
    today: async () => '2026-05-06',
  };
}
