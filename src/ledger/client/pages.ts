import { ListRefused } from './refusal.ts';
import type { OperationId } from './routes.ts';
import type { Call, CallOptions, Transport } from './transport.ts';

interface Page<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

const PAGE = 100;

/** Everything on a list, page after page as it is asked for: who stops reading stops asking. Throws `ListRefused`. */
export async function* everyItem<Item>(send: Transport, id: OperationId, call: Call, options?: CallOptions): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const page = await send<Page<Item>>(id, { ...call, query: { limit: PAGE, ...call.query, cursor } }, options);
    if (!page.ok) throw new ListRefused(page.refusal);
    yield* page.value.data;
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
