import { useEffect, useRef, useState } from 'react';
import type { Timeline, TimelineMonths } from '../../../ipc/overview-schemas';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';

const refreshOn = ['certificates.changed', 'authorities.changed', 'clock.changed'] as const;
const zooms: readonly TimelineMonths[] = [12, 3, 1];

interface Part {
  months: TimelineMonths;
  around?: string;
}

/** The part of the year that is shown, and the ways to another part. `slots` is undefined until the room for them is known. */
export function useTimeline(slots: number | undefined) {
  const { api } = useClient();
  const [part, setPart] = useState<Part>({ months: 12 });
  const key = slots === undefined ? 'no room yet' : `${part.months} ${part.around ?? ''} ${slots}`;
  const query = useQuery(
    async () => (slots === undefined ? undefined : api.overview.timeline({ ...part, slots })),
    key,
    refreshOn,
  );
  // What was drawn stays until the next part is there.
  const [shown, setShown] = useState<Timeline>();
  useEffect(() => {
    if (query.data !== undefined) setShown(query.data);
  }, [query.data]);
  const around = useRef<string>(undefined);

  const zoomTo = (months: TimelineMonths) => {
    const centre = around.current ?? part.around;
    setPart({ months, ...(centre === undefined || months === 12 ? {} : { around: centre }) });
  };
  return {
    timeline: shown,
    failure: query.failure,
    reload: query.reload,
    months: part.months,
    /** Zooming keeps this instant in the middle. */
    keepInSight: (at: string) => {
      around.current = at;
    },
    zoomTo,
    /** A step in (1) or out (-1). */
    zoomBy: (steps: 1 | -1) => {
      const next = zooms[zooms.indexOf(part.months) + steps];
      if (next !== undefined) zoomTo(next);
    },
    /** One span earlier (-1) or later (1). */
    pan: (steps: 1 | -1) => {
      if (shown === undefined) return;
      const [from, to] = [Date.parse(shown.from), Date.parse(shown.to)];
      const centre = (from + to) / 2 + steps * (to - from);
      around.current = undefined;
      setPart({ months: part.months, around: new Date(centre).toISOString() });
    },
  };
}
