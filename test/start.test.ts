import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));
let clone: string;

/** A clone with nothing installed, and in npm's place a script that installs tsx alone, leaving npm's own lockfile behind as npm does. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'threefold-clone-'));
  mkdirSync(join(clone, 'src/cli'), { recursive: true });
  for (const file of ['start.mjs', 'run-ts.mjs', 'run-typescript.mjs']) copyFileSync(join(project, 'src', file), join(clone, 'src', file));
  writeFileSync(join(clone, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(clone, 'package-lock.json'), '{}');
  const program = 'const words: readonly string[] = process.argv.slice(1);\nconsole.log(JSON.stringify(words));\nprocess.exitCode = 7;\n';
  writeFileSync(join(clone, 'src/main.ts'), program);
  writeFileSync(join(clone, 'src/cli/threefold.ts'), program);
  writeFileSync(
    join(clone, 'npm.js'),
    `import { appendFileSync, mkdirSync, symlinkSync, existsSync, writeFileSync } from 'node:fs';
    appendFileSync('npm-was-asked', process.argv.slice(2).join(' ') + '\\n');
    if (existsSync('npm-fails')) { console.error('npm error network'); process.exit(9); }
    console.log('noise of npm');
    mkdirSync('node_modules', { recursive: true });
    if (!existsSync('node_modules/tsx')) symlinkSync(${JSON.stringify(join(project, 'node_modules/tsx'))}, 'node_modules/tsx');
    writeFileSync('node_modules/.package-lock.json', '{}');`,
  );
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function run(...words: string[]) {
  const env = { ...process.env, npm_execpath: join(clone, 'npm.js') };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: clone, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function timesNpmWasAsked(): number {
  const file = join(clone, 'npm-was-asked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
}

describe('npm start', () => {
  it('installs what is missing, says so in one line, and runs the service with its exit code', () => {
    expect(run('src/start.mjs', 'word')).toEqual({
      status: 7,
      stdout: `${JSON.stringify([join(clone, 'src/main.ts'), 'word'])}\n`,
      stderr: 'Installing the packages of package-lock.json (npm ci) ...\n',
    });
    expect(readFileSync(join(clone, 'npm-was-asked'), 'utf8')).toMatch(/^ci /);
  });

  it('installs once, and again when the lockfile is newer', () => {
    run('src/start.mjs');
    expect(run('src/start.mjs').stderr).toBe('');
    expect(timesNpmWasAsked()).toBe(1);
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(clone, 'package-lock.json'), later, later);
    run('src/start.mjs');
    expect(timesNpmWasAsked()).toBe(2);
  });

  it('starts nothing when the installation fails, and says whose words explain it', () => {
    writeFileSync(join(clone, 'npm-fails'), '');
    const { status, stdout, stderr } = run('src/start.mjs');
    expect({ status, stdout }).toEqual({ status: 9, stdout: '' });
    expect(stderr).toMatch(/npm error network\nThe packages could not be installed\. .* Threefold has not been started\.\n$/s);
  });

  it('refuses a Node that is too old before anything else', () => {
    writeFileSync(
      join(clone, 'old-node.mjs'),
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });`,
    );
    const { status, stderr } = run('--import', './old-node.mjs', 'src/start.mjs');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Threefold needs Node 20\.19 or later; this is Node 20\.18\.3\. Install a newer one/);
    expect(timesNpmWasAsked()).toBe(0);
  });
});

describe('npm run threefold', () => {
  it('runs the named file with the words that follow, its answer alone on standard output', () => {
    const { status, stdout } = run('src/run-ts.mjs', 'src/cli/threefold.ts', 'verify', '--json');
    expect(status).toBe(7);
    expect(JSON.parse(stdout)).toEqual([join(clone, 'src/cli/threefold.ts'), 'verify', '--json']);
  });

  it('asks for a file when none is named', () => {
    expect(run('src/run-ts.mjs')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: node src/run-ts.mjs FILE') });
  });
});
