import { runTypeScript } from './run-typescript.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: node src/run-ts.mjs FILE [ARGUMENTS], for example: node src/run-ts.mjs src/cli/threefold.ts verify');
  process.exit(2);
}
await runTypeScript(file, args);
