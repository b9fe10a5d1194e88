import { useEffect, useRef, useState } from 'react';
import type { BatchRow } from '../../../ipc/issue-schemas';
import type { Purpose } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { type Failure, failureOf } from '../../state/failure';

/** Milliseconds that typing must rest before the list is read: a thousand rows are not checked at each key. */
const rest = 250;

const none: readonly BatchRow[] = [];

/** The list as rows, each checked; the rows stay while a newer list is read. */
export function useBatchRows(
  text: string,
  { authorityId, purpose }: { authorityId?: string | undefined; purpose: Purpose },
): { rows: readonly BatchRow[]; busy: boolean; failure: Failure | undefined } {
  const { api } = useClient();
  const [state, setState] = useState<{ rows: readonly BatchRow[]; busy: boolean; failure?: Failure }>({
    rows: none,
    busy: false,
  });
  const newest = useRef(0);
  useEffect(() => {
    newest.current += 1;
    const mine = newest.current;
    if (text.trim() === '') {
      setState({ rows: none, busy: false });
      return undefined;
    }
    setState((current) => ({ ...current, busy: true }));
    const timer = setTimeout(() => {
      api.batch.read({ text, purpose, ...(authorityId === undefined ? {} : { authorityId }) }).then(
        (rows) => (mine === newest.current ? setState({ rows, busy: false }) : undefined),
        (thrown) =>
          mine === newest.current ? setState({ rows: none, busy: false, failure: failureOf(thrown) }) : undefined,
      );
    }, rest);
    return () => clearTimeout(timer);
  }, [api, text, authorityId, purpose]);
  return { rows: state.rows, busy: state.busy, failure: state.failure };
}
