import { Button } from '@mantine/core';
import { Icon, type IconName } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
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

/** Step 1: what a local authority is, what could go wrong, and what stands against it. */
export function Intro({ dataFolder, onNext }: { dataFolder: string; onNext: () => void }) {
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
      <small>
        Everything is kept in <span className={layout.path}>{dataFolder}</span>. Nothing is sent anywhere.
      </small>
    </Frame>
  );
}
