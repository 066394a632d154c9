import type { Result } from '../result.ts';
import type { Operation, OperationAnswer, OperationRequest } from './operation.ts';
import type { PlatformProblemCode, ProblemTable } from './problem-table.ts';

type Draft<Params, Query, Body, Value, Code extends string> = Omit<Operation<Params, Query, Body, Value>, 'refusals' | 'handle'> & {
  readonly refusals: readonly Code[];
  handle(request: OperationRequest<Params, Query, Body>): Promise<Result<OperationAnswer<Value>, { readonly code: NoInfer<Code> }>>;
};

/**
 * `defineOperation` for a room that knows its problem table: the compiler refuses an operation that lists a code without a row, and one
 * that answers with a code it does not list. The start-up check says the same for operations that were defined without it.
 */
export function operationsRefusingWith<const Table extends ProblemTable>(_problems: Table) {
  return function defineCheckedOperation<
    Params = undefined,
    Query = undefined,
    Body = undefined,
    Value = unknown,
    const Code extends (keyof Table & string) | PlatformProblemCode = never,
  >(operation: Draft<Params, Query, Body, Value, Code>): Operation {
    return operation as unknown as Operation;
  };
}
