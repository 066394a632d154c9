import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('src/main.ts', process.argv.slice(2));
