import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useClient } from '../state/client-context';
import { type Section, sections, useNavigation } from '../state/navigation';
import { useQuery } from '../state/use-query';
import { Icon, type IconName } from '../ui/icons';
import { Mark } from '../ui/mark';
import { KeyChip } from './key-chip';
import styles from './rail.module.css';

export const sectionNames: Record<Section, { label: string; icon: IconName }> = {
  overview: { label: 'Overview', icon: 'home' },
  certificates: { label: 'Certificates', icon: 'certificate' },
  watched: { label: 'Watched', icon: 'eye' },
  trust: { label: 'Trust', icon: 'shield' },
  authorities: { label: 'Authorities', icon: 'seal' },
  inspect: { label: 'Inspect', icon: 'inspect' },
  proxy: { label: 'Proxy', icon: 'proxy' },
  tools: { label: 'Tools', icon: 'pulse' },
  activity: { label: 'Activity', icon: 'clock' },
  settings: { label: 'Settings', icon: 'sliders' },
};

const refreshOn = ['certificates.changed', 'clock.changed'] as const;
const onWatched = ['watched.changed'] as const;
const onProxies = ['proxy.changed'] as const;

export function Rail() {
  const { api } = useClient();
  const { section, go } = useNavigation();
  const watched = useQuery(() => api.watched.list(), 'rail-watched', onWatched);
  const unwell = watched.data?.filter(({ state }) => !['healthy', 'unchecked'].includes(state)).length;
  const proxies = useQuery(() => api.proxy.list(), 'rail-proxy', onProxies);
  // A key log must not be forgotten, wherever one is in the window.
  const unsafe = proxies.data?.filter(({ state, keyLogFile }) => state === 'failed' || keyLogFile !== undefined).length;
  const waiting = useQuery(() => api.overview.attention(), 'rail', refreshOn).data?.count;
  return (
    <nav className={styles.rail} aria-label="Sections">
      <div className={styles.brand}>
        <Mark />
        <span>Sealwax</span>
      </div>
      <ul className={styles.list}>
        {sections.map((name) => (
          <li key={name}>
            <UnstyledButton
              className={styles.item}
              title={sectionNames[name].label}
              aria-current={name === section ? 'page' : undefined}
              onClick={() => go(name)}
            >
              <Icon name={sectionNames[name].icon} />
              <span>{sectionNames[name].label}</span>
              {name === 'certificates' ? <Count of={waiting} /> : null}
              {name === 'watched' ? <Count of={unwell} /> : null}
              {name === 'proxy' ? <Count of={unsafe} /> : null}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <KeyChip />
      </div>
    </nav>
  );
}

function Count({ of }: { of: number | undefined }) {
  if (!of) return null;
  return (
    <span className={styles.count} title={`${of} need attention`}>
      {of}
      <VisuallyHidden> need attention</VisuallyHidden>
    </span>
  );
}
