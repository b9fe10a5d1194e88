import { ActionIcon, Button } from '@mantine/core';
import { useClient } from '../state/client-context';
import { failureOf } from '../state/failure';
import styles from './copy.module.css';
import { Icon } from './icons';
import { useToasts } from './toasts';

/** Puts text on the clipboard through the main process and says that it did. */
export function useCopy(): (text: string, what: string) => void {
  const { api } = useClient();
  const { show, fail } = useToasts();
  return (text, what) => {
    api.app.copy({ text }).then(
      () => show(`Copied: ${what}`),
      (thrown) => fail(failureOf(thrown)),
    );
  };
}

/** `what` completes "Copy …" for a screen reader and "Copied: …" afterwards. */
export function CopyIcon({ text, what }: { text: string; what: string }) {
  const copy = useCopy();
  return (
    <ActionIcon size={26} aria-label={`Copy ${what}`} title={`Copy ${what}`} onClick={() => copy(text, what)}>
      <Icon name="copy" size={16} />
    </ActionIcon>
  );
}

/** A value in the fixed-width font with its copy button. */
export function CopyValue({ text, what, shown = text }: { text: string; what: string; shown?: string }) {
  return (
    <span className={styles.value}>
      <span className={styles.text}>{shown}</span>
      <CopyIcon text={text} what={what} />
    </span>
  );
}

/** Commands to type, one a line, with one button that copies them all. */
export function Commands({ commands, what }: { commands: readonly string[]; what: string }) {
  const copy = useCopy();
  if (commands.length === 0) return null;
  return (
    <div className={styles.commands}>
      <pre>{commands.join('\n')}</pre>
      <Button
        size="compact-xs"
        leftSection={<Icon name="copy" size={14} />}
        aria-label={`Copy ${what}`}
        onClick={() => copy(commands.join('\n'), what)}
      >
        Copy
      </Button>
    </div>
  );
}
