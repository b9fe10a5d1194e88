import { Button } from '@mantine/core';
import type { Recipes } from '../../../../ipc/trust-schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { Commands, CopyValue } from '../../../ui/copy';
import layout from '../../../ui/layout.module.css';
import { FailureNote } from '../../../ui/notes';
import type { Sign } from '../../../ui/status';
import { Tag } from '../../../ui/tag';
import { useToasts } from '../../../ui/toasts';
import { shellLines } from './recipe-words';
import styles from './recipes.module.css';

interface ShellLinesProps {
  shell: Recipes['shell'];
  authorityId: string;
  onChanged: () => void;
}

const signs: Record<Recipes['shell']['state'], Sign> = {
  absent: { tone: 'idle', icon: 'dash', word: 'not written' },
  current: { tone: 'ok', icon: 'tick', word: 'written' },
  old: { tone: 'warn', icon: 'clock', word: 'out of date' },
};

/** Variables that several programs read: copied by hand, or written to a file of their own that the person sources. */
export function ShellLines({ shell, authorityId, onChanged }: ShellLinesProps) {
  const { api } = useClient();
  const { show } = useToasts();
  const write = useAction(async () => {
    await api.trust.writeShellFile({ authorityId });
    show(`Written: ${shell.file}`);
    onChanged();
  });
  const remove = useAction(async () => {
    await api.trust.removeShellFile({ authorityId });
    show(`Removed: ${shell.file}`);
    onChanged();
  });
  const sign = signs[shell.state];
  const failure = write.failure ?? remove.failure;
  const busy = write.busy || remove.busy;
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-labelledby="shell-lines">
      <div className={styles.shellHead}>
        <h2 id="shell-lines">Lines for your shell</h2>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </div>
      <p className={layout.mute}>
        These variables tell programs that have a list of their own where the public root is.
      </p>
      <ul className={styles.why}>
        {shell.lines.map(({ variable, why }) => (
          <li key={variable}>
            <span className="mono">{variable}</span>: {why}
          </li>
        ))}
      </ul>
      <Commands commands={shellLines(shell)} what="lines for the shell" />
      {failure ? <FailureNote failure={failure} /> : null}
      {shell.state === 'absent' ? (
        <p className={layout.mute}>
          “Write the file” puts them into <span className="mono">{shell.file}</span> and changes nothing else; your
          shell reads them once you add one line to its start-up file.
        </p>
      ) : (
        <div className={styles.written}>
          <p>
            {shell.state === 'old' ? 'The file is from before the last change: ' : 'The file: '}
            <CopyValue text={shell.file} what="path of the file" />
          </p>
          <p>Add this line to ~/.bashrc, ~/.zshrc or ~/.profile, and open a new terminal:</p>
          <Commands commands={[shell.sourceLine]} what="line to source the file" />
        </div>
      )}
      <div className={layout.row}>
        {shell.state === 'current' ? null : (
          <Button size="xs" disabled={busy} onClick={() => void write.run()}>
            {shell.state === 'old' ? 'Write it anew' : 'Write the file'}
          </Button>
        )}
        {shell.state === 'absent' ? null : (
          <Button size="xs" variant="danger" disabled={busy} onClick={() => void remove.run()}>
            Remove the file
          </Button>
        )}
      </div>
    </section>
  );
}
