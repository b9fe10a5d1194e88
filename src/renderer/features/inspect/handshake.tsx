import { Fragment, type ReactNode } from 'react';
import type { InspectReport, ProtocolVersion } from '../../../ipc/inspect-schemas';
import { formatFull } from '../../text/dates';
import { sentenceList } from '../../text/names';
import { Fact, FactList } from '../../ui/certificate-fact';
import { Tag } from '../../ui/tag';
import { Part } from './part';
import styles from './report.module.css';
import { Suites } from './suites';
import { newestFirst, secrecySigns, staplingSigns } from './words';

/** What the server does in the handshake, apart from its certificates. */
export function Handshake({ report }: { report: InspectReport }) {
  const { versions, groups, alpn, stapling, resumption, clientCertificate, suites, forwardSecrecy } = report;
  const secrecy = secrecySigns[forwardSecrecy.state];
  const staple = staplingSigns[stapling.state];
  return (
    <>
      <Part title="Protocol versions">
        <Versions versions={versions} />
      </Part>
      <Part
        title="Forward secrecy"
        text={forwardSecrecy.message}
        sign={
          <Tag tone={secrecy.tone} icon={secrecy.icon}>
            {secrecy.word}
          </Tag>
        }
      >
        <Suites versions={newestFirst(suites.map((each) => ({ ...each, id: each.version })))} />
        {groups.length > 0 ? (
          <FactList>
            <Fact term="Groups">
              {groups.map(({ id, name, hybrid }, index) => (
                <Fragment key={id}>
                  {index === 0 ? '' : ', '}
                  <span className={`mono ${styles.whole}`}>{name}</span>
                  {hybrid ? ' (safe against a quantum computer too)' : ''}
                </Fragment>
              ))}
            </Fact>
          </FactList>
        ) : null}
      </Part>
      <Part title="Other parts of the handshake">
        <FactList>
          <Fact term="ALPN">
            {alpn.accepted.length > 0 ? (
              <>
                <span className="mono">{alpn.accepted.join(', ')}</span>{' '}
              </>
            ) : null}
            <Said>{alpn.message}</Said>
          </Fact>
          <Fact term="OCSP stapling">
            <Tag tone={staple.tone} icon={staple.icon}>
              {staple.word}
            </Tag>{' '}
            <Said>
              {stapling.message}
              {stapling.nextUpdate === undefined ? '' : ` The next one is due ${formatFull(stapling.nextUpdate)}.`}
            </Said>
          </Fact>
          <Fact term="Resumption">
            <Said>{resumption.message}</Said>
          </Fact>
          <Fact term="Client certificate">
            <Said>{clientCertificate.message}</Said>
            {clientCertificate.authorities.length > 0 ? (
              <small className={styles.block}>
                of {sentenceList(clientCertificate.authorities.slice(0, authoritiesShown))}
                {clientCertificate.authorityCount > authoritiesShown
                  ? ` and ${clientCertificate.authorityCount - authoritiesShown} more`
                  : ''}
              </small>
            ) : null}
          </Fact>
        </FactList>
      </Part>
    </>
  );
}

/** A server may name hundreds of authorities; nobody reads so many here. */
const authoritiesShown = 6;

const Said = ({ children }: { children: ReactNode }) => <span className={styles.said}>{children}</span>;

const answers = [
  { accepted: 'yes', term: 'Accepts' },
  { accepted: 'no', term: 'Refuses' },
  { accepted: 'unknown', term: 'Not found out' },
] as const;

function Versions({ versions }: { versions: readonly ProtocolVersion[] }) {
  return (
    <FactList>
      {answers.map(({ accepted, term }) => {
        const those = newestFirst(versions).filter((version) => version.accepted === accepted);
        if (those.length === 0) return null;
        const told = those.flatMap(({ label, message }) => (message === undefined ? [] : [`${label}: ${message}`]));
        return (
          <Fact key={accepted} term={term}>
            <span className={styles.tags}>
              {those.map((version) => (
                <VersionTag key={version.id} version={version} />
              ))}
            </span>
            {told.map((text) => (
              <small key={text} className={styles.block}>
                {text}
              </small>
            ))}
          </Fact>
        );
      })}
    </FactList>
  );
}

function VersionTag({ version: { label, accepted, outdated } }: { version: ProtocolVersion }) {
  if (accepted === 'unknown') {
    return (
      <Tag tone="idle" icon="question">
        {label}
      </Tag>
    );
  }
  if (accepted === 'no') {
    return (
      <Tag tone="idle" icon="dash">
        {label}
      </Tag>
    );
  }
  return outdated ? (
    <Tag tone="bad" icon="cross">
      {label}, outdated
    </Tag>
  ) : (
    <Tag tone="ok" icon="tick">
      {label}
    </Tag>
  );
}
