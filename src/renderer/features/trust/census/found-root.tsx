import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ForeignRoot } from '../../../../ipc/trust-schemas';
import { colonHex } from '../../../text/hex';
import { CopyValue } from '../../../ui/copy';
import { Fold } from '../../../ui/fold';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Mark } from '../../../ui/mark';
import { Dot, Tag } from '../../../ui/tag';
import trust from '../trust.module.css';
import styles from './census.module.css';
import { endWords, isOurs, openKeys, severitySigns } from './finds';

interface FoundRootProps {
  root: ForeignRoot;
  onRemove: () => void;
  onShow: (authorityId: string) => void;
}

/** One authority: whose it is, what it means, who trusts it. Its name is whatever its maker wrote, so it is only ever text. */
export function FoundRoot({ root, onRemove, onShow }: FoundRootProps) {
  const { authorityId } = root;
  const sign = severitySigns[root.severity];
  const open = openKeys(root).length > 0;
  return (
    <li className={styles.item}>
      {isOurs(root) ? (
        <span className={styles.mark}>
          <Mark size={34} />
        </span>
      ) : (
        <Dot tone={sign.tone} icon={sign.icon} />
      )}
      <div className={styles.text}>
        <div className={styles.title}>
          <h2 dir="auto">{root.name}</h2>
          {isOurs(root) ? (
            <Tag tone="ok" icon="tick">
              yours
            </Tag>
          ) : null}
          {open && !isOurs(root) ? (
            <Tag tone="bad" icon="key">
              key readable
            </Tag>
          ) : null}
          {root.orphan ? (
            <Tag tone="warn" icon="question">
              left over
            </Tag>
          ) : null}
          {root.expired ? (
            <Tag tone="warn" icon="clock">
              expired
            </Tag>
          ) : null}
        </div>
        <p className={layout.mute}>
          {root.toolLabel}, {endWords(root)}
        </p>
        <p>{root.advice}</p>
        {root.stores.length > 0 ? (
          <ul className={styles.stores} aria-label="In these stores">
            {root.stores.map(({ id, label, trusted }) => (
              <li key={id}>
                <Icon name={trusted ? 'tick' : 'dash'} size={13} />
                {label}
                {trusted ? '' : ' (not trusted)'}
              </li>
            ))}
          </ul>
        ) : (
          <p className={layout.mute}>In no store; only its files are here.</p>
        )}
        <Fold label="Fingerprint, files and keys">
          <dl className={trust.facts}>
            <dt>SHA-256 fingerprint</dt>
            <dd>
              <CopyValue text={colonHex(root.fingerprint256)} what="fingerprint" />
            </dd>
            <dt>Subject</dt>
            <dd dir="auto">{root.subject}</dd>
            {root.files.map((path) => (
              <Fact key={path} name="Certificate">
                <CopyValue text={path} what="path of the certificate" />
              </Fact>
            ))}
            {root.keys.map(({ path, mode, message }) => (
              <Fact key={path} name="Key">
                <CopyValue text={path} what="path of the key" />
                <p>
                  {message} <span className={layout.mute}>(mode {mode})</span>
                </p>
              </Fact>
            ))}
          </dl>
        </Fold>
      </div>
      <div className={styles.action}>
        {authorityId !== undefined ? (
          <Button size="xs" aria-label={`Show ${root.name} under Authorities`} onClick={() => onShow(authorityId)}>
            Show
          </Button>
        ) : null}
        {root.stores.length > 0 ? (
          <Button size="xs" variant="danger" aria-label={`Remove ${root.name} from the stores`} onClick={onRemove}>
            Remove…
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
