/** What a server sent is not of the form that TLS has. The message goes into a sentence: "… sent a record of 70000 bytes". */
export class WireError extends Error {}

/** Reads numbers and vectors (RFC 8446 section 3) from bytes that may be anything; each step is checked against the end. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(count: number): Buffer {
    if (count > this.left) throw new WireError('a message that is cut off');
    const taken = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  /** An unsigned number of 1, 2, 3 or 4 bytes. */
  number(size: 1 | 2 | 3 | 4): number {
    return this.take(size).readUIntBE(0, size);
  }

  /** The bytes of a vector whose length stands before it in so many bytes. */
  vector(size: 1 | 2 | 3): Buffer {
    return this.take(this.number(size));
  }
}

/** Numbers of 16 bits in a row, as lists of suites and groups are. */
export function numbers16(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 2 <= bytes.length; at += 2) found.push(bytes.readUInt16BE(at));
  return found;
}

export function uint(value: number, size: 1 | 2 | 3 | 4): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** A vector with its length before it. */
export const vector = (size: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([uint(body.length, size), body]);
};

export const list16 = (values: readonly number[]): Buffer => Buffer.concat(values.map((value) => uint(value, 2)));
