const HEADER_BYTES = 19;
const EPOCH_2000_MS = 946_684_800_000;
const HIGH = 4_294_967_296;

/** The values of one row, to be read in the order of the COPY statement. */
export interface CopyRow {
  /** A fixed-width number of at most 4 bytes (int2, int4) or null. */
  int(): number | null;
  /** int8 as a number; exact up to 2^53. */
  int8(): number | null;
  bigint(): bigint;
  float8(): number | null;
  bool(): boolean | null;
  /** timestamptz as milliseconds since 1970. */
  instant(): number;
  /** A view of the row's bytes, valid until `onRow` returns; copy what is kept. */
  bytes(): Buffer | null;
}

/**
 * Reads Postgres's binary COPY format as it arrives: `push` every chunk; `onRow` is called for each complete row. Without
 * text parsing on either side it is several times cheaper than a SELECT of the same rows.
 */
export class CopyReader implements CopyRow {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #started = false;
  readonly #onRow: (row: CopyRow) => void;

  constructor(onRow: (row: CopyRow) => void) {
    this.#onRow = onRow;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.#at < this.#bytes.length ? Buffer.concat([this.#bytes.subarray(this.#at), chunk]) : chunk;
    this.#at = 0;
    if (!this.#started) {
      if (this.#bytes.length < HEADER_BYTES) return;
      this.#at = HEADER_BYTES;
      this.#started = true;
    }
    while (this.#complete()) {
      this.#at += 2;
      this.#onRow(this);
    }
  }

  /** Whether a whole row lies at the read position. */
  #complete(): boolean {
    const end = this.#bytes.length;
    if (this.#at + 2 > end) return false;
    const columns = this.#bytes.readInt16BE(this.#at);
    if (columns < 0) return false;
    let at = this.#at + 2;
    for (let i = 0; i < columns; i++) {
      if (at + 4 > end) return false;
      const length = this.#bytes.readInt32BE(at);
      at += 4 + (length < 0 ? 0 : length);
    }
    return at <= end;
  }

  #length(): number {
    const length = this.#bytes.readInt32BE(this.#at);
    this.#at += 4;
    return length;
  }

  int(): number | null {
    const length = this.#length();
    if (length < 0) return null;
    const value = length === 4 ? this.#bytes.readInt32BE(this.#at) : this.#bytes.readInt16BE(this.#at);
    this.#at += length;
    return value;
  }

  int8(): number | null {
    if (this.#length() < 0) return null;
    const value = this.#bytes.readInt32BE(this.#at) * HIGH + this.#bytes.readUInt32BE(this.#at + 4);
    this.#at += 8;
    return value;
  }

  bigint(): bigint {
    this.#length();
    this.#at += 8;
    return this.#bytes.readBigInt64BE(this.#at - 8);
  }

  float8(): number | null {
    if (this.#length() < 0) return null;
    this.#at += 8;
    return this.#bytes.readDoubleBE(this.#at - 8);
  }

  bool(): boolean | null {
    if (this.#length() < 0) return null;
    this.#at += 1;
    return this.#bytes[this.#at - 1] === 1;
  }

  instant(): number {
    return (this.int8() ?? 0) / 1000 + EPOCH_2000_MS;
  }

  bytes(): Buffer | null {
    const length = this.#length();
    if (length < 0) return null;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
