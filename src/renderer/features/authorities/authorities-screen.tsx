import { Button, Menu } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { MkcertAuthority } from '../../../ipc/authority-schemas';
import type { Authority } from '../../../ipc/schemas';
import { type Intent, useNavigation } from '../../state/navigation';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { below, rootsInOrder } from '../../ui/roots';
import { Dot } from '../../ui/tag';
import styles from './authorities.module.css';
import { AuthorityBlock } from './authority-block';
import { AuthorityDialogs } from './authority-dialogs';
import type { OpenDialog } from './open-dialog';
import { type AuthoritiesData, useAuthorities } from './use-authorities';

/** Every authority of this machine: each root with its intermediates below it. */
export function AuthoritiesScreen() {
  const data = useAuthorities();
  const { authorities, failure, reload } = data;
  const [open, setOpen] = useState<OpenDialog | null>(null);
  useAuthorityIntent(authorities !== undefined, setOpen);
  return (
    <Page
      title="Authorities"
      actions={
        <>
          <BackupMenu canBackUp={authorities !== undefined && authorities.length > 0} onOpen={setOpen} />
          <Button onClick={() => setOpen({ kind: 'adopt' })}>Adopt…</Button>
          <Button variant="filled" onClick={() => setOpen({ kind: 'new' })}>
            New authority…
          </Button>
        </>
      }
    >
      {failure ? <FailureNote failure={failure} onRetry={reload} /> : null}
      {authorities === undefined && !failure ? <Loading label="Reading the authorities" rows={4} /> : null}
      {authorities?.length === 0 ? (
        <div className={layout.card}>
          <EmptyState
            title="No authority yet"
            text="An authority signs your certificates. Make one, adopt the one that you have, or restore a backup."
          >
            <Button variant="filled" onClick={() => setOpen({ kind: 'new' })}>
              New authority…
            </Button>
          </EmptyState>
        </div>
      ) : null}
      {rootsInOrder(authorities ?? []).map((root) => (
        <Family key={root.id} root={root} data={data} onOpen={setOpen} />
      ))}
      {data.mkcert.map((found) => (
        <FoundMkcert key={found.folder} found={found} onOpen={setOpen} />
      ))}
      <AuthorityDialogs open={open} authorities={authorities ?? []} onClose={() => setOpen(null)} />
    </Page>
  );
}

function BackupMenu({ canBackUp, onOpen }: { canBackUp: boolean; onOpen: (dialog: OpenDialog) => void }) {
  return (
    <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button rightSection={<Icon name="down" size={13} />}>Backup</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="export" size={16} />}
          disabled={!canBackUp}
          onClick={() => onOpen({ kind: 'backup' })}
        >
          Back up…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="import" size={16} />} onClick={() => onOpen({ kind: 'restore' })}>
          Restore…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface FamilyProps {
  root: Authority;
  data: AuthoritiesData;
  onOpen: (dialog: OpenDialog) => void;
}

/** A root and all below it, in one card. */
function Family({ root, data, onOpen }: FamilyProps) {
  const all = data.authorities ?? [];
  return (
    <div className={`${layout.card} ${styles.family}`}>
      {[root, ...below(root, all)].map((authority) => (
        <div key={authority.id} className={authority.id === root.id ? undefined : styles.child}>
          <AuthorityBlock
            authority={authority}
            parentName={all.find(({ id }) => id === authority.parentId)?.name}
            keyState={data.keys.get(authority.id)}
            count={data.counts === undefined ? undefined : (data.counts.get(authority.id) ?? 0)}
            onOpen={onOpen}
            reload={data.reload}
          />
        </div>
      ))}
    </div>
  );
}

/** An authority of mkcert's that is not here yet. */
function FoundMkcert({ found, onOpen }: { found: MkcertAuthority; onOpen: (dialog: OpenDialog) => void }) {
  return (
    <section className={`${layout.card} ${layout.pad} ${styles.found}`} aria-label="mkcert on this machine">
      <Dot tone="warn" icon="warning" />
      <div>
        <h2>mkcert has an authority on this machine</h2>
        <p className={layout.mute}>
          {found.name}: it has no limits, and its key is readable on disk. Adopt it to use it here with an encrypted
          key.
        </p>
        <div className={layout.path}>{found.folder}</div>
      </div>
      <Button aria-label={`Adopt… ${found.name}`} onClick={() => onOpen({ kind: 'adopt', folder: found.folder })}>
        Adopt…
      </Button>
    </section>
  );
}

/** What another screen asked for: adopting what was opened there, or showing one authority. */
function useAuthorityIntent(ready: boolean, onOpen: (dialog: OpenDialog) => void) {
  const { intent, settle } = useNavigation();
  const onIntent = useEffectEvent((asked: Intent) => {
    if (asked.kind === 'adopt') onOpen({ kind: 'adopt', token: asked.token });
    if (asked.kind === 'authority') {
      const block = document.getElementById(asked.id);
      block?.scrollIntoView({ block: 'start' });
      block?.focus({ preventScroll: true });
    }
  });
  useEffect(() => {
    if (intent === null || !ready) return;
    onIntent(intent);
    settle();
  }, [intent, ready, settle]);
}
