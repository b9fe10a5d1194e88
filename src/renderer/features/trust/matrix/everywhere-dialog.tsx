import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Matrix } from '../../../../ipc/trust-schemas';
import { useCopy } from '../../../ui/copy';
import { Dialog } from '../../../ui/dialog';
import { DialogFoot } from '../../../ui/dialog-foot';
import { Icon } from '../../../ui/icons';
import { TypedName } from '../../../ui/typed-name';
import type { Subject } from '../use-trust-work';
import { type Everywhere, leftOut, planOf, unticked } from './everywhere';
import styles from './everywhere.module.css';
import { StoreChoice } from './store-choice';

interface EverywhereDialogProps {
  action: Everywhere;
  matrix: Matrix;
  /** The root that is offered first. */
  authorityId: string;
  onClose: () => void;
  onConfirm: (root: Subject, stores: string[]) => void;
}

const byHand = 'No such rights here? Copy the commands for someone who has them, and press Check now afterwards.';

const words = {
  install: {
    title: 'Install everywhere',
    text: 'These stores will trust the root. Each one reports by itself; one that fails does not stop the others.',
    none: 'Every store that can be changed holds the root already.',
    button: 'Install',
  },
  repair: {
    title: 'Repair all',
    text: 'The root is in these stores, and yet refused. Each is put right, and read back afterwards.',
    none: 'No store needs a repair.',
    button: 'Repair',
  },
  remove: {
    title: 'Remove everywhere',
    text: 'The root goes out of these stores. From then on, pages that use your certificates show a warning. The certificates and the root itself stay in the data folder, so you can install it again.',
    none: 'The root is in no store.',
    button: 'Remove',
  },
} as const;

/** Everything that is about to change, before anything does. Removing asks for the name of the authority as well. */
export function EverywhereDialog({ action, matrix, authorityId, onClose, onConfirm }: EverywhereDialogProps) {
  const copy = useCopy();
  const [chosen, setChosen] = useState(authorityId);
  const [off, setOff] = useState<ReadonlySet<string>>(() => unticked(matrix, action));
  const [typed, setTyped] = useState('');
  const text = words[action];
  const root = matrix.roots.find((known) => known.authorityId === chosen) ?? matrix.roots[0];
  if (!root) return null;
  const plan = planOf(matrix, root.authorityId, action);
  const wanted = plan.filter(({ row }) => !off.has(row.id));
  const privileged = wanted.filter(({ row }) => row.privileged);
  const commands = wanted.flatMap(({ change }) => change.commands);
  const ready = wanted.length > 0 && (action !== 'remove' || typed.trim() === root.name);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(off);
    if (on) next.delete(id);
    else next.add(id);
    setOff(next);
  };
  return (
    <Dialog title={text.title} opened onClose={onClose} size="wide">
      {matrix.roots.length > 1 ? (
        <NativeSelect
          label="Root"
          value={root.authorityId}
          data={matrix.roots.map((known) => ({
            value: known.authorityId,
            label: known.isDefault ? `${known.name} (default)` : known.name,
          }))}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            setOff(unticked(matrix, action));
            setTyped('');
          }}
        />
      ) : null}
      <p>{plan.length > 0 ? text.text : text.none}</p>
      <StoreChoice
        title="With administrator rights"
        text={
          privileged.length > 1
            ? `The system asks once for all ${privileged.length} of them; if you cancel there, they stay as they are. ${byHand}`
            : `The system asks for your password; if you cancel there, it stays as it is. ${byHand}`
        }
        changes={plan.filter(({ row }) => row.privileged)}
        off={off}
        onToggle={toggle}
      />
      <StoreChoice
        title="As you"
        text="No question is asked for these."
        changes={plan.filter(({ row }) => !row.privileged)}
        off={off}
        onToggle={toggle}
      />
      <LeftOut matrix={matrix} authorityId={root.authorityId} action={action} />
      {action === 'remove' && plan.length > 0 ? (
        <TypedName of="of the authority" name={root.name} value={typed} onChange={setTyped} />
      ) : null}
      <DialogFoot
        affirmative={
          <Button
            variant={action === 'remove' ? 'danger' : 'filled'}
            disabled={!ready}
            onClick={() =>
              onConfirm(
                root,
                wanted.map(({ row }) => row.id),
              )
            }
          >
            {text.button}
          </Button>
        }
        others={
          <>
            {commands.length > 0 ? (
              <Button
                variant="subtle"
                leftSection={<Icon name="copy" size={15} />}
                onClick={() => copy(commands.join('\n'), 'all commands')}
              >
                Copy all commands
              </Button>
            ) : null}
            <Button onClick={onClose}>Cancel</Button>
          </>
        }
      />
    </Dialog>
  );
}

/** The stores that cannot be changed from here, so that none is missing without a word. */
function LeftOut({ matrix, authorityId, action }: { matrix: Matrix; authorityId: string; action: Everywhere }) {
  const rows = leftOut(matrix, authorityId, action);
  if (rows.length === 0) return null;
  return (
    <section className={styles.leftOut} aria-label="Left out">
      <h3>Left out</h3>
      <ul>
        {rows.map(({ row, why }) => (
          <li key={row.id}>
            <strong>{row.label}</strong>: {why}
          </li>
        ))}
      </ul>
    </section>
  );
}
