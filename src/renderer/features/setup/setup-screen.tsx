import { useState } from 'react';
import type { MkcertAuthority } from '../../../ipc/authority-schemas';
import type { SetupPlan, SetupResult } from '../../../ipc/setup-schemas';
import type { Client } from '../../api';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { useProgress } from '../../state/use-progress';
import { useQuery } from '../../state/use-query';
import layout from '../../ui/layout.module.css';
import { limitsOf } from '../../ui/limits-draft';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { Steps } from '../../ui/results';
import { type Existing, ExistingStep } from './existing-step';
import { Frame } from './frame';
import { Intro } from './intro';
import { NamesStep } from './names-step';
import { ResultsStep } from './results-step';
import styles from './setup.module.css';
import { draftOf, type SetupDraft } from './setup-draft';
import { StoresStep } from './stores-step';

interface SetupScreenProps {
  /** Called before anything is made: from then on the window must not leave by itself. */
  onStart: () => void;
  onLeave: (next: 'new-certificate' | 'overview') => void;
}

/** The first run: three steps, then the work, then its results. */
export function SetupScreen({ onStart, onLeave }: SetupScreenProps) {
  const { api } = useClient();
  const plan = useQuery(() => api.setup.plan(), 'plan');
  // What mkcert left is an offer beside the set-up: looking for it neither delays nor fails it.
  const found = useQuery(() => api.authorities.findMkcert(), 'mkcert');
  const mkcert = found.data?.filter(({ hasKey, adoptedAs }) => hasKey && adoptedAs === undefined) ?? [];
  if (plan.data)
    return <ThreeSteps plan={plan.data} mkcert={mkcert} lookAgain={plan.reload} onStart={onStart} onLeave={onLeave} />;
  return (
    <Frame title="Trusted HTTPS on this machine">
      {plan.failure ? (
        <FailureNote failure={plan.failure} onRetry={plan.reload} />
      ) : (
        <Loading label="Looking for trust stores" rows={4} />
      )}
    </Frame>
  );
}

const tasks = ['set-up', 'install', 'prove'] as const;

interface StepsProps extends SetupScreenProps {
  plan: SetupPlan;
  mkcert: readonly MkcertAuthority[];
  lookAgain: () => void;
}

function ThreeSteps({ plan, mkcert, lookAgain, onStart, onLeave }: StepsProps) {
  const { api } = useClient();
  const { go } = useNavigation();
  const [step, setStep] = useState(0);
  const [draft, setDraft] = useState<SetupDraft>(() => draftOf(plan));
  const [result, setResult] = useState<SetupResult | null>(null);
  const [existing, setExisting] = useState<Existing>();
  const [rootExists, setRootExists] = useState(false);
  const progress = useProgress(tasks);

  const setUp = useAction(async () => {
    onStart();
    progress.restart();
    const request = { name: draft.name.trim(), limits: limitsOf(draft), keep: draft.keep, stores: [...draft.stores] };
    try {
      setResult(await api.setup.run(request));
    } catch (thrown) {
      setRootExists(await hasRoot(api));
      throw thrown;
    }
  });
  const leaveForTrust = () => {
    onLeave('overview');
    go('trust');
  };

  if (existing) {
    return (
      <ExistingStep
        existing={existing}
        keychain={plan.keychain}
        onLookAgain={lookAgain}
        onStart={onStart}
        onDone={({ id }) => {
          onLeave('overview');
          // A restored root is trusted nowhere yet; of mkcert's the plain key is left to decide about.
          go(existing.kind === 'backup' ? 'trust' : 'authorities', { kind: 'authority', id });
        }}
        onBack={() => setExisting(undefined)}
      />
    );
  }
  if (result) return <ResultsStep result={result} onLeave={onLeave} />;
  if (setUp.busy) {
    return (
      <Frame title="Setting up">
        <p className={layout.mute}>A prompt of your system may wait for you behind this window.</p>
        <section className={`${layout.card} ${styles.progress}`} aria-label="Progress">
          <Steps steps={progress.steps} />
        </section>
      </Frame>
    );
  }
  switch (step) {
    case 0:
      return <Intro dataFolder={plan.dataFolder} mkcert={mkcert} onExisting={setExisting} onNext={() => setStep(1)} />;
    case 1:
      return <NamesStep draft={draft} onChange={setDraft} onBack={() => setStep(0)} onNext={() => setStep(2)} />;
    default:
      return (
        <StoresStep
          plan={plan}
          draft={draft}
          failure={setUp.failure}
          onGoToTrust={rootExists ? leaveForTrust : undefined}
          onChange={setDraft}
          onLookAgain={lookAgain}
          onBack={() => {
            setUp.clear();
            setStep(1);
          }}
          onRun={() => void setUp.run()}
        />
      );
  }
}

/** Whether a set-up that failed can be gone on with under Trust: the root may have been made before the failure. */
const hasRoot = (api: Client['api']): Promise<boolean> =>
  api.authorities.list().then(
    (known) => known.length > 0,
    () => false,
  );
