import type { ReadingLimits } from '../reading-limits.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import type { TagListener } from './cut-tags.ts';

/** A tag that holds others, with the texts that stand directly in it. */
export interface OfxAggregate {
  readonly name: string;
  readonly lineNumber: number;
  readonly leaves: ReadonlyMap<string, string>;
}

interface OpenAggregate extends OfxAggregate {
  readonly leaves: Map<string, string>;
}

/** The aggregates we read or pass through: they are closed in every version, so one left open is a file cut off or changed. */
const AGGREGATES: ReadonlySet<string> = new Set([
  'OFX',
  'BANKMSGSRSV1',
  'STMTTRNRS',
  'STMTRS',
  'CREDITCARDMSGSRSV1',
  'CCSTMTTRNRS',
  'CCSTMTRS',
  'BANKACCTFROM',
  'CCACCTFROM',
  'BANKTRANLIST',
  'STMTTRN',
  'LEDGERBAL',
  'AVAILBAL',
  'BANKACCTTO',
  'CCACCTTO',
  'PAYEE',
  'CURRENCY',
  'ORIGCURRENCY',
  'STATUS',
]);

/**
 * Puts tags together into aggregates. A tag with text is a leaf, and ends at the next tag whether or not it is closed; one without text
 * that we do not know is an empty leaf or a foreign aggregate, and what stands in that is not mistaken for a field around it.
 */
export class OfxTree implements TagListener {
  readonly #onClosed: (aggregate: OfxAggregate, path: readonly OfxAggregate[]) => void;
  readonly #limits: ReadingLimits;
  readonly #path: OpenAggregate[] = [];
  #leaf: { readonly name: string; readonly lineNumber: number; text: string | undefined } | undefined;
  #ended = false;
  firstLine: number | undefined;

  constructor(onClosed: (aggregate: OfxAggregate, path: readonly OfxAggregate[]) => void, limits: ReadingLimits) {
    this.#onClosed = onClosed;
    this.#limits = limits;
  }

  opened(name: string, lineNumber: number): void {
    if (this.#ended) throw new UnreadableStatement('field-out-of-place', lineNumber, 'The file goes on behind its end ("</OFX>").');
    if (this.#path.length === 0 && name !== 'OFX') {
      throw new UnreadableStatement('field-out-of-place', lineNumber, `The tag ${quoted(name)} stands before "OFX".`);
    }
    this.firstLine ??= lineNumber;
    this.#endLeaf(true);
    if (AGGREGATES.has(name)) this.#push(name, lineNumber);
    else this.#leaf = { name, lineNumber, text: undefined };
  }

  text(text: string, lineNumber: number): void {
    // What stands before the first tag is the header of OFX 1.
    if (this.#path.length === 0 && this.firstLine === undefined) return;
    if (this.#leaf === undefined || this.#leaf.text !== undefined) {
      throw new UnreadableStatement('field-out-of-place', lineNumber, `The text ${quoted(text)} stands beside tags and belongs to none.`);
    }
    this.#leaf.text = text;
  }

  closed(name: string, lineNumber: number): void {
    if (this.#leaf?.name === name) {
      this.#endLeaf(false);
      return;
    }
    this.#endLeaf(false);
    for (let top = this.#path.at(-1); top !== undefined && top.name !== name; top = this.#path.at(-1)) {
      // A leaf that was ended by the tag behind it may be closed late, and an unknown one without text may never be.
      if (AGGREGATES.has(top.name)) throw notClosed(top, name, lineNumber);
      this.#path.pop();
    }
    const aggregate = this.#path.pop();
    if (aggregate === undefined) throw new UnreadableStatement('field-out-of-place', lineNumber, `${quoted(`</${name}>`)} closes nothing.`);
    this.#onClosed(aggregate, this.#path);
    if (this.#path.length === 0) this.#ended = true;
  }

  end(lineNumber: number): void {
    if (this.#ended) return;
    const reason = 'The file ends before its last tag ("</OFX>"): it was cut off. Ask the bank for the whole file.';
    throw new UnreadableStatement('statement-cut-off', lineNumber, reason);
  }

  /** `another` tells that a tag opened behind it: a leaf without text may then be an aggregate that we do not know. */
  #endLeaf(another: boolean): void {
    const leaf = this.#leaf;
    this.#leaf = undefined;
    const aggregate = this.#path.at(-1);
    if (leaf === undefined || aggregate === undefined) return;
    if (leaf.text === undefined && another && !LEAVES.has(leaf.name)) {
      this.#push(leaf.name, leaf.lineNumber);
      return;
    }
    if (aggregate.leaves.has(leaf.name)) {
      const reason = `The field ${quoted(leaf.name)} stands twice where it may stand once.`;
      throw new UnreadableStatement('field-out-of-place', leaf.lineNumber, reason);
    }
    aggregate.leaves.set(leaf.name, leaf.text ?? '');
    if (aggregate.leaves.size > this.#limits.rowCells) {
      throw new UnreadableStatement('too-long', leaf.lineNumber, 'One part of the file has more fields than any bank statement has.');
    }
  }

  #push(name: string, lineNumber: number): void {
    if (this.#path.length >= this.#limits.xmlDepth) {
      throw new UnreadableStatement('too-deep', lineNumber, 'The file nests its tags deeper than any bank statement does.');
    }
    this.#path.push({ name, lineNumber, leaves: new Map() });
  }
}

/** Leaves that some banks send empty and unclosed. */
const LEAVES: ReadonlySet<string> = new Set([
  'ACCTID',
  'ACCTTYPE',
  'BALAMT',
  'BANKID',
  'BRANCHID',
  'CHECKNUM',
  'CURDEF',
  'DTASOF',
  'DTAVAIL',
  'DTEND',
  'DTPOSTED',
  'DTSTART',
  'DTUSER',
  'FITID',
  'LANGUAGE',
  'MEMO',
  'NAME',
  'REFNUM',
  'TRNAMT',
  'TRNTYPE',
]);

function notClosed(aggregate: OfxAggregate, name: string, lineNumber: number): UnreadableStatement {
  const reason = `${quoted(`</${name}>`)} stands where ${quoted(`</${aggregate.name}>`)} was expected: a part of the file is missing.`;
  return new UnreadableStatement('field-out-of-place', lineNumber, reason);
}
