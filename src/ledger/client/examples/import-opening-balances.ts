import type { LedgerClient } from '../index.ts';

const OPENING = `2026-04-01 * (OB-2026) Opening balances
    bank:main     £40,000.00
    council-cash

`;

/** Looked at first, then imported, sent twice, and taken back. */
export async function importOpeningBalances(ledger: LedgerClient, say: (line: string) => void): Promise<void> {
  const file = { format: 'hledger', fileName: 'opening.journal', content: OPENING } as const;
  const preview = await ledger.previewImport(file);
  if (!preview.ok) return say(preview.refusal.detail);
  for (const { line, reason, advice } of preview.value.faults) say(`Line ${line}: ${reason} ${advice}`);
  say(`${preview.value.entries} entry with ${preview.value.postings} postings would go in.`);

  const [once, twice] = [await ledger.importFile(file), await ledger.importFile(file)];
  if (!once.ok || !twice.ok) return;
  say(`Imported once: ${once.value.importId === twice.value.importId}.`);

  const undone = await ledger.undoImport(once.value.importId, { reason: 'Balances of the wrong month' });
  if (undone.ok) say(`It is ${undone.value.state}.`);
}
