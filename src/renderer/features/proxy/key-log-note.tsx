import { Button } from '@mantine/core';
import type { ProxyView } from '../../../ipc/proxy-schemas';
import { CopyValue } from '../../ui/copy';
import { Note } from '../../ui/notes';
import styles from './proxy.module.css';
import { nameOf } from './words';

interface KeyLogNoteProps {
  proxies: readonly ProxyView[];
  busy: boolean;
  onTurnOff: (proxy: ProxyView) => void;
}

/** Stays in sight for as long as secrets are written down. */
export function KeyLogNotes({ proxies, busy, onTurnOff }: KeyLogNoteProps) {
  return proxies.map((proxy) =>
    proxy.keyLogFile === undefined ? null : (
      <div key={proxy.id} className={styles.keyLog}>
        <Note
          tone="warn"
          message={`The key log of ${nameOf(proxy)} is on: whoever reads it can read all that goes through.`}
        >
          <Button size="xs" loading={busy} onClick={() => onTurnOff(proxy)}>
            Turn it off
          </Button>
        </Note>
        <CopyValue text={proxy.keyLogFile} what="path of the key log" />
      </div>
    ),
  );
}
