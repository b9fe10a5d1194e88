import type { Overview } from '../../../ipc/overview-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { useRemedy } from '../../state/use-remedy';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { Problems } from '../../ui/problems';
import { Dot } from '../../ui/tag';
import styles from './overview.module.css';

const signs = {
  ready: { tone: 'ok', icon: 'tick' },
  attention: { tone: 'warn', icon: 'warning' },
  'not-set-up': { tone: 'idle', icon: 'dash' },
} as const;

const onAuthorities = ['authorities.changed'] as const;

/** One card that says whether pages will open with a padlock, and if not, what to do. */
export function Readiness({ overview, reload }: { overview: Overview; reload: () => void }) {
  const { api } = useClient();
  const authorities = useQuery(() => api.authorities.list(), 'authorities', onAuthorities);
  const { go } = useNavigation();
  // The overview speaks of the authority that signs when none is named.
  const chosen = authorities.data?.find(({ isDefault }) => isDefault) ?? authorities.data?.[0];
  const remedy = useRemedy(chosen?.id, reload);
  const sign = signs[overview.readiness];
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="Readiness">
      <div className={styles.ready}>
        <Dot tone={sign.tone} icon={sign.icon} />
        <div>
          <h2>{overview.headline}</h2>
          <p className={layout.mute}>{overview.detail}</p>
        </div>
      </div>
      {overview.problems.length > 0 ? (
        <Problems
          problems={overview.problems}
          busy={remedy.busy}
          onRemedy={(name) => {
            // Trust sets roots aside; an intermediate has its button where it is listed.
            if (name === 'set-aside' && chosen?.kind === 'intermediate')
              go('authorities', { kind: 'authority', id: chosen.id });
            else void remedy.run(name);
          }}
        />
      ) : null}
      {remedy.failure ? <FailureNote failure={remedy.failure} /> : null}
    </section>
  );
}
