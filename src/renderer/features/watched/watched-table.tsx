import { UnstyledButton } from '@mantine/core';
import type { Watched } from '../../../ipc/watched-schemas';
import { useNow } from '../../state/use-now';
import { formatFull, pastDate } from '../../text/dates';
import { Icon } from '../../ui/icons';
import { Moment } from '../../ui/moment';
import { Tag } from '../../ui/tag';
import styles from './watched.module.css';
import { issuersOf, kindIcons, kindWords, signOf } from './words';

interface WatchedTableProps {
  items: readonly Watched[];
  /** The one that stands in full beside the list. */
  openedId: string | null;
  onOpen: (id: string) => void;
}

/** What is watched, the worst first. The name of each is a button that shows all of it; a click anywhere in the row does the same. */
export function WatchedTable({ items, openedId, onOpen }: WatchedTableProps) {
  const now = useNow();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">State</th>
          <th scope="col">Expires</th>
          <th scope="col" data-drop="2">
            Issuer
          </th>
          <th scope="col" data-drop="1">
            Last checked
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const { id, kind, name, state, notAfter, checkedAt } = item;
          const sign = signOf(state, kind);
          return (
            <tr key={id} aria-current={id === openedId || undefined} onClick={() => onOpen(id)}>
              <td>
                <UnstyledButton
                  className={styles.name}
                  title={item.target}
                  onClick={(event) => {
                    event.stopPropagation();
                    onOpen(id);
                  }}
                >
                  <Icon name={kindIcons[kind]} size={17} />
                  <span>
                    <span className={styles.clip} dir="auto">
                      {name}
                    </span>
                    <small>{kindWords(item)}</small>
                  </span>
                </UnstyledButton>
              </td>
              <td>
                <Tag tone={sign.tone} icon={sign.icon}>
                  {sign.word}
                </Tag>
              </td>
              <td>{notAfter === undefined ? <Unknown /> : <Moment at={notAfter} now={now} />}</td>
              <td data-drop="2">
                <span className={styles.clip} dir="auto">
                  {issuersOf(item)}
                </span>
              </td>
              <td data-drop="1">
                {checkedAt === undefined ? (
                  <Unknown />
                ) : (
                  <time dateTime={checkedAt} title={formatFull(checkedAt)}>
                    {pastDate(checkedAt, now)}
                  </time>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const Unknown = () => <span className={styles.unknown}>not known</span>;
