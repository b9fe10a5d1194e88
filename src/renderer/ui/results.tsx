import type { Outcome, Progress, Proof, ProveReport } from '../../ipc/schemas';
import { Commands } from './copy';
import { Icon } from './icons';
import layout from './layout.module.css';
import styles from './results.module.css';
import { outcomeSigns, proofSigns } from './status';
import { Tag } from './tag';

/** What happened in each store: none hides behind another. */
export function Outcomes({ outcomes }: { outcomes: readonly Outcome[] }) {
  return (
    <ul className={styles.list}>
      {outcomes.map((outcome) => {
        const sign = outcomeSigns[outcome.outcome];
        return (
          <li key={outcome.storeId} className={styles.item}>
            <div>
              <strong>{outcome.label}</strong>
              <div className={layout.path}>{outcome.location}</div>
            </div>
            <Tag tone={sign.tone} icon={sign.icon}>
              {sign.word}
            </Tag>
            <div className={styles.more}>
              <p className={layout.mute}>{outcome.message}</p>
              {outcome.hint ? <p className={styles.hint}>{outcome.hint}</p> : null}
              {outcome.commands ? (
                <Commands commands={outcome.commands} what={`commands for ${outcome.label}`} />
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** "0.8 s", or "120 ms" below a second. */
const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** The handshakes, one line a client. */
export function Proofs({ report }: { report: ProveReport }) {
  return (
    <ul className={styles.list}>
      {report.proofs.map((proof) => (
        <ProofLine key={proof.id} proof={proof} />
      ))}
    </ul>
  );
}

function ProofLine({ proof }: { proof: Proof }) {
  const sign = proofSigns[proof.result];
  return (
    <li className={styles.item}>
      <div>
        <strong>{proof.label}</strong>
        <p className={layout.mute}>
          {proof.message}
          {proof.result === 'not-run' ? '' : ` (${duration(proof.durationMs)})`}
        </p>
      </div>
      <Tag tone={sign.tone} icon={sign.icon}>
        {sign.word}
      </Tag>
    </li>
  );
}

type Step = Omit<Progress, 'task'> & { task?: string };

/** The steps of something that runs, as they begin and end. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={styles.list} aria-live="polite">
      {steps.map((step) => (
        <li key={`${step.task ?? ''} ${step.step}`} className={styles.step}>
          <StepSign state={step.state} />
          <div>
            {step.label}
            {step.message ? <p className={layout.mute}>{step.message}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepSign({ state }: { state: Progress['state'] }) {
  switch (state) {
    case 'running':
      return <span className={styles.spinner} role="img" aria-label="running" />;
    case 'done':
      return <StepIcon word="done" />;
    case 'failed':
      return <StepIcon word="failed" />;
    case 'skipped':
      return <StepIcon word="skipped" />;
  }
}

const stepIcons = {
  done: { icon: 'tick', tone: styles.ok },
  failed: { icon: 'cross', tone: styles.bad },
  skipped: { icon: 'dash', tone: styles.mute },
} as const;

function StepIcon({ word }: { word: keyof typeof stepIcons }) {
  return (
    <span role="img" aria-label={word} className={stepIcons[word].tone}>
      <Icon name={stepIcons[word].icon} size={18} />
    </span>
  );
}
