import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

/**
 * Runs a TypeScript file of ours in this very process, so there is nobody between the terminal and the service who would have to pass on
 * signals and exit codes. Plain JavaScript, and only Node's own modules: it is what a fresh clone starts with, before npm ci.
 */
export async function runTypeScript(file, args) {
  refuseOldNode();
  installWhatIsMissing();
  const path = join(projectFolder, file);
  // The program sees the words it would see had Node been started on it.
  process.argv = [process.execPath, path, ...args];
  // Node strips types by itself from 22.18 on and says so here; before that tsx does.
  if (!process.features.typescript) (await import('tsx/esm/api')).register();
  await import(pathToFileURL(path).href);
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(
    `Threefold needs Node ${oldestNode.join('.')} or later; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org and start again.`,
  );
  process.exit(1);
}

function installWhatIsMissing() {
  if (isInstalled()) return;
  // On standard error: the standard output of the command line belongs to its answer.
  console.error('Installing the packages of package-lock.json (npm ci) ...');
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // Started by npm we know that npm's own file, which spares us finding it: on Windows it is a batch file that only a shell can run.
  const npm = process.env.npm_execpath;
  const options = { cwd: projectFolder, stdio: ['ignore', 'ignore', 'inherit'] };
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...words], options)
    : spawnSync('npm', words, { ...options, shell: process.platform === 'win32' });
  if (status === 0) return;
  console.error(
    `The packages could not be installed${error ? `: ${error.message}` : ''}. What npm ci says above is the reason; Threefold has not been started.`,
  );
  process.exit(status || 1);
}

/** npm writes its own lockfile last, so it also tells an installation that was interrupted. */
function isInstalled() {
  const installed = join(projectFolder, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(projectFolder, 'package-lock.json')).mtimeMs;
}
