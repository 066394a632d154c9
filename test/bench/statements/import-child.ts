import { createReadStream } from 'node:fs';
import { createAuthority } from '../../../src/people/index.ts';
import { openDatabase } from '../../../src/platform/database/database.ts';
import {
  commitImport,
  keepStatementFile,
  openImport,
  previewImport,
  registerBankAccount,
  runImport,
} from '../../../src/reconciliation/index.ts';

/**
 * One file from the disk into the books, in a process of its own: node import-child.ts FILE. Prints the seconds of each step and the most
 * memory that this process ever held.
 */
const [file = ''] = process.argv.slice(2);
const database = openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench-import', maxConnections: 4 });
const clock = { now: () => new Date() };
const desk = { database, clock };

function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: { readonly code: string } },
): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  const result = await work;
  return [result, (performance.now() - begun) / 1_000];
}

const { authorityId } = value(await createAuthority(database, clock, { slug: `bench-${process.pid}`, name: 'Bench' }));
const actor = { authorityId, principal: 'bench' };
const identification = { sortCode: '000000', accountNumber: '12345678' };
value(await registerBankAccount(desk, actor, { name: 'main', kind: 'council', identification, currency: 'GBP', expected: 'weekly' }));
const [kept, upload] = await timed(
  keepStatementFile(desk, actor, { fileName: 'bench', mediaType: 'text/plain', content: createReadStream(file) }),
);
const { importId } = value(await openImport(desk, actor, { fileId: value(kept).fileId }));
const [previewed, preview] = await timed(previewImport(desk, authorityId, importId));
if (value(previewed).state !== 'previewed') throw new Error(JSON.stringify(value(previewed).refusal));
value(await commitImport(desk, actor, importId));
const usedBefore = process.cpuUsage();
const [imported, importing] = await timed(runImport(desk, authorityId, importId));
const used = process.cpuUsage(usedBefore);
const { state, linesNew } = value(imported);
console.log(
  JSON.stringify({
    state,
    lines: linesNew,
    upload,
    preview,
    import: importing,
    importCpu: (used.user + used.system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  }),
);
await database.close();
