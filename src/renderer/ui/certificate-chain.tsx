import type { ChainNode, EdgeCheck } from '../../ipc/chain-schemas';
import { useNow } from '../state/use-now';
import { formatDay } from '../text/dates';
import { shortHex } from '../text/hex';
import styles from './certificate-chain.module.css';
import { Icon } from './icons';
import { Dot } from './tag';

const kinds = { root: 'root', intermediate: 'intermediate', leaf: 'certificate' } as const;

interface ChainProps {
  /** From the leaf up. */
  chain: readonly ChainNode[];
  title?: string;
  /** What else is to be said of each, in the order of `chain`. */
  notes?: readonly string[];
}

/** Who vouches for whom, from the root down; between two cards stands what was checked. */
export function Chain({ chain, title = 'Chain of trust', notes = [] }: ChainProps) {
  // A server may send one certificate twice, so its place belongs to its key.
  const fromRoot = chain.map((node, place) => ({ ...node, place, note: notes[place] })).reverse();
  const now = useNow();
  const broken = fromRoot.findIndex((node) => node.checks.some((check) => !check.ok));
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      <ol className={styles.chain}>
        {fromRoot.map((node, index) => (
          <li key={`${node.place} ${node.fingerprint}`}>
            {index > 0 ? <Edge checks={node.checks} first={index === broken} /> : null}
            <div className={styles.node}>
              <Dot
                tone={(broken >= 0 && index >= broken) || Date.parse(node.notAfter) < now ? 'bad' : 'ok'}
                icon={node.kind === 'leaf' ? 'certificate' : 'shield'}
              />
              <div>
                <strong>{node.name}</strong>
                <small>
                  {kinds[node.kind]}, {node.keyType}, until {formatDay(node.notAfter)}
                  {Date.parse(node.notAfter) < now ? ', expired' : ''}
                </small>
                <small>
                  serial <span className="mono">{shortHex(node.serial, 4)}</span>
                  {node.note === undefined ? '' : `, ${node.note}`}
                </small>
              </div>
            </div>
          </li>
        ))}
      </ol>
      {chain.length === 0 ? <small>The chain could not be built, because a file cannot be read.</small> : null}
    </section>
  );
}

/** The checks between a certificate and its issuer; a failed one is told in full, with its rule. */
function Edge({ checks, first }: { checks: readonly EdgeCheck[]; first: boolean }) {
  const failed = checks.filter((check) => !check.ok);
  const passed = checks.filter((check) => check.ok).map((check) => check.message);
  return (
    <div className={`${styles.edge} ${failed.length > 0 ? styles.broken : ''}`}>
      {failed.map((check) => (
        <p key={check.id} className={styles.failed}>
          <Icon name="cross" size={15} />
          <span>
            {check.message} <small>{check.source}</small>
          </span>
        </p>
      ))}
      {failed.length > 0 && !first ? <p>The chain is already broken above.</p> : null}
      {passed.length > 0 ? <p>{passed.join(' · ')}</p> : null}
    </div>
  );
}
