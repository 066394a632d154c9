import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

it('threefold payments inspect tells a file in words without a database, and ends with 1 when it is not sound', {
  timeout: 60_000,
}, async () => {
  const inspect = (file: string) =>
    run(process.execPath, ['src/run-ts.mjs', 'src/cli/threefold.ts', 'payments', 'inspect', file], { cwd: root });
  const golden = 'test/payments/rails/bank-csv/golden/';
  const [sound, refused] = await Promise.allSettled([inspect(`${golden}lloyds-commercial.csv`), inspect('package.json')]);
  expect(sound).toMatchObject({
    status: 'fulfilled',
    value: { stdout: expect.stringContaining('     3  Pays £0.01 to J. & P. MCALLISTER') },
  });
  expect(refused).toMatchObject({
    status: 'rejected',
    reason: { code: 1, stdout: expect.stringContaining('package.json, line 1: This is none') },
  });
});
