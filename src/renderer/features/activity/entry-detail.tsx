import { Button } from '@mantine/core';
import type { ActivityEntry } from '../../../ipc/activity-schemas';
import { useNavigation } from '../../state/navigation';
import { formatFull } from '../../text/dates';
import { Fact, FactList } from '../../ui/certificate-fact';
import { CopyValue } from '../../ui/copy';
import layout from '../../ui/layout.module.css';
import { DetailPanel, DetailTitle } from '../../ui/list-detail';
import { Tag } from '../../ui/tag';
import styles from './activity.module.css';
import { actorWords, groupSigns, markSigns } from './words';

/** Longer values scroll in a box of their own (characters). */
const longValue = 600;

/** All that one line says. In a narrow window it stands in place of the list, with a way back. */
export function EntryDetail({ entry, onClose }: { entry: ActivityEntry; onClose: () => void }) {
  const { go } = useNavigation();
  const mark = entry.mark === undefined ? undefined : markSigns[entry.mark];
  const certificate = entry.what.startsWith('certificate.') && entry.what !== 'certificate.deleted';
  return (
    <DetailPanel label="Line" back="the history" closes="the line" onClose={onClose}>
      <DetailTitle
        sign={
          mark ? (
            <Tag tone={mark.tone} icon={mark.icon}>
              {mark.word}
            </Tag>
          ) : null
        }
      >
        {entry.sentence}
      </DetailTitle>
      <FactList>
        {entry.at === '' ? null : <Fact term="When">{formatFull(entry.at)}</Fact>}
        <Fact term="Done">{actorWords[entry.who]}</Fact>
        <Fact term="Kind">
          {groupSigns[entry.group].word} <span className={`mono ${layout.mute}`}>{entry.what}</span>
        </Fact>
        {entry.subject === '' ? null : (
          <Fact term="About">
            <CopyValue text={entry.subject} what="what it is about" />
          </Fact>
        )}
        {entry.facts.map(({ label, value }) => (
          <Fact key={label} term={label}>
            <Value label={label} value={value} />
          </Fact>
        ))}
        {entry.previous === '' ? null : (
          <Fact term="Line before">
            <CopyValue
              text={entry.previous}
              shown={`${entry.previous.slice(0, 16)}…`}
              what="SHA-256 of the line before"
            />
          </Fact>
        )}
      </FactList>
      {certificate ? (
        <div>
          <Button onClick={() => go('certificates', { kind: 'certificate', id: entry.subject })}>
            Show the certificate
          </Button>
        </div>
      ) : null}
    </DetailPanel>
  );
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const number = /^[0-9a-f]{32,}$/;

/** A value as people read it: a date in the time zone of the machine, a fingerprint in the fixed-width font. */
function Value({ label, value }: { label: string; value: string }) {
  if (instant.test(value)) return formatFull(value);
  if (number.test(value)) return <span className="mono">{value}</span>;
  if (value.length <= longValue) return value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key.
    <section className={styles.long} tabIndex={0} aria-label={label}>
      {value}
    </section>
  );
}
