import { Button, SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import type { RenewalView, RenewalWish } from '../../../ipc/renewal-schemas';
import type { CertificateDetail } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { FactsHeading } from '../../ui/certificate-fact';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { standingWords, troubleWords } from './renewal-words';

const refreshOn = ['certificates.changed', 'authorities.changed', 'settings.changed', 'renewal.changed'] as const;

/** What will become of a certificate: renewed when, by whom, or by which one it was. */
export function RenewalPart({ certificate, onShow }: { certificate: CertificateDetail; onShow: (id: string) => void }) {
  const { api } = useClient();
  const id = useId();
  const now = useNow();
  const view = useQuery(() => api.renewal.of({ id: certificate.id }), certificate.id, refreshOn);
  const choose = useAction(async (wish: RenewalWish) => {
    await api.renewal.setWish({ id: certificate.id, wish });
    view.reload();
  });
  if (view.failure) return <FailureNote failure={view.failure} onRetry={view.reload} />;
  if (!view.data) return null;
  const { replacedBy, trouble, standing, wish } = view.data;
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
  return (
    <section className={layout.stack} aria-labelledby={id}>
      {trouble ? (
        <Note
          tone="warn"
          message={`It could not be renewed. ${trouble.message}`}
          hint={[trouble.hint, troubleWords(trouble, now)].filter(Boolean).join(' ')}
        />
      ) : null}
      <div id={id}>
        <FactsHeading>Renewal</FactsHeading>
      </div>
      <p className={layout.mute}>{standingWords(standing)}</p>
      {hasChoice(view.data) ? (
        <div>
          <SegmentedControl
            aria-label="Automatic renewal of this certificate"
            value={wish}
            disabled={choose.busy}
            data={[
              { value: 'default', label: 'As in Settings' },
              { value: 'on', label: 'Automatic' },
              { value: 'off', label: 'By hand' },
            ]}
            onChange={(value) => void choose.run(value as RenewalWish)}
          />
        </div>
      ) : null}
      {choose.failure ? <FailureNote failure={choose.failure} /> : null}
    </section>
  );
}

/** Where something else stands in the way there is nothing to choose. */
const hasChoice = ({ standing }: RenewalView) => standing.kind !== 'never' || standing.why === 'turned-off';
