import { UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import type { ViewItem } from '../../../ipc/view-schemas';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { certificateSigns } from '../../ui/status';
import { Dot, Tag } from '../../ui/tag';
import { CertificateItem } from './certificate-item';
import { itemIcons, itemWords } from './item-words';
import { KeyItem } from './key-item';
import { RequestItem } from './request-item';
import styles from './tools.module.css';

interface ItemProps {
  item: ViewItem;
  /** All that is in the file: a key names its certificate by place. */
  items: readonly ViewItem[];
  token: string;
  openAtFirst: boolean;
}

/** One thing in a file: a line that opens to all that it says. */
export function Item({ item, items, token, openAtFirst }: ItemProps) {
  const [open, setOpen] = useState(openAtFirst);
  const id = useId();
  const { title, line } = itemWords(item);
  return (
    <section className={layout.card} aria-labelledby={`${id}-title`}>
      <h3 className={styles.itemHead}>
        <UnstyledButton
          className={styles.itemButton}
          aria-expanded={open}
          {...(open ? { 'aria-controls': id } : {})}
          onClick={() => setOpen(!open)}
        >
          <Dot tone={toneOf(item)} icon={itemIcons[item.kind]} />
          <span className={styles.itemTitle}>
            <span id={`${id}-title`}>{title}</span>
            <small>{line}</small>
          </span>
          <Sign item={item} />
          <Icon name={open ? 'down' : 'next'} size={16} />
        </UnstyledButton>
      </h3>
      {open ? (
        <div id={id} className={styles.itemBody}>
          <Body item={item} items={items} token={token} />
        </div>
      ) : null}
    </section>
  );
}

function Body({ item, items, token }: Omit<ItemProps, 'openAtFirst'>) {
  switch (item.kind) {
    case 'certificate':
      return <CertificateItem item={item} />;
    case 'request':
      return <RequestItem item={item} token={token} />;
    case 'private-key':
    case 'public-key':
      return <KeyItem item={item} items={items} />;
    case 'other':
      return <p>{item.message}</p>;
  }
}

function toneOf(item: ViewItem) {
  if (item.kind === 'certificate') return certificateSigns[item.facts.status].tone;
  return item.kind === 'request' && !item.signatureOk ? 'bad' : 'idle';
}

function Sign({ item }: { item: ViewItem }) {
  if (item.kind === 'certificate') {
    const sign = certificateSigns[item.facts.status];
    return (
      <Tag tone={sign.tone} icon={sign.icon}>
        {sign.word}
      </Tag>
    );
  }
  if (item.kind === 'request') {
    return item.signatureOk ? (
      <Tag tone="ok" icon="tick">
        signature fits
      </Tag>
    ) : (
      <Tag tone="bad" icon="cross">
        broken signature
      </Tag>
    );
  }
  if (item.kind === 'private-key') {
    return item.encrypted ? (
      <Tag tone="idle" icon="lock">
        encrypted
      </Tag>
    ) : (
      <Tag tone="warn" icon="unlock">
        not encrypted
      </Tag>
    );
  }
  return null;
}
