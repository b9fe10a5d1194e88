import { Button, Checkbox } from '@mantine/core';
import type { Rollover, RolloverStep } from '../../../ipc/rollover-schemas';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useProgress } from '../../state/use-progress';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { DialogFoot } from '../../ui/dialog-foot';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { Steps } from '../../ui/results';
import { Tag } from '../../ui/tag';
import { useToasts } from '../../ui/toasts';
import { type DialogBody, useDialogAction } from './dialog-body';
import styles from './rollover.module.css';

const tasks = ['rollover'] as const;
const refreshOn = ['authorities.changed'] as const;

const titles: Record<RolloverStep['id'], string> = {
  'new-root': 'Make a new root',
  trust: 'Trust it beside the old one',
  certificates: 'Issue the certificates anew',
  hands: 'What needs a hand',
  'remove-old': 'Remove the old root',
};

const signs = {
  done: { tone: 'ok', icon: 'tick', word: 'done' },
  'to-do': { tone: 'warn', icon: 'clock', word: 'to do' },
  waiting: { tone: 'idle', icon: 'dash', word: 'waits' },
} as const;

/** A new root in the place of an old one: what is done, what is to be done, and the one button for the next step. */
export function RolloverForm({ authority, onBusy, onClose }: DialogBody & { authority: Authority }) {
  const { api } = useClient();
  const { say } = useToasts();
  const { id } = authority;
  const seen = useQuery(() => api.rollover.get({ id }), `rollover ${id}`, refreshOn);
  const { steps: running, restart } = useProgress(tasks);
  const work = useDialogAction(onBusy, async (kind: 'advance' | 'finish') => {
    restart();
    const after = await api.rollover[kind]({ id });
    say(nextOf(after)?.message ?? 'The old root is replaced.');
    seen.reload();
  });
  const tick = useDialogAction(onBusy, async (hand: string, done: boolean) => {
    await api.rollover.tick({ id, hand, done });
    seen.reload();
  });
  if (seen.data === undefined) {
    return seen.failure ? (
      <FailureNote failure={seen.failure} onRetry={seen.reload} />
    ) : (
      <Loading label="Looking at the roots" rows={5} />
    );
  }
  const { data } = seen;
  const next = nextOf(data);
  return (
    <div className={layout.stack}>
      <p>
        {data.old.name} ends on {formatDay(data.old.notAfter)}.{' '}
        {data.next === undefined
          ? 'A new root with the same name limits takes its place. No page warns meanwhile: both are trusted until nothing uses the old one.'
          : `${data.next.name} takes its place. Both are trusted until nothing uses the old one.`}
      </p>
      <ol className={styles.steps}>
        {data.steps.map((step) => (
          <li key={step.id}>
            <div className={styles.line}>
              <h3>{titles[step.id]}</h3>
              <Tag tone={signs[step.state].tone} icon={signs[step.state].icon}>
                {signs[step.state].word}
              </Tag>
            </div>
            <p className={layout.mute}>{step.message}</p>
            {step.id === 'certificates' ? <Failed certificates={data.certificates} /> : null}
            {step.id === 'hands' && data.hands.length > 0 ? (
              <Hands data={data} busy={work.busy || tick.busy} onTick={(hand, done) => void tick.run(hand, done)} />
            ) : null}
          </li>
        ))}
      </ol>
      {work.busy || running.length > 0 ? (
        <Fold label={work.busy ? 'What is going on' : 'What was done'} openAtFirst>
          <Steps steps={running} />
        </Fold>
      ) : null}
      <DialogFoot
        failure={work.failure ?? tick.failure}
        affirmative={<NextButton next={next} begun={data.next !== undefined} work={work} onClose={onClose} />}
        others={
          next === undefined ? null : (
            <Button onClick={onClose} disabled={work.busy}>
              Close
            </Button>
          )
        }
      />
    </div>
  );
}

const nextOf = ({ steps }: Rollover) => steps.find(({ state }) => state !== 'done');

interface NextButtonProps {
  next: RolloverStep | undefined;
  begun: boolean;
  work: { run: (kind: 'advance' | 'finish') => Promise<unknown>; busy: boolean };
  onClose: () => void;
}

/** Only one thing can be next; what waits for a person has no button but the ticks. */
function NextButton({ next, begun, work, onClose }: NextButtonProps) {
  if (next === undefined) {
    return (
      <Button variant="filled" onClick={onClose}>
        Done
      </Button>
    );
  }
  if (next.id === 'remove-old') {
    return (
      <Button variant="danger" loading={work.busy} onClick={() => void work.run('finish')}>
        Remove the old root everywhere
      </Button>
    );
  }
  return (
    <Button
      variant="filled"
      loading={work.busy}
      disabled={next.id === 'hands'}
      onClick={() => void work.run('advance')}
    >
      {begun ? 'Go on' : 'Begin'}
    </Button>
  );
}

function Failed({ certificates }: Pick<Rollover, 'certificates'>) {
  const failed = certificates.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return null;
  return (
    <ul className={styles.failed}>
      {failed.map(({ id, name, reason, hint }) => (
        <li key={id}>
          <strong>{name}</strong>: {reason} {hint}
        </li>
      ))}
    </ul>
  );
}

interface HandsProps {
  data: Rollover;
  busy: boolean;
  onTick: (hand: string, done: boolean) => void;
}

function Hands({ data, busy, onTick }: HandsProps) {
  return (
    <ul className={styles.hands}>
      {data.hands.map(({ id, label, detail, done }) => (
        <li key={id}>
          <Checkbox
            label={label}
            description={detail}
            checked={done}
            disabled={busy}
            onChange={(event) => onTick(id, event.currentTarget.checked)}
          />
        </li>
      ))}
    </ul>
  );
}
