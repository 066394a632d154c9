import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it, type TestContext } from 'vitest';
import { openNorthmoor } from '../src/demo/open-northmoor.ts';
import { writeCamt053 } from '../src/demo/write-camt053.ts';
import { openLedger } from '../src/ledger/index.ts';
import { findAuthority } from '../src/people/index.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { createDatabase, databaseUrl } from '../src/platform/database/prepare-cluster.ts';
import { runAsAdmin, TEST_PASSWORDS } from './support/cluster.ts';
import { postgresClient } from './support/postgres-client.ts';

const execute = promisify(execFile);
const project = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(project, 'README.md'), 'utf8');
const name = `threefold_readme_${randomBytes(4).toString('hex')}`;
const server = inject('adminUrl');
const urls = (database: string) => ({
  DATABASE_URL: databaseUrl(server, { database, user: 'threefold_app', password: TEST_PASSWORDS.app }),
  DATABASE_OWNER_URL: databaseUrl(server, { database, user: 'threefold_migrator', password: TEST_PASSWORDS.migrator }),
});
let scratch: string;

interface Rule {
  readonly command: RegExp;
  run(command: string, test: TestContext): unknown;
}

/** How each kind of command is run. One that no rule knows fails the test: whoever writes it here says how it is proved. */
const rules: readonly Rule[] = [
  { command: /^(CHAOS=full )?npm (test|run check|run chaos|run bench -- (ledger|verify))$/, run: isRunByCi },
  { command: /^bash \.ci\/run$/, run: () => void execFileSync('bash', ['-n', join(project, '.ci/run')]) },
  { command: /^(THREEFOLD_ROLE=\w+ )?npm start$/, run: startsAndStops },
  { command: /^npm ci --omit=dev$/, run: installsFromLockfile },
  {
    command: /^psql /,
    run: (command, test) => (isAtHand('psql') ? shell(withTestNames(command), project) : test.skip('there is no psql')),
  },
  { command: /^pg_dump /, run: dumps },
  { command: /^pg_restore /, run: restores },
  { command: /^pg_basebackup /, run: isDrilled },
  { command: /^cp -a \.data /, run: copiesData },
  { command: /^npm run --silent threefold -- (balance|statement) /, run: asksForAccounts },
  { command: /^npm run --silent threefold -- parse-statement /, run: parsesStatement },
  { command: /^npm run --silent threefold -- match /, run: matchesLists },
  { command: /^npm run --silent threefold -- bank-accounts add /, run: (command) => shell(command, project) },
  { command: /^npm run --silent threefold -- import-statement /, run: importsStatement },
  { command: /^npm run --silent threefold -- statement-gaps$/, run: (command) => shell(command, project) },
  {
    command: /^npm run --silent threefold -- export /,
    run: (command) => shell(command.replace(/--out (\S+)/, `--out ${scratch}/$1`), project),
  },
  { command: /^npm run --silent threefold -- import opening\.journal/, run: importsFile },
  { command: /^npm run --silent threefold -- import list$/, run: (command) => shell(command, project) },
  // Starts a PostgreSQL of its own and throws it away: nothing of the test's database is in it.
  { command: /^npm run --silent threefold -- example /, run: (command) => shell(command, project) },
  {
    command: /^npm run --silent threefold -- (--help|verify|anchor|migrate|authority|keys|clients|user|family)\b/,
    run: (command) => shell(command, project),
  },
];

// Asked for twice, a command is run where it stands last, when what it needs is there.
const commands = commandsOf(readme).filter((command, n, all) => all.lastIndexOf(command) === n);

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'threefold-readme-'));
  if (!isAtHand('psql')) await createDatabase(server, name);
});

afterAll(async () => {
  await runAsAdmin(server, `drop database if exists ${name} with (force)`);
  await runAsAdmin(server, `drop database if exists ${name}_restored with (force)`);
  rmSync(scratch, { recursive: true, force: true });
});

describe('the README', () => {
  it('shows commands, every one with a rule by which it is run', () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.filter((command) => !rules.some((rule) => rule.command.test(command)))).toEqual([]);
  });

  it('names only files that are there', () => {
    const named = [...readme.matchAll(/`((?:src|test|jobs|\.ci)\/[\w./-]+)`|\]\(([\w./-]+)\)/g)].map((match) => match[1] ?? match[2] ?? '');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });

  for (const command of commands) {
    it(`can be followed: ${command}`, async (test) => {
      await rules.find((rule) => rule.command.test(command))?.run(command, test);
    });
  }
});

function commandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  return blocks.flatMap((block) => block.replaceAll('\\\n', ' ').split('\n')).filter((line) => line !== '' && !line.startsWith('#'));
}

/** Throws, with what it wrote, when the command does not end with 0. */
async function shell(command: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await execute('bash', ['-c', command], { cwd, env: environment(env) });
  return stdout;
}

function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const admin = new URL(server);
  admin.pathname = '';
  return {
    ...process.env,
    ...urls(name),
    ADMIN_URL: admin.href.replace(/\/$/, ''),
    PORT: '0',
    LOG_LEVEL: 'warn',
    THREEFOLD_ANCHORS: join(scratch, 'anchors'),
    ...more,
  };
}

