import { Button } from '@mantine/core';
import type { MkcertAuthority } from '../../../ipc/authority-schemas';
import { Icon, type IconName } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import type { Existing } from './existing-step';
import { Frame } from './frame';
import styles from './setup.module.css';

const measures: readonly { icon: IconName; title: string; text: string }[] = [
  {
    icon: 'shield',
    title: 'It is limited',
    text: 'By default the root can sign only for local names and private addresses. Browsers refuse anything else from it, even if the key is stolen.',
  },
  {
    icon: 'key',
    title: 'Its key is never on disk in the clear',
    text: 'The key file is encrypted. The passphrase is random and stays in the keychain of your system, or is one that you type.',
  },
  {
    icon: 'tick',
    title: 'It can be undone',
    text: 'You see each change before it is made, and one button takes the root out of every store again.',
  },
];

interface IntroProps {
  dataFolder: string;
  /** mkcert's authorities on this machine that can be adopted. */
  mkcert: readonly MkcertAuthority[];
  onExisting: (existing: Existing) => void;
  onNext: () => void;
}

/** Step 1: what a local authority is, what could go wrong, and what stands against it. */
export function Intro({ dataFolder, mkcert, onExisting, onNext }: IntroProps) {
  return (
    <Frame
      title="Trusted HTTPS on this machine"
      step={0}
      foot={
        <Button variant="filled" size="md" onClick={onNext}>
          Continue
        </Button>
      }
    >
      <p className={styles.lead}>
        Sealwax makes a certificate authority that only this machine trusts, and issues certificates from it, so that
        your own servers open with a padlock.
      </p>
      <p className={styles.lead}>
        The risk: whoever gets the key of an authority that you trust can imitate web sites to you. So Sealwax keeps it
        small and locked:
      </p>
      <ul className={`${layout.card} ${styles.measures}`}>
        {measures.map((measure) => (
          <li key={measure.title}>
            <Icon name={measure.icon} size={20} />
            <div>
              <h2>{measure.title}</h2>
              <p className={layout.mute}>{measure.text}</p>
            </div>
          </li>
        ))}
      </ul>
      <section className={`${layout.card} ${styles.existing}`} aria-label="An authority that you have already">
        {mkcert.map((found) => (
          <div key={found.folder}>
            <div>
              <h2>mkcert has an authority on this machine</h2>
              <p className={layout.mute}>Use it instead: what trusts it already goes on trusting it.</p>
              <div className={layout.path}>{found.folder}</div>
            </div>
            <Button
              aria-label={`Use mkcert's authority in ${found.folder}`}
              onClick={() => onExisting({ kind: 'mkcert', found })}
            >
              Use mkcert's authority
            </Button>
          </div>
        ))}
        <div>
          <div>
            <h2>You come from another machine</h2>
            <p className={layout.mute}>Bring its authorities back from a backup file of Sealwax.</p>
          </div>
          <Button onClick={() => onExisting({ kind: 'backup' })}>Restore from a backup</Button>
        </div>
      </section>
      <small>
        Everything is kept in <span className={layout.path}>{dataFolder}</span>. Nothing is sent anywhere.
      </small>
    </Frame>
  );
}
