/** An answer that refuses, in Stripe's shape. */
export class FakeError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(JSON.stringify(error));
    this.status = status;
    this.body = { error };
  }
}

export const invalid = (message: string) => new FakeError(400, { type: 'invalid_request_error', code: 'invalid_fields', message });
export const notFound = (id: string) =>
  new FakeError(404, { type: 'invalid_request_error', code: 'not_found', message: `No such object: ${id}` });
/** Errors of the second API carry their kind as `type`. */
export const typed = (type: string, status = 400) => new FakeError(status, { type, code: type, message: type });
