import { useCallback, useEffect, useState } from 'react';
import { useClient } from '../../../state/client-context';
import { type Failure, failureOf } from '../../../state/failure';
import { noTraffic, type Traffic, trafficOf, withEvent } from './traffic';

/** The traffic as it comes in, from what was kept before the screen was opened on. */
export function useTraffic(): { traffic: Traffic; failure: Failure | undefined; clear: () => Promise<void> } {
  const { api, on } = useClient();
  const [traffic, setTraffic] = useState(noTraffic);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let gone = false;
    const end = on('proxy.traffic', (event) => setTraffic((current) => withEvent(current, event)));
    api.proxy.log({}).then(
      (log) => {
        // What came meanwhile is in it too, or comes after it.
        if (!gone) setTraffic(trafficOf(log));
      },
      (thrown) => {
        if (!gone) setFailure(failureOf(thrown));
      },
    );
    return () => {
      gone = true;
      end();
    };
  }, [api, on]);
  const clear = useCallback(async () => {
    await api.proxy.clearLog();
    setTraffic((current) => ({ ...noTraffic, throughput: current.throughput }));
  }, [api]);
  return { traffic, failure, clear };
}

/** The time, each second: for what moves while it is looked at. Standing still while `still` (milliseconds since 1970). */
export function useSeconds(still: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (still) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [still]);
  return now;
}
