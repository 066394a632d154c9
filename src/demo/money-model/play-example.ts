import type { Actor, Ledger } from '../../ledger/index.ts';
import { type MoneyExample, openStage } from './stage.ts';

/** Plays an example in an empty book of its own and answers what it has shown. */
export async function playExample(ledger: Ledger, actor: Actor, example: MoneyExample): Promise<string> {
  const lines: string[] = [];
  await example.play(await openStage(ledger, actor, example.accounts, (line) => lines.push(line)));
  return `${lines.join('\n').trim()}\n`;
}
