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
  trust: { label: 'Trust', icon: 'shield' },
  authorities: { label: 'Authorities', icon: 'seal' },
  tools: { label: 'Tools', icon: 'pulse' },
  activity: { label: 'Activity', icon: 'clock' },
  settings: { label: 'Settings', icon: 'sliders' },
};

const refreshOn = ['certificates.changed', 'clock.changed'] as const;

export function Rail() {
  const { api } = useClient();
  const { section, go } = useNavigation();
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
              {name === 'certificates' && waiting ? (
                <span className={styles.count} title={`${waiting} need attention`}>
                  {waiting}
                  <VisuallyHidden> need attention</VisuallyHidden>
                </span>
              ) : null}
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
