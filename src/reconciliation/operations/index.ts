import type { Operation } from '../../platform/http/operation.ts';
import { bankAccountOperations } from './bank-accounts.ts';
import { bankLineOperations } from './bank-lines.ts';
import { csvMappingOperations } from './csv-mappings.ts';
import { gapOperations } from './gaps.ts';
import { importProgressOperations } from './import-progress.ts';
import { importOperations } from './imports.ts';
import { matchRuleOperations } from './match-rules.ts';
import { matchOperations } from './matches.ts';
import { openLineOperations } from './open-lines.ts';
import { proofOperations } from './proofs.ts';
import type { ReconciliationOperationsOptions } from './reconciliation-room.ts';
import { statementFileOperations } from './statement-files.ts';

/** Everything the API offers of bank statements, and of what their lines are. */
export function reconciliationOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  return [
    ...bankAccountOperations(room),
    ...statementFileOperations(room),
    ...importOperations(room),
    ...importProgressOperations(room),
    ...bankLineOperations(room),
    ...csvMappingOperations(room),
    ...gapOperations(room),
    ...matchOperations(room),
    ...openLineOperations(room),
    ...proofOperations(room),
    ...matchRuleOperations(room),
  ];
}
