/**
 * A table of made-up sort codes, for the demo and for trying the service: the published one belongs to the payments scheme, and a council
 * loads its own copy. Account numbers under these sort codes pass by made-up weights and are nobody's.
 */
export const madeUpTable = {
  version: 'made-up 1',
  weights: [
    '010200 010299 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1',
    '010300 010399 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1',
    '010400 010499 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1',
  ].join('\n'),
  substitutions: '',
} as const;
