import type { ProxyThroughput } from '../../../../ipc/proxy-schemas';
import { rateInWords, sizeInWords } from '../words';
import styles from './live.module.css';
import { secondsOf, secondsShown } from './traffic';

/** The field that the columns are drawn on; it is stretched to the width that there is. */
const height = 44;

interface ThroughputPlotProps {
  throughput: readonly ProxyThroughput[];
  /** Milliseconds since 1970. */
  now: number;
}

/** Requests in each second of the last three minutes, the failed ones below, and the same in words. */
export function ThroughputPlot({ throughput, now }: ThroughputPlotProps) {
  const seconds = secondsOf(throughput, now);
  const highest = Math.max(...seconds.map(({ requests }) => requests));
  const scale = height / Math.max(1, highest);
  const total = seconds.reduce((sum, { requests }) => sum + requests, 0);
  const errors = seconds.reduce((sum, each) => sum + each.errors, 0);
  // The second that goes on is not a whole one yet.
  const last = throughput.filter(({ at }) => Date.parse(at) >= now - 11_000 && Date.parse(at) < now - 1000);
  const mean = (of: (second: ProxyThroughput) => number) => last.reduce((sum, each) => sum + of(each), 0) / 10;
  const rate = rateInWords(mean(({ requests }) => requests));
  const connections = throughput.at(-1)?.connections ?? 0;
  return (
    <figure className={styles.plot}>
      <svg
        viewBox={`0 0 ${secondsShown} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Requests in each of the last three minutes’ seconds: ${total} in all, at most ${highest} in one second, ${errors} went wrong.`}
      >
        {seconds.map(({ requests, errors: wrong }, index) =>
          requests === 0 && wrong === 0 ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; it has no state.
            <g key={index}>
              <rect className={styles.good} x={index} width={0.8} {...column(requests, scale)} />
              <rect className={styles.wrong} x={index} width={0.8} {...column(Math.min(wrong, requests), scale)} />
            </g>
          ),
        )}
      </svg>
      <figcaption className={styles.caption}>
        <span>
          <b>{rate}</b> requests/s
        </span>
        <span>
          <b>{sizeInWords(mean(({ bytesOut }) => bytesOut))}/s</b> out
        </span>
        <span>
          <b>{sizeInWords(mean(({ bytesIn }) => bytesIn))}/s</b> in
        </span>
        <span>
          <b>{connections}</b> open {connections === 1 ? 'connection' : 'connections'}
        </span>
        <span className={styles.span}>three minutes, at most {highest}/s</span>
      </figcaption>
    </figure>
  );
}

/** At least a pixel and a half, so that one request among thousands is seen. */
function column(count: number, scale: number) {
  const tall = count === 0 ? 0 : Math.max(1.5, count * scale);
  return { y: height - tall, height: tall };
}
