import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ProxyRequest } from '../../../../ipc/proxy-schemas';
import { formatFull } from '../../../text/dates';
import { Fact, FactList } from '../../../ui/certificate-fact';
import { CopyValue } from '../../../ui/copy';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Note } from '../../../ui/notes';
import { Tag } from '../../../ui/tag';
import { sizeInWords, statusSign, timeInWords } from '../words';
import styles from './live.module.css';

/** All that is known of one request. Headers, bodies and query strings are not kept, so they cannot be shown. */
export function RequestDetail({ request, onClose }: { request: ProxyRequest; onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The list is gone in a narrow window, and with it the focus: it goes to what took its place.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const { method, host, path, query, protocol, backend, firstByteMs, durationMs, sent, received } = request;
  const sign = statusSign(request);
  return (
    <aside
      className={styles.detail}
      aria-label="Request"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={styles.close}>
        <Button size="xs" className={styles.back} leftSection={<Icon name="back" size={15} />} onClick={onClose}>
          Back to the requests
        </Button>
        <ActionIcon className={styles.cross} aria-label="Close the request" onClick={onClose}>
          <Icon name="cross" size={15} />
        </ActionIcon>
      </div>
      <header className={styles.title}>
        <h3 ref={heading} tabIndex={-1}>
          {method} {host}
        </h3>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word === 'none' ? 'no answer' : sign.word}
        </Tag>
      </header>
      {request.error === undefined ? null : <Note tone="bad" message={request.error} />}
      <FactList>
        <Fact term="Path">
          <CopyValue text={path} what="path" />
          {query ? <small className={layout.mute}>There was a query string; it is not kept.</small> : null}
        </Fact>
        <Fact term="When">{formatFull(request.at)}</Fact>
        <Fact term="Went to">{backend ?? 'nowhere'}</Fact>
        <Fact term="Protocol">
          {protocol}
          {request.tls === undefined ? null : `, ${request.tls}`}
        </Fact>
        {firstByteMs === undefined ? null : <Fact term="First byte">after {timeInWords(firstByteMs)}</Fact>}
        <Fact term="Took">{timeInWords(durationMs)}</Fact>
        <Fact term="Sent">{sizeInWords(sent)}</Fact>
        <Fact term="Received">{sizeInWords(received)}</Fact>
        {request.contentType === undefined ? null : <Fact term="Content">{request.contentType}</Fact>}
      </FactList>
    </aside>
  );
}
