import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ListeningReport } from '../../../ipc/inspect-schemas';
import { useClient } from '../../state/client-context';
import { useInspections } from '../../state/inspections';
import { useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { useAction } from '../../state/use-action';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { AboveList, ListDetail } from '../../ui/list-detail';
import { Page } from '../../ui/page';
import styles from './inspect.module.css';
import { InspectionDetail } from './inspection-detail';
import { ServerList } from './server-list';
import { TargetForm } from './target-form';

/** Looks at any server as its clients do: what it speaks, what it sends, who accepts it, and what cures what is wrong. */
export function InspectScreen() {
  const { api } = useClient();
  const { intent, settle, go } = useNavigation();
  const { opened, start, show, setDraft } = useInspections();
  const { chooseFile, paste } = useOpenedFile();
  const [listening, setListening] = useState<ListeningReport>();
  const find = useAction(async () => setListening(await api.inspect.listening()));
  const { run: findNow } = find;
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => void findNow(), [findNow]);

  useEffect(() => {
    if (intent === null) return;
    if (intent.kind === 'inspect') {
      setDraft({ target: intent.target });
      start({ target: intent.target });
    }
    if (intent.kind === 'inspect-type') field.current?.focus();
    settle();
  }, [intent, settle, start, setDraft]);

  const look = (load: () => Promise<unknown>) => () => {
    go('tools', { kind: 'tool', tool: 'look' });
    void load();
  };
  const close = () => {
    show(null);
    // In a narrow window the field is there again only now.
    requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <Page
      title="Inspect"
      fill
      actions={
        <>
          <Button leftSection={<Icon name="copy" size={16} />} onClick={look(paste)}>
            Paste
          </Button>
          <Button leftSection={<Icon name="folder" size={16} />} onClick={look(chooseFile)}>
            Open a file…
          </Button>
        </>
      }
    >
      <AboveList open={opened !== null}>
        <TargetForm field={field} />
      </AboveList>
      <ListDetail
        wider="detail"
        list={
          <section className={`${layout.card} ${styles.list}`} aria-label="Servers">
            <ServerList listening={listening} find={find} />
          </section>
        }
        detail={opened === null ? null : <InspectionDetail key={opened.id} inspection={opened} onClose={close} />}
      />
    </Page>
  );
}
