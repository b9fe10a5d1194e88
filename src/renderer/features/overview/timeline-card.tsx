import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { TimelineMark, TimelineMonths } from '../../../ipc/overview-schemas';
import { useNavigation } from '../../state/navigation';
import { useNow } from '../../state/use-now';
import { formatDay } from '../../text/dates';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import styles from './timeline.module.css';
import { TimelineLegend } from './timeline-legend';
import { TimelinePlot } from './timeline-plot';
import { TimelineTable } from './timeline-table';
import { hiddenWords, markLine } from './timeline-words';
import { useTimeline } from './use-timeline';

/** A mark is 24 CSS pixels wide, the least that WCAG 2.2 asks of what is pressed (2.5.8), and stands apart from the next. */
const slotWidth = 30;
const most = 60;

const zooms = [
  { value: '12', label: '12 months' },
  { value: '3', label: '3 months' },
  { value: '1', label: '1 month' },
];

/** The coming twelve months, or a part of them: what ends when, as marks on a line or as a table. */
export function TimelineCard() {
  const { go } = useNavigation();
  const now = useNow();
  const { ref, width } = useElementSize();
  const slots = width === 0 ? undefined : Math.max(6, Math.min(most, Math.floor(width / slotWidth)));
  const { timeline, failure, reload, months, keepInSight, zoomTo, zoomBy, pan } = useTimeline(slots);
  const [asTable, setAsTable] = useState(false);
  const [pointed, setPointed] = useState<TimelineMark>();

  const open = (mark: TimelineMark) => {
    if (mark.kind === 'certificate') go('certificates', { kind: 'certificate', id: mark.id });
    else if (mark.kind === 'authority') go('authorities', { kind: 'authority', id: mark.id });
    else go('certificates', { kind: 'ending', from: mark.at, until: mark.until });
  };
  const span = timeline ? `${formatDay(timeline.from)} to ${formatDay(timeline.to)}` : '';
  const caption = `What ends from ${span}`;
  const empty = timeline?.marks.length === 0;
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-labelledby="timeline">
      <div className={styles.head}>
        <h2 id="timeline">{months === 12 ? 'The coming 12 months' : span}</h2>
        {months === 12 || timeline === undefined ? null : (
          <>
            <Button
              size="xs"
              leftSection={<Icon name="back" size={14} />}
              disabled={timeline.from <= timeline.year.from}
              onClick={() => pan(-1)}
            >
              Earlier
            </Button>
            <Button
              size="xs"
              rightSection={<Icon name="next" size={14} />}
              disabled={timeline.to >= timeline.year.to}
              onClick={() => pan(1)}
            >
              Later
            </Button>
          </>
        )}
        <SegmentedControl
          size="xs"
          aria-label="Zoom"
          value={String(months)}
          data={zooms}
          onChange={(value) => zoomTo(Number(value) as TimelineMonths)}
        />
        <Button size="xs" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Show as table
        </Button>
      </div>
      {failure ? <FailureNote failure={failure} onRetry={reload} /> : null}
      <div ref={ref} className={styles.room}>
        {timeline === undefined && !failure ? <Loading label="Reading the timeline" rows={2} /> : null}
        {timeline && !asTable ? (
          <TimelinePlot
            timeline={timeline}
            onOpen={open}
            onZoom={zoomBy}
            onPan={pan}
            onPoint={(mark) => {
              setPointed(mark);
              keepInSight(mark.at);
            }}
          />
        ) : null}
        {timeline && asTable && !empty ? <TimelineTable timeline={timeline} caption={caption} onOpen={open} /> : null}
      </div>
      {timeline && !asTable ? (
        <>
          <p className={styles.readout} aria-hidden="true">
            {pointed !== undefined && timeline.marks.includes(pointed)
              ? markLine(pointed, now)
              : empty
                ? ''
                : 'Point at a mark, or walk with the arrow keys; + and − zoom, Enter opens.'}
          </p>
          {empty ? null : (
            <VisuallyHidden>
              <TimelineTable timeline={timeline} caption={caption} />
            </VisuallyHidden>
          )}
        </>
      ) : null}
      {timeline ? (
        <div className={styles.foot}>
          {asTable ? null : <TimelineLegend marks={timeline.marks} />}
          <p>{[...(empty ? ['Nothing ends in this time.'] : []), ...hiddenWords(timeline)].join(' ')}</p>
        </div>
      ) : null}
    </section>
  );
}
