import { CertificatesScreen } from '../features/certificates/certificates-screen';
import { NewCertificate } from '../features/certificates/new-certificate';
import { OverviewScreen } from '../features/overview/overview-screen';
import { Palette } from '../features/palette/palette';
import { SettingsScreen } from '../features/settings/settings-screen';
import { TrustScreen } from '../features/trust/trust-screen';
import { useClient } from '../state/client-context';
import { useNavigation } from '../state/navigation';
import { useMenuCommands } from './commands';
import { Rail } from './rail';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts';

const screens = {
  overview: OverviewScreen,
  certificates: CertificatesScreen,
  trust: TrustScreen,
  settings: SettingsScreen,
} as const;

/** The window once there is an authority: the rail, one screen, and the two dialogs that any screen can open. */
export function Shell() {
  const { platform } = useClient();
  const { section, dialog, open } = useNavigation();
  useShortcuts(platform);
  useMenuCommands();
  const Screen = screens[section];
  return (
    <div className={styles.shell}>
      <Rail />
      <main className={styles.main} key={section}>
        <Screen />
      </main>
      <NewCertificate opened={dialog === 'new-certificate'} onClose={() => open(null)} />
      <Palette opened={dialog === 'palette'} onClose={() => open(null)} />
    </div>
  );
}
