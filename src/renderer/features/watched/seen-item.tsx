import { Button } from '@mantine/core';
import type { Seen, Watched } from '../../../ipc/watched-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { formatFull, relativeDate } from '../../text/dates';
import { colonHex } from '../../text/hex';
import { Fact, FactList } from '../../ui/certificate-fact';
import { CopyValue } from '../../ui/copy';
import { FailureNote } from '../../ui/notes';
import { Tag } from '../../ui/tag';
import { Findings } from './findings';
import styles from './watched.module.css';
import { signOf } from './words';

interface SeenItemProps {
  item: Watched;
  seen: Seen;
  onRenew: () => void;
}

/** One certificate that was seen. What it says is whatever its maker wrote, so it is only ever text. */
export function SeenItem({ item, seen, onRenew }: SeenItemProps) {
  const { api } = useClient();
  const { go } = useNavigation();
  const { arrive } = useOpenedFile();
  const now = useNow();
  const sign = signOf(seen.state, item.kind);
  const { certificateId, keyFile } = seen;
  const show = useAction(async () => {
    if (certificateId !== undefined) {
      go('certificates', { kind: 'certificate', id: certificateId });
      return;
    }
    const { token } = await api.watched.look({ id: item.id, seenId: seen.id });
    go('tools', { kind: 'tool', tool: 'look' });
    void arrive(token);
  });
  const title = seen.commonName || seen.names[0] || seen.label;
  const more = seen.nameCount - seen.names.length;
  return (
    <section className={styles.seen} aria-label={title}>
      <header className={styles.seenTitle}>
        <h3 dir="auto">{title}</h3>
        {item.kind === 'folder' ? (
          <Tag tone={sign.tone} icon={sign.icon}>
            {sign.word}
          </Tag>
        ) : null}
      </header>
      {item.kind === 'folder' ? <p className={styles.label}>{seen.label}</p> : null}
      <Findings findings={seen.findings} />
      <FactList>
        <Fact term="Names">
          <span dir="auto">{seen.names.join(', ') || 'none'}</span>
          {more > 0 ? ` and ${more} more` : ''}
        </Fact>
        <Fact term="Signed by">
          <span dir="auto">{seen.issuer}</span>
          {seen.origin === 'ours' ? ' (yours)' : ''}
        </Fact>
        <Fact term="Valid from">{formatFull(seen.notBefore)}</Fact>
        <Fact term="Valid to">
          {formatFull(seen.notAfter)} ({relativeDate(seen.notAfter, now)})
        </Fact>
        <Fact term="Key">{seen.keyType}</Fact>
        {keyFile === undefined ? null : (
          <Fact term="Key file">
            <CopyValue text={keyFile} what="path of the key" />
          </Fact>
        )}
        <Fact term="SHA-256 fingerprint">
          <CopyValue text={colonHex(seen.fingerprint)} what="fingerprint" />
        </Fact>
      </FactList>
      {show.failure ? <FailureNote failure={show.failure} /> : null}
      <div className={styles.actions}>
        <Button size="xs" loading={show.busy} aria-label={`Show certificate ${title}`} onClick={() => void show.run()}>
          Show certificate
        </Button>
        {keyFile === undefined ? null : (
          <Button size="xs" aria-label={`Renew in place: ${title}`} onClick={onRenew}>
            Renew in place…
          </Button>
        )}
      </div>
    </section>
  );
}
