/** `test` gives up every promise about a power cut: for clusters that live as long as a test run. */
export type Durability = 'full' | 'test';

export interface ServerSettings {
  readonly port: number;
  readonly socketDirectory: string | undefined;
  readonly durability: Durability;
}

/** Given on the command line, not in postgresql.conf: a newer Threefold then brings its newer settings to a folder that exists. */
export function settingsAsWords({ port, socketDirectory, durability }: ServerSettings): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketDirectory ?? '',
    unix_socket_permissions: '0700',
    ...durable[durability],
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    max_connections: '100',
    // Our statements are short; compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    // A failed statement and the details of its failure hold names and amounts; personal data stays out of logs.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const durable: Record<Durability, Record<string, string>> = {
  full: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  test: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
};
