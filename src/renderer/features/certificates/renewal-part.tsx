import { Button, SegmentedControl } from '@mantine/core';
import type { RenewalView, RenewalWish } from '../../../ipc/renewal-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { type Query, useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { FactsHeading } from '../../ui/certificate-fact';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { standingWords, troubleWords } from './renewal-words';

const refreshOn = ['certificates.changed', 'authorities.changed', 'settings.changed', 'renewal.changed'] as const;

/** How a certificate stands with its renewal. */
export function useRenewal(id: string): Query<RenewalView> {
  const { api } = useClient();
  return useQuery(() => api.renewal.of({ id }), id, refreshOn);
}

/** Which one took its place, or why it could not be renewed. */
export function RenewalNote({ view, onShow }: { view: RenewalView; onShow: (id: string) => void }) {
  const now = useNow();
  const { replacedBy, trouble } = view;
  if (replacedBy) {
    return (
      <Note
        tone="info"
        message={`Replaced by a newer one, valid until ${formatDay(replacedBy.notAfter)}.`}
        hint="This one stays here until it expires, then it moves into the bin."
      >
        <Button size="xs" onClick={() => onShow(replacedBy.id)}>
          Show it
        </Button>
      </Note>
    );
  }
  if (!trouble) return null;
  return (
    <Note
      tone="warn"
      message={`It could not be renewed. ${trouble.message}`}
      hint={[trouble.hint, troubleWords(trouble, now)].filter(Boolean).join(' ')}
    />
  );
}

/** When it is renewed by itself, and the choice whether it is. */
export function RenewalChoice({ renewal }: { renewal: Query<RenewalView> }) {
  const { api } = useClient();
  const view = renewal.data;
  const choose = useAction(async (id: string, wish: RenewalWish) => {
    await api.renewal.setWish({ id, wish });
    renewal.reload();
  });
  if (renewal.failure) return <FailureNote failure={renewal.failure} onRetry={renewal.reload} />;
  if (!view || view.replacedBy) return null;
  return (
    <section>
      <FactsHeading>Renewal</FactsHeading>
      <div className={layout.stack}>
        <p className={layout.mute}>{standingWords(view)}</p>
        {hasChoice(view) ? (
          <div>
            <SegmentedControl
              aria-label="Renewal of this certificate"
              value={view.wish}
              disabled={choose.busy}
              data={[
                { value: 'default', label: 'As in Settings' },
                { value: 'on', label: 'Automatic' },
                { value: 'off', label: 'By hand' },
              ]}
              onChange={(value) => void choose.run(view.id, value as RenewalWish)}
            />
          </div>
        ) : null}
        {choose.failure ? <FailureNote failure={choose.failure} /> : null}
      </div>
    </section>
  );
}

/** Where something else stands in the way there is nothing to choose. */
const hasChoice = ({ standing }: RenewalView) => standing.kind !== 'never' || standing.why === 'turned-off';
