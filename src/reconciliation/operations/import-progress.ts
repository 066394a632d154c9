import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { ServerSentEvent } from '../../platform/http/event-stream.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { followImport } from '../imports/follow-import.ts';
import type { StatementImport } from '../imports/import.ts';
import { findImport } from '../imports/store.ts';
import { reconciliationProblems } from '../problems.ts';
import { importParams } from './imports.ts';
import type { ReconciliationOperationsOptions } from './reconciliation-room.ts';
import { importExample } from './shown-import.ts';

const progressSchema = z
  .strictObject({
    importId: z.uuid(),
    state: z.enum(['uploaded', 'previewed', 'importing', 'imported', 'refused', 'undone']),
    stage: z.enum(['preview', 'import']).optional().meta({ description: 'What is being done, or was done last.' }),
    linesRead: z.number().int(),
    bytesRead: z.number().int(),
    bytes: z.number().int().meta({ description: 'Of the whole file.' }),
  })
  .meta({ id: 'ImportProgress', description: 'How far an import has come.' });

export function importProgressOperations({ database }: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.follow-import',
      method: 'get',
      path: '/v1/bank-statement-imports/{importId}/progress',
      summary: 'Follow an import',
      description:
        'Events named progress, whenever something changed, until nothing is under way any more. Connect again at any time: the first event is how it stands, so Last-Event-ID is not needed.',
      scope: 'reconciliation:read',
      params: importParams,
      answer: { status: 200, description: 'How it stands, again and again.', body: progressSchema, events: true },
      examples: {
        params: { importId: importExample.importId },
        answer: {
          importId: importExample.importId,
          state: 'importing',
          stage: 'import',
          linesRead: 45_000,
          bytesRead: 4_194_304,
          bytes: 9_437_184,
        },
      },
      refusals: ['statement-import-not-found'],
      handle: async ({ caller, params: { importId } }) => {
        const { authorityId } = caller;
        if ((await findImport(database, authorityId, importId)) === undefined) return refused({ code: 'statement-import-not-found' });
        return accepted({
          body: undefined,
          events: async function* (gone): AsyncGenerator<ServerSentEvent> {
            for await (const found of followImport(database, authorityId, importId, gone))
              yield { event: 'progress', data: shownProgress(found) };
          },
        });
      },
    }),
  ];
}

function shownProgress({ importId, state, fileBytes, progress }: StatementImport) {
  return {
    importId,
    state,
    ...(progress !== undefined && { stage: progress.stage }),
    linesRead: progress?.linesRead ?? 0,
    bytesRead: Number(progress?.bytesRead ?? 0n),
    bytes: Number(fileBytes),
  };
}
