import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CertificateFacts } from '../../../ipc/view-schemas';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import styles from './tools.module.css';

/** Each extension as it stands there. A critical one must be understood by whoever checks (RFC 5280 section 4.2). */
export function Extensions({ extensions }: { extensions: CertificateFacts['extensions'] }) {
  if (extensions.length === 0) return <p className={layout.mute}>No extensions.</p>;
  return (
    <Fold label={`${extensions.length} extension${extensions.length === 1 ? '' : 's'}`}>
      <ul className={styles.extensions}>
        {extensions.map((extension) => (
          <li key={extension.oid}>
            <strong>{extension.name}</strong> <small className="mono">{extension.oid}</small>
            {extension.critical ? <small> critical</small> : null}
            <Value text={extension.value} />
          </li>
        ))}
      </ul>
    </Fold>
  );
}

/** A value of more characters begins cut, so that ten thousand names do not stop the window. */
const cutAt = 600;

function Value({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > cutAt;
  return (
    <>
      <p className={styles.value}>{long && !whole ? `${text.slice(0, cutAt)}…` : text}</p>
      {long && !whole ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString('en-GB')} characters
        </Button>
      ) : null}
    </>
  );
}
