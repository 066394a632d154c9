import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

type ToolName = 'initdb' | 'postgres' | 'pg_ctl';

/** A program and its words, ready for spawn: as root it is wrapped. */
interface ToolCall {
  readonly command: string;
  readonly words: string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface PostgresTools {
  readonly majorVersion: string;
  call(tool: ToolName, words: readonly string[]): ToolCall;
  run(tool: ToolName, words: readonly string[]): Promise<string>;
}

const execute = promisify(execFile);
const useAnotherDatabase = 'or set DATABASE_URL to a PostgreSQL of your own';

export async function findPostgresTools(): Promise<PostgresTools> {
  const paths = await findBinaries();
  const wrapper = rootWrapper();
  const call = (tool: ToolName, words: readonly string[]): ToolCall => {
    const [command = paths[tool], ...rest] = [...wrapper, paths[tool], ...words];
    return { command, words: rest, env: toolEnvironment() };
  };
  const run = async (tool: ToolName, words: readonly string[]) => {
    const { command, words: rest, env } = call(tool, words);
    return (await execute(command, rest, { env, windowsHide: true })).stdout;
  };
  if (wrapper.length > 0) await requireUserNamespace(wrapper);
  return { majorVersion: await askMajorVersion(run), call, run };
}

/**
 * Only the paths are taken from the package. Its own way of starting drops root to a user named postgres, who cannot enter root's folders,
 * and it ends the server from an exit hook that knows nothing of our deadlines.
 */
async function findBinaries(): Promise<Record<ToolName, string>> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let paths: Record<ToolName, string>;
  try {
    const require = createRequire(import.meta.url);
    // Asked from where embedded-postgres lies: its binaries are its own dependency, not ours.
    const binaries = createRequire(require.resolve('embedded-postgres')).resolve(name);
    paths = (await import(pathToFileURL(binaries).href)) as Record<ToolName, string>;
  } catch (error) {
    throw new EmbeddedPostgresError(
      'binaries-missing',
      `The package ${name} is not installed. Run npm ci without --omit=optional, ${useAnotherDatabase}.`,
      error,
    );
  }
  for (const tool of ['initdb', 'postgres', 'pg_ctl'] as const) makeExecutable(paths[tool]);
  return paths;
}

function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
}

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees an ordinary user and has an ordinary user's rights, while outside its files
 * stay root's, so that it also works inside a folder only root can enter. initdb wants the user to have a name, hence one of /etc/passwd.
 */
function rootWrapper(): readonly string[] {
  if (process.geteuid?.() !== 0) return [];
  const uid = namedUsers().find((user) => user !== '0') ?? '1';
  return ['unshare', '--user', `--map-user=${uid}`, `--map-group=${uid}`, '--'];
}

function namedUsers(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .flatMap((line) => line.split(':')[2] ?? []);
  } catch {
    return [];
  }
}

async function requireUserNamespace([command = '', ...words]: readonly string[]): Promise<void> {
  try {
    await execute(command, [...words, 'true']);
  } catch (error) {
    throw new EmbeddedPostgresError(
      'user-namespace-forbidden',
      `PostgreSQL does not run as root, and this machine forbids the user namespace that would serve instead (unshare --user). Start Threefold as an ordinary user, ${useAnotherDatabase}.`,
      error,
    );
  }
}

async function askMajorVersion(run: PostgresTools['run']): Promise<string> {
  try {
    return /(\d+)[.\d]*\s*$/.exec(await run('postgres', ['--version']))?.[1] ?? '';
  } catch (error) {
    throw new EmbeddedPostgresError(
      'binaries-unusable',
      `The PostgreSQL that npm installed does not run on this machine. Run npm rebuild once with install scripts allowed, ${useAnotherDatabase}. It said: ${wordsOf(error)}`,
      error,
    );
  }
}

/** What a failed tool wrote, or why it could not be started. */
export function wordsOf(error: unknown): string {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message?: string };
  return (stderr?.trim() || stdout?.trim() || message || String(error)).trim();
}

/** Not our own environment: PGPORT, PGDATA or PGOPTIONS of the person at the terminal are about another database. */
function toolEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) =>
    ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT', 'TEMP', 'TMP'].includes(name.toUpperCase()),
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
