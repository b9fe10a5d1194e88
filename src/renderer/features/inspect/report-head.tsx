import { Button, Menu } from '@mantine/core';
import type { InspectReport } from '../../../ipc/inspect-schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { formatFull, pastDate } from '../../text/dates';
import { useCopy } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { useToasts } from '../../ui/toasts';
import { asJson, asMarkdown } from './as-text';
import styles from './report.module.css';
import { durationWords, startWords } from './words';

/** The verdict in one sentence, how it was found, and what can be done with all of it. */
export function ReportHead({ report, onAgain }: { report: InspectReport; onAgain: () => void }) {
  const now = useNow();
  const { negotiated, address, target, at, durationMs } = report;
  const spoken = [negotiated?.version, negotiated?.suite, negotiated?.group, negotiated?.alpn].filter(Boolean);
  const how = [
    ...(target.start === 'tls' ? [] : [startWords(target.start)]),
    ...(address === undefined ? [] : [`answered by ${address}`]),
    ...(target.serverName === undefined || target.serverName === target.host ? [] : [`asked for ${target.serverName}`]),
  ];
  return (
    <>
      <div className={styles.verdict}>
        <p>{report.summary}</p>
        {spoken.length > 0 ? <small className="mono">{spoken.join(', ')}</small> : null}
        <small>
          {[...how, `looked at ${pastDate(at, now)}`].join(', ')}
          <span title={formatFull(at)}> in {durationWords(durationMs)}</span>
        </small>
      </div>
      <div className={layout.row}>
        <Button size="xs" leftSection={<Icon name="renew" size={15} />} onClick={onAgain}>
          Inspect again
        </Button>
        <CopyMenu report={report} />
        {target.start === 'tls' && report.outcome === 'inspected' ? <WatchButton host={target.text} /> : null}
      </div>
    </>
  );
}

/** Looks at it again and again from now on. */
function WatchButton({ host }: { host: string }) {
  const { api } = useClient();
  const { show, fail } = useToasts();
  const watch = useAction(async () => {
    try {
      await api.watched.addHost({ host });
      show(`${host} is watched now.`);
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  });
  return (
    <Button size="xs" leftSection={<Icon name="eye" size={15} />} loading={watch.busy} onClick={() => void watch.run()}>
      Watch
    </Button>
  );
}

/** Characters that the clipboard takes at once (the call "app.copy"). */
const copiedAtMost = 1_000_000;

function CopyMenu({ report }: { report: InspectReport }) {
  const copy = useCopy();
  const { fail } = useToasts();
  const json = () => {
    const text = asJson(report);
    if (text.length <= copiedAtMost) return copy(text, 'report as JSON');
    return fail({
      code: 'too-large',
      message: 'The report is too large for the clipboard.',
      hint: `Write it into a file: sealwax inspect ${report.target.text} --json > report.json`,
      field: undefined,
    });
  };
  return (
    <Menu width={200} position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <Button size="xs" leftSection={<Icon name="copy" size={15} />} rightSection={<Icon name="down" size={13} />}>
          Copy
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy(asMarkdown(report), 'report as Markdown')}>Report as Markdown</Menu.Item>
        <Menu.Item onClick={json}>Report as JSON</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
