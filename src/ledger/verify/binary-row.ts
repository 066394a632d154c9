const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER_BYTES = SIGNATURE.length + 8;

/** An array as PostgreSQL sends it. A plain one has one dimension and begins at 1, so that element n is what SQL calls element n. */
export interface ListOf<Element> {
  readonly elements: readonly Element[];
  readonly isPlain: boolean;
}

/** Reads the fields of one row of `COPY ... (FORMAT binary)` after another. One reader serves every row of a stream. */
export class BinaryRow {
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;

  /** False for what is no row: the end of the stream. */
  open(message: Buffer): boolean {
    this.bytes = message;
    // The first row comes with the header of the stream before it.
    this.at = message.length >= HEADER_BYTES && message.subarray(0, SIGNATURE.length).equals(SIGNATURE) ? HEADER_BYTES : 0;
    if (this.at === message.length) return false;
    this.at += 2;
    return message.readInt16BE(this.at - 2) >= 0;
  }

  /** Whole numbers of four or eight bytes; null is undefined. */
  number(): number | undefined {
    const length = this.length();
    if (length < 0) return undefined;
    this.at += length;
    if (length === 4) return this.bytes.readInt32BE(this.at - 4);
    if (length === 2) return this.bytes.readInt16BE(this.at - 2);
    return this.bytes.readInt32BE(this.at - 8) * 2 ** 32 + this.bytes.readUInt32BE(this.at - 4);
  }

  /** A view into the message. */
  field(): Buffer | undefined {
    const length = this.length();
    if (length < 0) return undefined;
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A list of whole numbers; null is NaN, which equals nothing. */
  numbers(): ListOf<number> {
    return this.list((bytes, at, length) => {
      if (length < 0) return Number.NaN;
      return length === 4 ? bytes.readInt32BE(at) : bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
    });
  }

  /** A list of bytes that outlives the message; null is no bytes. */
  buffers(): ListOf<Buffer> {
    return this.list((bytes, at, length) => Buffer.from(bytes.subarray(at, at + Math.max(length, 0))));
  }

  private list<Element>(read: (bytes: Buffer, at: number, length: number) => Element): ListOf<Element> {
    const end = this.length() + this.at;
    const { bytes } = this;
    const dimensions = end > this.at ? bytes.readInt32BE(this.at) : 0;
    const isPlain = dimensions === 0 || (dimensions === 1 && bytes.readInt32BE(this.at + 16) === 1);
    const elements: Element[] = [];
    for (let at = this.at + 12 + dimensions * 8; at < end; ) {
      const length = bytes.readInt32BE(at);
      elements.push(read(bytes, at + 4, length));
      at += 4 + Math.max(length, 0);
    }
    this.at = Math.max(end, this.at);
    return { elements, isPlain };
  }

  private length(): number {
    this.at += 4;
    return this.bytes.readInt32BE(this.at - 4);
  }
}
