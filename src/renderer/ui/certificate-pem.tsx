import { Button } from '@mantine/core';
import styles from './certificate-facts.module.css';
import { useCopy } from './copy';
import { Fold } from './fold';
import { Icon } from './icons';

/** The text form of a certificate or request, folded away, with the button that copies it. `what` completes "Copied: …". */
export function PemFold({ pem, what }: { pem: string; what: string }) {
  const copy = useCopy();
  return (
    <Fold label="PEM">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key (axe: scrollable-region-focusable). */}
      <section className={styles.pem} tabIndex={0} aria-label={`The ${what}`}>
        <pre>{pem}</pre>
      </section>
      <div>
        <Button size="xs" leftSection={<Icon name="copy" size={15} />} onClick={() => copy(pem, what)}>
          Copy PEM
        </Button>
      </div>
    </Fold>
  );
}
