/**
 * An expected refusal is a value with a stable `code`, never an exception: callers must look at it, and one table per room says which
 * words and which HTTP status it becomes. What should be impossible is thrown.
 */
export interface Refusal {
  readonly code: string;
}

export type Result<Value, R extends Refusal> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: R };

export function accepted<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refused<const R extends Refusal>(refusal: R): { readonly ok: false; readonly refusal: R } {
  return { ok: false, refusal };
}
