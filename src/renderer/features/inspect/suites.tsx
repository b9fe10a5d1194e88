import { VisuallyHidden } from '@mantine/core';
import type { CipherSuite, VersionSuites } from '../../../ipc/inspect-schemas';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import { Tag } from '../../ui/tag';
import styles from './report.module.css';
import { byReason, strengthSigns } from './words';

const orders: Record<VersionSuites['order'], string> = {
  server: 'the order of the server counts',
  client: 'the order of the client counts',
  unknown: '',
};

/** The cipher suites of each version; those with the same reason for, or against, forward secrecy stand together below it. */
export function Suites({ versions }: { versions: readonly VersionSuites[] }) {
  return versions
    .filter(({ suites }) => suites.length > 0)
    .map(({ version, label, suites, order }) => (
      <Fold
        key={version}
        label={`${label}: ${suites.length} cipher suite${suites.length === 1 ? '' : 's'}${orders[order] === '' ? '' : `, ${orders[order]}`}`}
        openAtFirst={suites.some(({ strength, forwardSecrecy }) => strength === 'weak' || !forwardSecrecy)}
      >
        {byReason(suites).map(({ why, suites: those }) => (
          <div key={`${why} ${those[0]?.id}`} className={styles.reason}>
            <p>
              <Icon name={those[0]?.forwardSecrecy ? 'tick' : 'cross'} size={15} />
              <span>
                <VisuallyHidden>Forward secrecy: {those[0]?.forwardSecrecy ? 'yes' : 'no'}. </VisuallyHidden>
                {why}
              </span>
            </p>
            <ul className={styles.suites}>
              {those.map((suite) => (
                <Suite key={suite.id} suite={suite} />
              ))}
            </ul>
          </div>
        ))}
      </Fold>
    ));
}

function Suite({ suite: { name, opensslName, strength, faults } }: { suite: CipherSuite }) {
  const sign = strengthSigns[strength];
  return (
    <li>
      <span>
        <span className="mono" title={opensslName === undefined ? undefined : `OpenSSL: ${opensslName}`}>
          {name}
        </span>
        {faults.length > 0 ? <small className={styles.block}>{faults.join(' ')}</small> : null}
      </span>
      <Tag tone={sign.tone} icon={sign.icon}>
        {sign.word}
      </Tag>
    </li>
  );
}