/** The test's own database, and the passwords that its neighbours on the same server use. */
function withTestNames(command: string): string {
  return command
    .replace('/threefold"', `/${name}"`)
    .replace('CREATE DATABASE threefold ', `CREATE DATABASE ${name} `)
    .replace('password-of-the-service', TEST_PASSWORDS.app)
    .replace('password-of-migrations', TEST_PASSWORDS.migrator);
}

function isRunByCi(command: string): void {
  const words = command.replace('CHAOS=full ', '');
  const [script = ''] = words.replace(/^npm (run )?/, '').split(' ');
  expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).scripts).toHaveProperty(script);
  expect(readFileSync(join(project, '.ci/run'), 'utf8').replaceAll(' --silent', '')).toContain(words);
}

/** On a server of its own, which the drill then loses. */
function isDrilled(command: string): void {
  const [tool = ''] = command.split(' ');
  expect(readFileSync(join(project, 'test/chaos/point-in-time.test.ts'), 'utf8')).toContain(`runTool('${tool}'`);
}

/** On the test's own database; that it needs none, on a fresh clone, is shown by .ci/clean-clone. */
async function startsAndStops(command: string): Promise<void> {
  const service = spawn('bash', ['-c', `exec env ${command}`], { cwd: project, env: environment({}), detached: true });
  const ended = once(service, 'exit');
  let output = '';
  const running = new Promise<void>((resolve) => {
    for (const stream of [service.stdout, service.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Stop with Ctrl-C.')) resolve();
      });
    }
  });
  await Promise.race([running, ended]);
  expect(output).toContain('Threefold is running');
  process.kill(-(service.pid ?? 0), 'SIGINT');
  await ended;
  expect(output).toContain('Stopping.');
}

/** What the lockfile says is complete and agrees with package.json; downloading it all again would prove no more. */
async function installsFromLockfile(command: string): Promise<void> {
  for (const file of ['package.json', 'package-lock.json']) await copyFile(join(project, file), join(scratch, file));
  await shell(`${command} --dry-run`, scratch);
}

async function dumps(command: string, test: TestContext): Promise<void> {
  if ((await postgresClient(server)) === undefined) return test.skip('there is no pg_dump of the server’s version');
  await shell(command, scratch);
}

async function restores(command: string, test: TestContext): Promise<void> {
  if ((await postgresClient(server)) === undefined) return test.skip('there is no pg_restore of the server’s version');
  const restored = `${name}_restored`;
  const create = commands.find((each) => each.includes('CREATE DATABASE')) ?? '';
  await shell(withTestNames(create).replace(`DATABASE ${name} `, `DATABASE ${restored} `), project);
  await shell(command, scratch, urls(restored));
  expect(JSON.parse(await shell('npm run --silent threefold -- verify --json', project, urls(restored)))).toMatchObject({ green: true });
}

async function copiesData(command: string): Promise<void> {
  const clone = join(scratch, 'clone');
  mkdirSync(join(clone, '.data'), { recursive: true });
  writeFileSync(join(clone, '.data/kept'), 'data');
  await shell(command, clone);
  expect(readFileSync(join(scratch, 'threefold-backup/kept'), 'utf8')).toBe('data');
}

async function asksForAccounts(command: string): Promise<void> {
  const database = openDatabase({ url: urls(name).DATABASE_URL, applicationName: 'threefold-readme', maxConnections: 1 });
  try {
    const clock = { now: () => new Date() };
    const { authorityId = 0 } = (await findAuthority(database, 'northmoor')) ?? {};
    await openNorthmoor(openLedger({ database, clock }), { authorityId, principal: 'readme' });
  } finally {
    await database.close();
  }
  await shell(command, project);
}

async function importsFile(command: string): Promise<void> {
  const file = join(scratch, 'opening.journal');
  writeFileSync(file, '2026-04-01 * Opening balances\n    bank:northmoor-payments  £40,000.00\n    council-cash\n');
  expect(await shell(command.replace('opening.journal', file), project)).toContain('1 entry with 2 postings');
}

async function importsStatement(command: string): Promise<void> {
  const outcome = await shell(command.replace('statement.xml', writtenStatement()), project);
  expect(outcome).toContain(command.includes('--commit') ? 'Imported.' : 'This is a preview');
}

async function parsesStatement(command: string): Promise<void> {
  const file = writtenStatement();
  expect(JSON.parse(await shell(command.replace('statement.xml', file), project))).toBeTypeOf('object');
}

function writtenStatement(): string {
  const file = join(scratch, 'statement.xml');
  const statement = writeCamt053({
    account: { sortCode: '000000', accountNumber: '26123100' },
    statementId: 'README',
    opening: { date: '2026-12-31', amountMinor: 10_000n },
    closingDate: '2026-12-31',
    lines: [{ bookingDate: '2026-12-31', amountMinor: -2_500n, reference: 'TF-README' }],
  });
  writeFileSync(file, statement);
  return file;
}

async function matchesLists(command: string): Promise<void> {
  for (const list of ['bank', 'open'])
    writeFileSync(join(scratch, `${list}.csv`), 'id,date,amount,memo\n1,2026-06-05,-12.50,JANE LLEWELLYN\n');
  await shell(command.replace(/(\w+\.csv)/g, `${scratch}/$1`), project);
  expect(readFileSync(join(scratch, 'pairs.csv'), 'utf8')).toContain('\r\n1,1,');
}

function isAtHand(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
