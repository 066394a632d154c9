import { bai2, bankline, ofx1, ofx2, qif } from './exchange-files.ts';
import { camt053, mt940 } from './swift-and-iso.ts';
import { tables, textBlocks } from './tables.ts';
import type { StatementWriter } from './written.ts';

/** Every format we read, written here by hand from its own rules, so that reading is held to them and not to itself. */
export const WRITERS: ReadonlyMap<string, StatementWriter> = new Map([
  ['camt.053', camt053],
  ['MT940', mt940],
  ['OFX 1', ofx1],
  ['OFX 2', ofx2],
  ['QIF', qif],
  ['BAI2', bai2],
  ['Bankline Direct', bankline],
  ...tables,
  ...textBlocks,
]);
