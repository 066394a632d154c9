import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessSuite } from './access/suite.ts';
import { alertsSuite } from './alerts/suite.ts';
import { budgetsSuite } from './budgets/suite.ts';
import { type Figure, machine, render, type SuiteOptions } from './figures.ts';
import { ledgerSuite } from './ledger/suite.ts';
import { matchingSuite } from './matching/suite.ts';
import { paymentsSuite } from './payments/suite.ts';
import { returnsBooked } from './rails/returns-booked.ts';
import { railsSuite } from './rails/suite.ts';
import { importFigures } from './statements/import-figures.ts';
import { parseSuite } from './statements/parse-suite.ts';
import { stripeSuite } from './stripe/suite.ts';
import { verifySuite } from './verify/suite.ts';

/**
 * npm run bench -- access|alerts|budgets|ledger|matching|payments|rails|statements|stripe|verify [--json] [--keep] [--quick]
 *
 * Every figure is a ratio between cases that ran in turns in one run on one machine: absolute times of a shared machine say little.
 * --keep adds the run to test/bench/history.jsonl, --quick shortens it to see that it works.
 */
const suites: Readonly<Record<string, (options: SuiteOptions) => Promise<Figure[]>>> = {
  ledger: ledgerSuite,
  access: accessSuite,
  alerts: alertsSuite,
  budgets: budgetsSuite,
  matching: matchingSuite,
  payments: paymentsSuite,
  statements: async (options) => [...(await parseSuite(options)), ...(await importFigures(options))],
  verify: verifySuite,
  rails: async (options) => [...(await railsSuite(options)), ...(await returnsBooked(options))],
  stripe: stripeSuite,
};

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = [...names.filter((name) => !(name in suites)), ...flags.filter((flag) => !['--json', '--keep', '--quick'].includes(flag))];
if (unknown.length > 0) {
  console.error(`Not understood: ${unknown.join(' ')}. There is: ${Object.keys(suites).join(', ')}, --json, --keep, --quick.`);
  process.exit(2);
}

const json = flags.includes('--json');
const runs = [];
for (const name of names.length > 0 ? names : Object.keys(suites)) {
  const about = machine();
  const figures = await (suites[name] as (typeof suites)[string])({
    quick: flags.includes('--quick'),
    note: (text) => console.error(text),
    about: (name, text) => {
      about[name] = text;
    },
  });
  runs.push({ suite: name, at: new Date().toISOString(), machine: about, figures });
}
console.log(json ? JSON.stringify(runs, null, 2) : runs.map((run) => render(run.suite, run.machine, run.figures)).join('\n\n'));
if (flags.includes('--keep')) {
  const history = fileURLToPath(new URL('./history.jsonl', import.meta.url));
  for (const run of runs) appendFileSync(history, `${JSON.stringify(run)}\n`);
}
