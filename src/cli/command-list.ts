import type { Command } from 'commander';

type Add = (program: Command) => void;

/**
 * Every command in the order of the help, each with the file that knows it. Only the one that was asked for is loaded: reading a balance
 * should not wait for the rooms that pay and match.
 */
const commandList: readonly { readonly names: readonly string[]; readonly load: () => Promise<readonly Add[]> }[] = [
  { names: ['verify'], load: async () => [(await import('./commands/verify.ts')).addVerify] },
  { names: ['anchor'], load: async () => [(await import('./commands/anchor.ts')).addAnchor] },
  { names: ['balance'], load: async () => [(await import('./commands/balance.ts')).addBalance] },
  { names: ['statement'], load: async () => [(await import('./commands/statement.ts')).addStatement] },
  { names: ['example'], load: async () => [(await import('./commands/example.ts')).addExample] },
  { names: ['export'], load: async () => [(await import('./commands/export.ts')).addExport] },
  { names: ['import'], load: async () => [(await import('./commands/import.ts')).addImport] },
  { names: ['keys'], load: async () => [(await import('./commands/keys.ts')).addKeys] },
  { names: ['clients'], load: async () => [(await import('./commands/clients.ts')).addClients] },
  { names: ['service-key'], load: async () => [(await import('./commands/service-key.ts')).addServiceKey] },
  { names: ['authority'], load: async () => [(await import('./commands/authority.ts')).addAuthority] },
  { names: ['user'], load: async () => [(await import('./commands/user.ts')).addUser] },
  { names: ['family'], load: async () => [(await import('./commands/family.ts')).addFamily] },
  { names: ['migrate'], load: async () => [(await import('./commands/migrate.ts')).addMigrate] },
  { names: ['demo'], load: async () => [(await import('./commands/demo.ts')).addDemo] },
  {
    names: ['bank-accounts', 'statement-gaps'],
    load: async () => {
      const { addBankAccounts, addStatementGaps } = await import('./commands/bank-accounts.ts');
      return [addBankAccounts, addStatementGaps];
    },
  },
  { names: ['import-statement', 'undo-import'], load: async () => [(await import('./commands/import-statement.ts')).addImportStatement] },
  { names: ['parse-statement'], load: async () => [(await import('./commands/parse-statement.ts')).addParseStatement] },
  {
    names: ['payments'],
    load: async () => [
      (await import('./commands/inspect-payment-file.ts')).addInspectPaymentFile,
      (await import('./commands/payment-files.ts')).addPaymentFiles,
    ],
  },
  { names: ['match'], load: async () => [(await import('./commands/match.ts')).addMatch] },
  {
    names: ['returns', 'recovery'],
    load: async () => {
      const { addRecovery, addReturns } = await import('./commands/monitoring.ts');
      return [addReturns, addRecovery];
    },
  },
  { names: ['alerts'], load: async () => [(await import('./commands/alerts.ts')).addAlerts] },
  { names: ['run'], load: async () => [(await import('./commands/run-payments.ts')).addRun] },
];

/** The command that was named first, or all of them where none of ours was: help lists all, and a misspelt name is held against all. */
export async function addCommands(program: Command, asked: string | undefined): Promise<void> {
  const known = commandList.filter(({ names }) => asked !== undefined && names.includes(asked));
  for (const { load } of known.length > 0 ? known : commandList) for (const add of await load()) add(program);
}
