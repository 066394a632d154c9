import pg from 'pg';

/** What one statement touched through each index and table: pages for each time it was looked into. */
export type PagesTouched = ReadonlyMap<string, number>;

interface PlanNode {
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops': number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Runs a read as the service does (its role, row-level security on) with EXPLAIN (ANALYZE, BUFFERS) of every statement inside its functions,
 * by auto_explain. It is run before, so that catalogues and plans are at hand as they are in a service's connection.
 */
export async function pagesTouched(adminUrl: string, statement: string): Promise<PagesTouched> {
  const client = new pg.Client({ connectionString: adminUrl });
  const plans: PlanNode[] = [];
  client.on('notice', ({ message }) => {
    const at = message?.indexOf('plan:\n') ?? -1;
    if (at >= 0) plans.push((JSON.parse((message as string).slice(at + 6)) as { Plan: PlanNode }).Plan);
  });
  await client.connect();
  try {
    await client.query(`load 'auto_explain'; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on; set auto_explain.log_timing = off;
      set auto_explain.log_nested_statements = on; set auto_explain.log_format = json; set client_min_messages = log; set timezone = 'UTC';
      set role threefold_app`);
    for (let warm = 0; warm < 8; warm += 1) await client.query(statement);
    await client.query('reset role');
    await client.query('set auto_explain.log_min_duration = 0; set role threefold_app');
    plans.length = 0;
    await client.query(statement);
  } finally {
    await client.end();
  }
  const touched = new Map<string, number>();
  for (const plan of plans) addPages(plan, touched);
  return touched;
}

function addPages(node: PlanNode, touched: Map<string, number>): void {
  const name = node['Index Name'] ?? node['Relation Name'];
  const below = (node.Plans ?? []).reduce((sum, child) => sum + pagesOf(child), 0);
  if (name !== undefined && node['Actual Loops'] > 0) {
    const pages = (pagesOf(node) - below) / node['Actual Loops'];
    touched.set(name, Math.max(touched.get(name) ?? 0, pages));
  }
  for (const child of node.Plans ?? []) addPages(child, touched);
}

const pagesOf = (node: PlanNode) => node['Shared Hit Blocks'] + node['Shared Read Blocks'];
