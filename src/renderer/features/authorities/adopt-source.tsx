import { Button, Radio } from '@mantine/core';
import type { MkcertAuthority } from '../../../ipc/authority-schemas';
import type { FileView } from '../../../ipc/view-schemas';
import type { Action } from '../../state/use-action';
import { formatDay } from '../../text/dates';
import { shortHex } from '../../text/hex';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { adoptable } from './adoptable';
import styles from './authorities.module.css';

/** The value of the choice "from files"; no path of a folder is this. */
export const fromFiles = 'files';

interface AdoptSourceProps {
  found: readonly MkcertAuthority[];
  /** A folder of mkcert's, or `fromFiles`. */
  source: string;
  onChange: (source: string) => void;
  view: FileView | undefined;
  open: Action<[], void>;
  unlock: Action<[], void>;
  names: ReadonlyMap<string, string>;
}

/** Where the authority to adopt is: one of mkcert's, or files of the person's. */
export function AdoptSource({ found, source, onChange, view, open, unlock, names }: AdoptSourceProps) {
  return (
    <>
      <Radio.Group label="Where is it?" value={source} onChange={onChange}>
        <div className={styles.options}>
          {found.map((each) => (
            <Radio
              key={each.folder}
              value={each.folder}
              disabled={!each.hasKey || each.adoptedAs !== undefined}
              label={`mkcert: ${each.name}`}
              description={
                <>
                  <span className={styles.line}>{each.folder}</span>
                  {each.fingerprint === '' ? null : (
                    <span className={styles.line}>
                      SHA-256 {shortHex(each.fingerprint, 8)}, until {formatDay(each.notAfter)}
                    </span>
                  )}
                  {whyNot(each, names) ? <span className={styles.line}>{whyNot(each, names)}</span> : null}
                </>
              }
            />
          ))}
          <Radio
            value={fromFiles}
            label="Files"
            description="The certificate and its key (PEM or DER), or both in a PKCS#12 (.p12, .pfx)."
          />
        </div>
      </Radio.Group>
      {source === fromFiles ? <Opened view={view} open={open} unlock={unlock} /> : null}
    </>
  );
}

function whyNot({ hasKey, adoptedAs }: MkcertAuthority, names: ReadonlyMap<string, string>): string | undefined {
  if (adoptedAs !== undefined) return `Here already, as ${names.get(adoptedAs) ?? adoptedAs}.`;
  return hasKey ? undefined : 'rootCA-key.pem is not in the folder, so there is nothing to adopt.';
}

/** What is in the opened files, and what stands in the way. */
function Opened({ view, open, unlock }: Pick<AdoptSourceProps, 'view' | 'open' | 'unlock'>) {
  const failure = open.failure ?? unlock.failure;
  const found = view ? adoptable(view) : undefined;
  return (
    <div className={styles.opened}>
      {view && found ? (
        <div>
          <strong>{found.facts?.commonName ?? view.title}</strong>
          {found.facts ? <div className={layout.path}>{view.title}</div> : null}
          {found.facts ? (
            <p className={layout.mute}>
              {found.facts.keyType}, until {formatDay(found.facts.notAfter)}. SHA-256{' '}
              <span className="mono">{shortHex(found.facts.fingerprint, 8)}</span>
            </p>
          ) : null}
        </div>
      ) : null}
      {found?.locked ? (
        <Note tone="info" message="It is locked by a passphrase." hint="A small window asks for it.">
          <Button size="xs" loading={unlock.busy} onClick={() => void unlock.run()}>
            Unlock…
          </Button>
        </Note>
      ) : null}
      {found?.problem ? <Note tone="warn" message={found.problem.message} hint={found.problem.hint} /> : null}
      {failure ? <FailureNote failure={failure} /> : null}
      <div>
        <Button loading={open.busy} onClick={() => void open.run()}>
          {view ? 'Open others…' : 'Open files…'}
        </Button>
      </div>
    </div>
  );
}
