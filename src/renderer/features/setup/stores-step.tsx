import { Button, Checkbox } from '@mantine/core';
import type { Store } from '../../../ipc/schemas';
import type { SetupPlan } from '../../../ipc/setup-schemas';
import type { Failure } from '../../state/failure';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Commands } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import { KeepChoice } from '../../ui/keep-choice';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { storeSigns } from '../../ui/status';
import { Tag } from '../../ui/tag';
import { Frame } from './frame';
import styles from './setup.module.css';
import type { SetupDraft } from './setup-draft';

interface StoresStepProps {
  plan: SetupPlan;
  draft: SetupDraft;
  failure: Failure | undefined;
  /** The way on after a failure, when a root exists all the same. */
  onGoToTrust: (() => void) | undefined;
  onChange: (draft: SetupDraft) => void;
  onLookAgain: () => void;
  onBack: () => void;
  onRun: () => void;
}

/** Step 3: where the root will be trusted, with the exact change to each store, before anything is asked for. */
export function StoresStep(props: StoresStepProps) {
  const { plan, draft, failure, onGoToTrust, onChange, onLookAgain, onBack, onRun } = props;
  const toggle = (id: string, on: boolean) =>
    onChange({ ...draft, stores: on ? [...draft.stores, id] : draft.stores.filter((store) => store !== id) });
  // Where the keychain is what stands in the way, the choice comes before the long list.
  const keepFirst = plan.keychain.state !== 'ready' || failure !== undefined;
  const keepChoice = (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`}>
      <KeepChoice
        label="The passphrase of the root key"
        keychain={plan.keychain}
        keep={draft.keep}
        onChange={(keep) => onChange({ ...draft, keep })}
        onRetry={onLookAgain}
      />
    </section>
  );
  return (
    <Frame
      title="Where it will be trusted"
      step={2}
      foot={
        <ButtonsInOrder
          affirmative={
            <Button variant="filled" size="md" onClick={onRun}>
              Set up
            </Button>
          }
          others={
            <Button size="md" onClick={onBack}>
              Back
            </Button>
          }
        />
      }
    >
      {failure ? (
        <FailureNote failure={failure}>
          {onGoToTrust ? (
            <Button size="xs" onClick={onGoToTrust}>
              Go to Trust
            </Button>
          ) : null}
        </FailureNote>
      ) : null}
      {keepFirst ? keepChoice : null}
      <p className={layout.mute}>{introOf(plan.stores.length, onGoToTrust !== undefined)}</p>
      {plan.stores.length > 0 ? (
        <ul className={`${layout.card} ${styles.stores}`}>
          {plan.stores.map((store) => (
            <StoreLine
              key={store.id}
              store={store}
              checked={draft.stores.includes(store.id)}
              onToggle={(on) => toggle(store.id, on)}
            />
          ))}
        </ul>
      ) : null}
      {keepFirst ? null : keepChoice}
    </Frame>
  );
}

function introOf(count: number, rootExists: boolean): string {
  if (count === 0) {
    return 'No trust store was found on this machine. The root is made all the same, and you can install it later under Trust.';
  }
  // After a set-up that came half way, some of them may have been changed.
  if (rootExists) return 'These stores were found before the set-up began.';
  return 'These stores were found. Nothing has been changed yet; untick what should stay as it is.';
}

function StoreLine({ store, checked, onToggle }: { store: Store; checked: boolean; onToggle: (on: boolean) => void }) {
  const sign = storeSigns[store.state];
  return (
    <li>
      <Checkbox
        label={store.label}
        checked={checked}
        // Another store fills it: there is nothing to choose.
        disabled={store.follows !== undefined}
        onChange={(event) => onToggle(event.currentTarget.checked)}
        classNames={{ label: styles.storeLabel ?? '' }}
      />
      {store.state === 'absent' ? null : (
        <span className={styles.storeTag}>
          <Tag tone={sign.tone} icon={sign.icon}>
            {sign.word}
          </Tag>
        </span>
      )}
      <div className={styles.storeText}>
        <div className={layout.path}>{store.location}</div>
        <p>{store.install.description}</p>
        {store.privileged ? (
          <p className={styles.privileged}>
            <Icon name="lock" size={16} />
            Needs administrator rights: your system will ask for your password.
          </p>
        ) : null}
        {store.message ? <p className={layout.mute}>{store.message}</p> : null}
        {store.hint ? <p className={styles.hint}>{store.hint}</p> : null}
        {store.note ? <p className={layout.mute}>{store.note}</p> : null}
        {store.install.commands.length > 0 ? (
          <Fold label={store.install.commands.length === 1 ? 'The same as a command' : 'The same as commands'}>
            <Commands commands={store.install.commands} what={`commands for ${store.label}`} />
            {store.install.commands.some((command) => command.includes('…')) ? (
              <small>… stands for the root's own fingerprint, known once it is made.</small>
            ) : null}
          </Fold>
        ) : null}
      </div>
    </li>
  );
}
