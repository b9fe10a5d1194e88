import { type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { nextStatusChange } from '../lifecycle/expiry';
import { certificateFile, type FoundCertificate, keyFile, recordFile } from './certificate-files';

interface Entry {
  stamp: string;
  found: FoundCertificate | undefined;
}

const part = (stats: Stats | undefined) =>
  stats === undefined ? '-' : `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;

/**
 * Remembers what was read of each certificate's folder for as long as nothing in it changed. The stamp holds size and times of
 * the folder and of the three files that decide the status; the time of the last change of the inode cannot be set back by a
 * program, so a swapped, cut or missing file is always noticed.
 */
export class CertificateCache {
  private readonly entries = new Map<string, Entry>();
  /** When a status changes next after `after`; forgotten when an entry changes. */
  private next: { after: number; at: number | undefined } | undefined;

  /**
   * What the folder looks like now. Synchronous on purpose: four calls take 12 µs, through the thread pool 150 µs, and a list of
   * thousands asks this of every folder each time. The caller paces itself.
   */
  stampOf(folder: string): string {
    const look = (path: string) => {
      try {
        return part(statSync(path, { throwIfNoEntry: false }));
      } catch {
        return '?';
      }
    };
    return [
      look(folder),
      look(`${folder}${sep}${recordFile}`),
      look(`${folder}${sep}${certificateFile}`),
      look(`${folder}${sep}${keyFile}`),
    ].join(' ');
  }

  /** What is known of the folder; `undefined` when it has to be read. */
  get(id: string, stamp: string): { found: FoundCertificate | undefined } | undefined {
    const entry = this.entries.get(id);
    return entry?.stamp === stamp ? entry : undefined;
  }

  /** The stamp must be from before the reading: what changes in between is then read again. */
  set(id: string, stamp: string, found: FoundCertificate | undefined): void {
    this.entries.set(id, { stamp, found });
    this.next = undefined;
  }

  /** Forgets the folders that are gone. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.entries.keys()) if (!ids.has(id)) this.entries.delete(id);
    this.next = undefined;
  }

  /** The first instant after the given one (milliseconds since 1970) at which a certificate that was read gets another status. */
  nextChange(after: number): number | undefined {
    const known = this.next;
    // What was the next one from an earlier instant on still is, until it has come.
    if (known !== undefined && after >= known.after && (known.at === undefined || after < known.at)) return known.at;
    let at: number | undefined;
    for (const { found } of this.entries.values()) {
      if (found === undefined || found.broken !== undefined) continue;
      const { notBefore, notAfter } = found.record;
      const change = nextStatusChange(Date.parse(notBefore), Date.parse(notAfter), after);
      if (change !== undefined && (at === undefined || change < at)) at = change;
    }
    this.next = { after, at };
    return at;
  }
}
