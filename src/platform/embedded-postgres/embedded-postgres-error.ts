export type EmbeddedPostgresFault =
  | 'binaries-missing'
  | 'binaries-unusable'
  | 'user-namespace-forbidden'
  | 'data-folder-in-use'
  | 'data-folder-of-another-user'
  | 'superuser-password-missing'
  | 'cluster-version-differs'
  | 'cluster-not-created'
  | 'cluster-not-started';

/** The service cannot do anything without its database, so these end the start: the message is for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresFault;

  constructor(code: EmbeddedPostgresFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
