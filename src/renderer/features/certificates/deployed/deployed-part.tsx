import { Button } from '@mantine/core';
import { useClient } from '../../../state/client-context';
import { useNavigation } from '../../../state/navigation';
import { useQuery } from '../../../state/use-query';
import { FactsHeading } from '../../../ui/certificate-fact';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { FailureNote, Note } from '../../../ui/notes';
import styles from './deployed.module.css';
import { DeploymentCard } from './deployment-card';

const refreshOn = ['deployments.changed', 'certificates.changed'] as const;

/** Where this certificate lies outside the data folder, and whether it is the one that belongs there. */
export function DeployedPart({ certificateId }: { certificateId: string }) {
  const { api } = useClient();
  const { open } = useNavigation();
  const list = useQuery(() => api.deployments.list({ certificateId }), certificateId, refreshOn);
  const deployments = list.data?.deployments ?? [];
  const damaged = list.data?.damaged ?? [];
  return (
    <section className={styles.part} aria-labelledby="deployed-to">
      <div id="deployed-to">
        <FactsHeading>Deployed to</FactsHeading>
      </div>
      {list.failure ? <FailureNote failure={list.failure} onRetry={list.reload} /> : null}
      {damaged.length > 0 ? (
        <Note
          tone="warn"
          message={`${damaged.length === 1 ? 'A record of a deployment' : `${damaged.length} records of deployments`} cannot be read, so what it stood for is not renewed.`}
          hint={`${damaged.join(', ')}: delete it, and export there again.`}
        />
      ) : null}
      {list.data && deployments.length === 0 ? (
        <p className={layout.mute}>Nowhere yet. Files that you export are kept up to date when you renew.</p>
      ) : null}
      {deployments.length > 0 ? (
        <ul className={styles.cards} aria-label="Deployments">
          {deployments.map((deployment) => (
            <DeploymentCard key={deployment.id} deployment={deployment} />
          ))}
        </ul>
      ) : null}
      {deployments.length > 0 && list.data?.keepsKey ? (
        <p className={layout.mute}>
          Certificate and key lie in two files, so a renewal keeps the key unless you choose a new one: no program can
          read both in one moment.
        </p>
      ) : null}
      <div>
        <Button
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => open({ kind: 'export', ids: [certificateId] })}
        >
          Deploy to a folder…
        </Button>
      </div>
    </section>
  );
}
