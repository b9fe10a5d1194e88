import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { ProxyView } from '../../../ipc/proxy-schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { useToasts } from '../../ui/toasts';
import { draftOf, formOf } from './form/draft';
import { type Asked, ProxyDialog } from './form/proxy-dialog';
import { HostsDialog } from './hosts/hosts-dialog';
import { KeyLogNotes } from './key-log-note';
import { LiveView } from './live/live-view';
import { ratesOf } from './live/traffic';
import { useSeconds, useTraffic } from './live/use-traffic';
import styles from './proxy.module.css';
import { ProxyRow } from './proxy-row';
import { useProxies } from './use-proxies';
import { nameOf } from './words';

const none: readonly ProxyView[] = [];

/** HTTPS in front of servers of this machine: the proxies, and what goes through them now. */
export function ProxyScreen() {
  const { api } = useClient();
  const { intent, settle } = useNavigation();
  const { offerUndo, show, fail } = useToasts();
  const list = useProxies();
  const live = useTraffic();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [hosts, setHosts] = useState(false);
  const proxies = list.data ?? none;
  const now = useSeconds(proxies.length === 0);
  const rates = useMemo(() => ratesOf(live.traffic, now), [live.traffic, now]);

  useEffect(() => {
    if (intent === null) return;
    if (intent.kind === 'new-proxy') setAsked({ kind: 'new', target: intent.target });
    settle();
  }, [intent, settle]);

  const told = (work: Promise<unknown>) => {
    work.catch((thrown) => fail(failureOf(thrown)));
  };
  const remove = async (proxy: ProxyView) => {
    const { id, names } = proxy;
    try {
      await api.proxy.remove({ id });
      // Names in the hosts file are nobody's but the person's: it is said that they are still there.
      const written = await api.hosts.list().catch(() => undefined);
      const left = written?.names.some((line) => names.some(({ name }) => name === line.name)) === true;
      offerUndo(
        `The proxy of ${nameOf(proxy)} is removed.${left ? ' Its name still stands in the hosts file.' : ''}`,
        () => told(api.proxy.undoRemove({ id }).then(() => show(`The proxy of ${nameOf(proxy)} is back.`))),
      );
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  };
  const turnOff = useAction(async (proxy: ProxyView) => {
    const form = formOf(draftOf(proxy));
    if (form === undefined) return;
    try {
      await api.proxy.change({ ...form, id: proxy.id, options: { ...form.options, keyLog: false } });
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  });
  const actions = {
    onStart: ({ id }: ProxyView) => told(api.proxy.start({ id })),
    onPause: ({ id }: ProxyView) => told(api.proxy.pause({ id })),
    onStop: ({ id }: ProxyView) => told(api.proxy.stop({ id })),
    onOpen: ({ id }: ProxyView, name: string) => told(api.proxy.open({ id, name })),
    onChange: (proxy: ProxyView) => setAsked({ kind: 'change', proxy }),
    onRemove: (proxy: ProxyView) => void remove(proxy),
  };

  return (
    <Page
      title="Proxy"
      fill
      actions={
        <>
          <Button onClick={() => setHosts(true)}>Hosts file…</Button>
          <Button
            variant="filled"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setAsked({ kind: 'new' })}
          >
            HTTPS for a port…
          </Button>
        </>
      }
    >
      {list.failure ? <FailureNote failure={list.failure} onRetry={list.reload} /> : null}
      {live.failure ? <FailureNote failure={live.failure} /> : null}
      <KeyLogNotes proxies={proxies} busy={turnOff.busy} onTurnOff={(proxy) => void turnOff.run(proxy)} />
      {list.data === undefined && !list.failure ? <Loading label="Reading the proxies" rows={4} /> : null}
      {list.data?.length === 0 ? <NoneYet onNew={() => setAsked({ kind: 'new' })} /> : null}
      {proxies.length === 0 ? null : (
        <>
          <section className={`${layout.card} ${styles.list}`} aria-label="Proxies">
            <ul tabIndex={proxies.length > 3 ? 0 : undefined} aria-label="Proxies">
              {proxies.map((proxy) => (
                <ProxyRow key={proxy.id} proxy={proxy} rate={rates.get(proxy.id) ?? 0} {...actions} />
              ))}
            </ul>
          </section>
          <LiveView proxies={proxies} traffic={live.traffic} now={now} onClear={live.clear} />
        </>
      )}
      <ProxyDialog asked={asked} proxies={proxies} onClose={() => setAsked(null)} />
      <HostsDialog opened={hosts} proxies={proxies} onClose={() => setHosts(false)} />
    </Page>
  );
}

function NoneYet({ onNew }: { onNew: () => void }) {
  return (
    <div className={`${layout.card} ${styles.empty}`}>
      <EmptyState
        title="No proxy yet"
        text="Put HTTPS in front of any server on this machine: pick it or type its port, give it a name, and open it. Sealwax issues the certificate, renews it, and shows each request."
      >
        <Button variant="filled" onClick={onNew}>
          HTTPS for a port…
        </Button>
      </EmptyState>
    </div>
  );
}
