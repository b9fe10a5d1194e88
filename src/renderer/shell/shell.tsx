import { ActivityScreen } from '../features/activity/activity-screen';
import { AuthoritiesScreen } from '../features/authorities/authorities-screen';
import { CertificatesScreen } from '../features/certificates/certificates-screen';
import { NewCertificate } from '../features/certificates/new-certificate';
import { SnippetsDialog } from '../features/certificates/snippets-dialog';
import { ExportDialog } from '../features/export/export-dialog';
import { InspectScreen } from '../features/inspect/inspect-screen';
import { OverviewScreen } from '../features/overview/overview-screen';
import { Palette } from '../features/palette/palette';
import { ProxyScreen } from '../features/proxy/proxy-screen';
import { NewRequest } from '../features/requests/new-request';
import { RevokeDialog } from '../features/revocation/revoke-dialog';
import { SettingsScreen } from '../features/settings/settings-screen';
import { TrustScreen } from '../features/trust/trust-screen';
import { WatchedScreen } from '../features/watched/watched-screen';
import { useClient } from '../state/client-context';
import { useNavigation } from '../state/navigation';
import { useClockEvents } from './clock-events';
import { useMenuCommands } from './commands';
import { useDestinations } from './destinations';
import { DropTarget } from './drop-target';
import { Rail } from './rail';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts';
import { ToolsScreen } from './tools-screen';

const screens = {
  overview: OverviewScreen,
  certificates: CertificatesScreen,
  watched: WatchedScreen,
  trust: TrustScreen,
  authorities: AuthoritiesScreen,
  inspect: InspectScreen,
  tools: ToolsScreen,
  proxy: ProxyScreen,
  activity: ActivityScreen,
  settings: SettingsScreen,
} as const;

/** The window once there is an authority: the rail, one screen, and the dialogs that any screen can open. */
export function Shell() {
  const { platform } = useClient();
  const { section, dialog, open } = useNavigation();
  useShortcuts(platform);
  useMenuCommands();
  useDestinations();
  useClockEvents();
  const Screen = screens[section];
  const close = () => open(null);
  return (
    <div className={styles.shell}>
      <Rail />
      <main className={styles.main} key={section}>
        <Screen />
      </main>
      <NewCertificate
        opened={dialog?.kind === 'new-certificate'}
        names={dialog?.kind === 'new-certificate' ? dialog.names : undefined}
        onClose={close}
      />
      <NewRequest opened={dialog?.kind === 'new-request'} onClose={close} />
      <ExportDialog ids={dialog?.kind === 'export' ? dialog.ids : null} onClose={close} />
      <RevokeDialog id={dialog?.kind === 'revoke' ? dialog.id : null} onClose={close} />
      <SnippetsDialog asked={dialog?.kind === 'snippets' ? dialog : null} onClose={close} />
      <Palette opened={dialog?.kind === 'palette'} onClose={close} />
      <DropTarget />
    </div>
  );
}
