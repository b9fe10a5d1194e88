import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { Client } from './api';
import { SetupScreen } from './features/setup/setup-screen';
import { Shell } from './shell/shell';
import { BatchRunProvider } from './state/batch-run';
import { ClientProvider, useClient } from './state/client-context';
import { InspectionsProvider } from './state/inspections';
import { NavigationProvider, useNavigation } from './state/navigation';
import { OpenedFileProvider } from './state/opened-file';
import { useQuery } from './state/use-query';
import { theme } from './theme/theme';
import layout from './ui/layout.module.css';
import { Loading } from './ui/loading';
import { FailureNote } from './ui/notes';
import { Page } from './ui/page';
import { ToastsProvider } from './ui/toasts';

export function App({ client }: { client: Client }) {
  return (
    <ClientProvider client={client}>
      <Themed>
        <ToastsProvider>
          <NavigationProvider>
            <OpenedFileProvider>
              <BatchRunProvider>
                <InspectionsProvider>
                  <Window />
                </InspectionsProvider>
              </BatchRunProvider>
            </OpenedFileProvider>
          </NavigationProvider>
        </ToastsProvider>
      </Themed>
    </ClientProvider>
  );
}

const onSettings = ['settings.changed'] as const;

function Themed({ children }: { children: ReactNode }) {
  const { api } = useClient();
  const settings = useQuery(() => api.settings.get(), 'settings', onSettings);
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  const chosen = settings.data?.theme ?? 'system';
  return (
    // The variables stand in theme/tokens.css: tags that Mantine adds at run time would need a looser policy.
    <MantineProvider
      theme={theme}
      forceColorScheme={chosen === 'system' ? system : chosen}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}

const onAuthorities = ['authorities.changed'] as const;

/** Set-up while there is no authority, and until the person leaves its results; the shell from then on. */
function Window() {
  const { api } = useClient();
  const { open } = useNavigation();
  const authorities = useQuery(() => api.authorities.list(), 'authorities', onAuthorities);
  const [settingUp, setSettingUp] = useState(false);

  if (authorities.data === undefined) {
    return (
      <main className={layout.page}>
        {authorities.failure ? (
          <Page title="Sealwax could not start">
            <FailureNote failure={authorities.failure} onRetry={authorities.reload} />
          </Page>
        ) : (
          <Loading label="Reading the data folder" />
        )}
      </main>
    );
  }
  if (authorities.data.length === 0 || settingUp) {
    return (
      <SetupScreen
        onStart={() => setSettingUp(true)}
        onLeave={(next) => {
          setSettingUp(false);
          authorities.reload();
          if (next === 'new-certificate') open('new-certificate');
        }}
      />
    );
  }
  return <Shell />;
}
