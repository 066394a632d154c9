import type { BankItem, OpenItem } from '../../../src/reconciliation/index.ts';

export function line(id: string, amountMinor: bigint, memo: string, more: Partial<BankItem> = {}): BankItem {
  return { id, date: '2026-06-05', amountMinor, memo, ...more };
}

export function item(id: string, amountMinor: bigint, more: Partial<OpenItem> = {}): OpenItem {
  return { id, kind: 'payment', date: '2026-06-05', amountMinor, ...more };
}
