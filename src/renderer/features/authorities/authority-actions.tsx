import { Button, Menu } from '@mantine/core';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import type { AuthorityBlockProps } from './authority-block';

/** What can be done with one authority: the frequent things as buttons, the others in a menu. */
export function AuthorityActions(props: AuthorityBlockProps) {
  const { authority, onOpen, reload } = props;
  const { api } = useClient();
  const { show } = useToasts();
  const { name } = authority;
  const exportWord = authority.kind === 'root' ? 'Export root…' : 'Export certificate…';
  const makeDefault = useAction(async () => {
    await api.authorities.setDefault({ id: authority.id });
    show(`${name} signs new certificates unless another is chosen.`);
    reload();
  });
  if (authority.fingerprint === '') {
    return (
      <div className={layout.row}>
        <Button size="xs" aria-label={`Set aside… ${name}`} onClick={() => onOpen({ kind: 'set-aside', authority })}>
          Set aside…
        </Button>
      </div>
    );
  }
  return (
    <>
      <div className={layout.row}>
        {authority.isDefault ? null : (
          <Button
            size="xs"
            loading={makeDefault.busy}
            aria-label={`Make default: ${name}`}
            onClick={() => void makeDefault.run()}
          >
            Make default
          </Button>
        )}
        <KeyButton {...props} />
        <Button size="xs" aria-label={`${exportWord} ${name}`} onClick={() => onOpen({ kind: 'export', authority })}>
          {exportWord}
        </Button>
        <Button size="xs" aria-label={`Passphrase… ${name}`} onClick={() => onOpen({ kind: 'passphrase', authority })}>
          Passphrase…
        </Button>
        <MoreMenu authority={authority} onOpen={onOpen} />
      </div>
      {makeDefault.failure ? <FailureNote failure={makeDefault.failure} /> : null}
    </>
  );
}

/** Opens or locks its key. With "every use" there is nothing to open ahead of a signature. */
function KeyButton({ authority, keyState }: AuthorityBlockProps) {
  const { api } = useClient();
  const { show } = useToasts();
  const open = keyState?.state === 'open';
  const toggle = useAction(async () => {
    if (open) await api.key.lockOne({ authorityId: authority.id });
    else await api.key.unlock({ authorityId: authority.id });
    show(`The key of ${authority.name} is ${open ? 'locked' : 'open'}.`);
  });
  if (keyState === undefined || (authority.keep === 'every-use' && !open)) return null;
  const word = open ? 'Lock' : 'Unlock';
  return (
    <>
      <Button
        size="xs"
        loading={toggle.busy}
        aria-label={`${word} the key of ${authority.name}`}
        onClick={() => void toggle.run()}
      >
        {word}
      </Button>
      {toggle.failure && toggle.failure.code !== 'cancelled' ? <FailureNote failure={toggle.failure} /> : null}
    </>
  );
}

function MoreMenu({ authority, onOpen }: { authority: Authority; onOpen: AuthorityBlockProps['onOpen'] }) {
  const { go } = useNavigation();
  return (
    <Menu position="bottom-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="xs" aria-label={`More for ${authority.name}`} rightSection={<Icon name="down" size={12} />}>
          More
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {authority.kind === 'root' ? (
          <Menu.Item
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => onOpen({ kind: 'new-intermediate', parent: authority })}
          >
            New intermediate…
          </Menu.Item>
        ) : null}
        {authority.kind === 'root' ? (
          <Menu.Item
            leftSection={<Icon name="clock" size={16} />}
            onClick={() => onOpen({ kind: 'rollover', authority })}
          >
            Replace by a new root…
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<Icon name="certificate" size={16} />}
          onClick={() => onOpen({ kind: 'rename', authority })}
        >
          Rename…
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="export" size={16} />}
          onClick={() => onOpen({ kind: 'backup', id: authority.id })}
        >
          Back up…
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="shield" size={16} />}
          onClick={() => go('trust', { kind: 'authority', id: authority.id })}
        >
          Where it is trusted
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="bin" size={16} />} onClick={() => onOpen({ kind: 'set-aside', authority })}>
          Set aside…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
