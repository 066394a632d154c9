import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { select } from './cluster-probes.ts';

/**
 * A small service that tests can interrupt and kill: starts a cluster and says where on its standard output. At SIGINT it finishes a
 * statement that takes a while, as a service does with its last requests, and stops.
 */
const [dataDirectory = ''] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres({ dataDirectory, log: () => {}, durability: 'test' });
const alive = setInterval(() => {}, 60_000);
process.on('SIGINT', () => {
  clearInterval(alive);
  void select(postgres.adminUrl, 'select pg_sleep(0.2)')
    .then(() => console.log('last statement answered'))
    .then(postgres.stop);
});
process.on('SIGUSR2', () => {
  throw new Error('a fault nobody catches');
});
console.log(postgres.adminUrl);
