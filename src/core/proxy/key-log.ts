import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';

/** The secrets of connections in the form that Wireshark reads (NSS key log), in a file that nobody else can read. */
export class KeyLog {
  private path: string | undefined;
  private file: number | undefined;

  /** Writes there from now on; undefined: nowhere. A file that cannot be opened gets nothing, and requests go on. */
  to(path: string | undefined): void {
    if (path === this.path) return;
    this.path = path;
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    if (path === undefined) return;
    try {
      this.file = openSync(path, 'a', 0o600);
      // One that was there before with other rights is no place for secrets.
      fchmodSync(this.file, 0o600);
    } catch {
      this.file = undefined;
    }
  }

  write(line: Buffer): void {
    if (this.file === undefined) return;
    try {
      writeSync(this.file, line);
    } catch {
      // A full disk is no reason to refuse connections.
    }
  }
}
