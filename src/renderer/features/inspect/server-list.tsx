import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Listening, ListeningReport } from '../../../ipc/inspect-schemas';
import { type Inspection, useInspections } from '../../state/inspections';
import type { Action } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { pastDate } from '../../text/dates';
import { Icon, type IconName } from '../../ui/icons';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import type { Sign } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './inspect.module.css';
import { lineOf, listeningSign, reportSign } from './words';

interface ServerListProps {
  /** As it was found last. */
  listening: ListeningReport | undefined;
  /** Looks again. */
  find: Action<[], void>;
}

/** What was looked at before, and what listens on this machine: one press looks at it. */
export function ServerList({ listening, find }: ServerListProps) {
  const { all } = useInspections();
  const { failure, busy } = find;
  const look = () => void find.run();
  return (
    <>
      {all.length > 0 ? (
        <section className={styles.group} aria-labelledby="inspect-recent">
          <header>
            <h2 id="inspect-recent">Looked at</h2>
          </header>
          <ul>
            {all.map((inspection) => (
              <Recent key={inspection.id} inspection={inspection} />
            ))}
          </ul>
        </section>
      ) : null}
      <section className={styles.group} aria-labelledby="inspect-listening">
        <header>
          <h2 id="inspect-listening">Listening on this machine</h2>
          <ActionIcon
            size={28}
            aria-label="Look again for servers"
            title="Look again for servers"
            loading={busy}
            onClick={look}
          >
            <Icon name="renew" size={16} />
          </ActionIcon>
        </header>
        {failure ? (
          <div className={styles.inset}>
            <FailureNote failure={failure} onRetry={look} />
          </div>
        ) : null}
        {listening === undefined && !failure ? (
          <div className={styles.inset}>
            <Loading label="Looking for servers" rows={3} />
          </div>
        ) : null}
        {listening?.servers.length === 0 ? (
          <p className={styles.nothing}>
            No server listens here. Start a dev server and look again, or type one above.
          </p>
        ) : null}
        {listening && listening.servers.length > 0 ? (
          <ul>
            {listening.servers.map((server) => (
              <Server key={server.id} server={server} />
            ))}
          </ul>
        ) : null}
        {listening?.notes.map((note) => (
          <p key={note} className={styles.nothing}>
            {note}
          </p>
        ))}
      </section>
    </>
  );
}

function Recent({ inspection }: { inspection: Inspection }) {
  const { opened, show } = useInspections();
  const now = useNow();
  const { id, asked, report, failure } = inspection;
  return (
    <Row
      icon="inspect"
      title={report?.target.text ?? asked.target}
      current={opened?.id === id}
      sign={
        report
          ? reportSign(report)
          : failure
            ? { tone: 'bad', icon: 'cross', word: 'failed' }
            : { tone: 'idle', icon: 'clock', word: 'running' }
      }
      onPress={() => show(id)}
    >
      <small>{report ? pastDate(report.at, now) : failure ? failure.message : 'looking'}</small>
    </Row>
  );
}

function Server({ server }: { server: Listening }) {
  const { start } = useInspections();
  const now = useNow();
  const { process, port, target } = server;
  const line = lineOf(server, now);
  return (
    <Row
      icon="pulse"
      title={process ?? 'Unknown'}
      place={`:${port}`}
      sign={listeningSign(server)}
      onPress={() => start({ target, ...(server.start === undefined ? {} : { start: server.start }) })}
    >
      <small dir="auto" className={styles.line} title={line}>
        {line}
      </small>
    </Row>
  );
}

interface RowProps {
  icon: IconName;
  title: string;
  place?: string;
  current?: boolean;
  sign: Sign;
  onPress: () => void;
  children: ReactNode;
}

function Row({ icon, title, place, current = false, sign, onPress, children }: RowProps) {
  return (
    <li>
      <UnstyledButton className={styles.row} aria-current={current || undefined} onClick={onPress}>
        <Icon name={icon} size={17} />
        <span className={styles.name}>
          <span className={styles.head}>
            <span dir="auto" className={styles.title}>
              {title}
            </span>
            {place === undefined ? null : <span className={`mono ${styles.port}`}>{place}</span>}
            <Tag tone={sign.tone} icon={sign.icon}>
              {sign.word}
            </Tag>
          </span>
          {children}
        </span>
      </UnstyledButton>
    </li>
  );
}
