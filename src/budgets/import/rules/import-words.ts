/** The fixed words of an import: rows, requests and rules use the same. */

/** `arriving`: its file is still being read. */
export const importStates = ['arriving', 'previewed', 'importing', 'imported', 'undoing', 'undone'] as const;
export type ImportState = (typeof importStates)[number];

/** `known`: in by an earlier import. `written`: the line stands, its money is not booked yet. `booked`: both. */
export const rowStates = ['good', 'known', 'bad', 'written', 'booked', 'undone'] as const;
export type RowState = (typeof rowStates)[number];

/** What is taken of a file with bad rows: nothing, or what is good. */
export const takes = ['all', 'good'] as const;
export type Take = (typeof takes)[number];
