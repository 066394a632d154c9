/** The header of a file of plans and budgets as the service's own documentation has it. */
export const HEADER =
  'plan_reference,family_name,child_name,child_born_on,plan_starts_on,line_reference,title,why,kind,stream,mechanism,from,until,amount,source,source_percent,second_source,second_percent';

const USUAL = {
  plan_reference: 'P1',
  family_name: 'Example',
  child_name: 'Alex',
  child_born_on: '2014-05-14',
  plan_starts_on: '2026-01-05',
  line_reference: '1',
  title: 'Personal assistant',
  why: 'To meet friends',
  kind: 'personal-assistant',
  stream: 'CARE',
  mechanism: 'DIRECT_PAYMENT',
  from: '2026-04-01',
  until: '2027-03-31',
  amount: '1000.00',
  source: 'childrens-social-care',
  source_percent: '',
  second_source: '',
  second_percent: '',
};

export type Cells = Partial<typeof USUAL>;

export function row(change: Cells = {}): string {
  return Object.values({ ...USUAL, ...change })
    .map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

export const file = (rows: readonly Cells[]) => [HEADER, ...rows.map(row), ''].join('\n');

/** In pieces that end anywhere: a reader must not depend on where they were cut. */
export async function* pieces(text: string | Uint8Array, size = 700): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The same with a column that says in whose record of the register the plan goes. */
export const fileForFamilies = (rows: readonly (Cells & { readonly family_id: string })[]) =>
  [`${HEADER},family_id`, ...rows.map(({ family_id, ...cells }) => `${row(cells)},${family_id}`), ''].join('\n');
