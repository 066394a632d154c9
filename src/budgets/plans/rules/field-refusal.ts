/** A refusal that names the member of the body that is wrong, in the form in which the router names those it finds itself. */
export interface FieldRefusal<Code extends string> {
  readonly code: Code;
  readonly errors: readonly { readonly in: 'body'; readonly pointer: string; readonly code: string; readonly message: string }[];
}

export function fieldRefusal<const Code extends string>(code: Code, field: string, message: string): FieldRefusal<Code> {
  return { code, errors: [{ in: 'body', pointer: `/${field}`, code, message }] };
}
