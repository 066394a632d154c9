import type { LineState } from './budget-words.ts';

/** A line as a version of its budget keeps it: pence as text. */
export interface LineVersion {
  readonly lineCode: string;
  readonly state: LineState;
  readonly shares: readonly { readonly sourceCode: string; readonly financialYear: string; readonly amount: string }[];
}

/**
 * What a share was given and what it gave back in all, in pence, from version to version. Money moves when lines are agreed, so an
 * indicative figure counts as nothing.
 */
export function movementsOfShare(
  line: { readonly lineCode: string; readonly state: LineState },
  share: { readonly sourceCode: string; readonly financialYear: string },
  versions: readonly (readonly LineVersion[])[],
): { readonly allocated: bigint; readonly givenBack: bigint } {
  const kept = versions.flatMap((lines) => lines.filter(({ lineCode }) => lineCode === line.lineCode));
  const amounts = kept.map((version) => (version.state === 'indicative' ? 0n : amountOf(version, share)));
  // An import that is undone ends its lines without a decision, and the whole of what they were given is reversed.
  if (line.state === 'ended' && kept.at(-1)?.state !== 'ended') amounts.push(0n);
  let before = 0n;
  let allocated = 0n;
  let givenBack = 0n;
  for (const amount of amounts) {
    if (amount > before) allocated += amount - before;
    else givenBack += before - amount;
    before = amount;
  }
  return { allocated, givenBack };
}

function amountOf({ shares }: LineVersion, { sourceCode, financialYear }: { readonly sourceCode: string; readonly financialYear: string }) {
  return BigInt(shares.find((share) => share.sourceCode === sourceCode && share.financialYear === financialYear)?.amount ?? '0');
}
