import { explanationOperations, type PositionRoom } from '../../budgets/index.ts';
import { callerFor, type policyGate, type RecordRoom, recordOperations } from '../../people/index.ts';
import type { Caller, OpenedRecord } from '../../platform/http/operation.ts';
import { type PageAnswer, type PageRequest, sessionOf } from './page-route.ts';
import { troubleAnswer } from './trouble-page.ts';

/** What pages about people's places and records work with. */
export interface RecordPages {
  readonly room: RecordRoom;
  readonly gate: ReturnType<typeof policyGate>;
  /** Without it there are no pages about budgets. */
  readonly budgets?: PositionRoom;
}

/** The API's own gate, for pages: the same table decides, and the same audit keeps who saw what. */
export interface PageDoor {
  /** The caller as the policy lets them in. Undefined for whatever is not theirs: a page makes no difference between that and nothing. */
  admit(request: PageRequest, operationId: string, params?: Readonly<Record<string, string>>): Promise<Caller | undefined>;
  /** The page, once it is on record who saw it; without a record it is not shown. */
  shown(caller: Caller, operationId: string, opened: readonly OpenedRecord[], page: PageAnswer): Promise<PageAnswer>;
}

export function pageDoor({ room, gate: gateOf, budgets }: RecordPages): PageDoor {
  const operations = [...recordOperations(room), ...(budgets === undefined ? [] : explanationOperations(budgets))];
  const gate = gateOf(operations);
  const operationOf = (id: string) => {
    const operation = operations.find((each) => each.id === id);
    if (operation === undefined) throw new Error(`a page asks for the operation ${id}, which nobody offers`);
    return operation;
  };
  return {
    admit: async (request, operationId, params = {}) => {
      const known = await callerFor(room.database, sessionOf(request), room.clock.now());
      const caller = { ...known, address: request.address, requestId: request.requestId };
      const admitted = await gate.admit(caller, operationOf(operationId), params);
      return admitted.ok ? admitted.value : undefined;
    },
    shown: async (caller, operationId, opened, page) => {
      const kept = await gate.keepOpened(caller, operationOf(operationId), opened);
      return kept.ok ? page : troubleAnswer('away');
    },
  };
}
