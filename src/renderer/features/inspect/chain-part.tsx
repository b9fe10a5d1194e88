import { Button } from '@mantine/core';
import type { InspectReport } from '../../../ipc/inspect-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { useAction } from '../../state/use-action';
import { commonNameIn } from '../../text/common-name';
import { Chain } from '../../ui/certificate-chain';
import { Passport } from '../../ui/certificate-passport';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { Part } from './part';
import { pathNotes, sentAsPath, sentNodes, sentNotes } from './sent-chain';

/** What the server sent, and the path that it makes: one picture where they are the same. */
export function ChainPart({ report }: { report: InspectReport }) {
  const { api } = useClient();
  const { go } = useNavigation();
  const { arrive } = useOpenedFile();
  const { chain, path, sentCount, sentBytes, runId } = report;
  const look = useAction(async () => {
    const { token } = await api.inspect.openChain({ runId });
    go('tools', { kind: 'tool', tool: 'look' });
    void arrive(token);
  });
  const [leaf] = chain;
  if (leaf === undefined) return null;
  const { facts } = leaf;
  const same = sentAsPath(report);
  const known = path.at(-1)?.kind === 'root';
  return (
    <Part title="Certificates" text={countWords(sentCount, sentBytes)}>
      <Passport
        names={facts.names}
        commonName={facts.commonName || facts.subject}
        issuer={facts.selfSigned ? undefined : commonNameIn(facts.issuer)}
        notBefore={facts.notBefore}
        notAfter={facts.notAfter}
      />
      {same ? null : <Chain title="As sent" chain={sentNodes(chain)} notes={sentNotes(chain)} />}
      {chain.length < sentCount ? (
        <p className={layout.mute}>and {sentCount - chain.length} more, which were not looked at.</p>
      ) : null}
      {path.length > 0 ? (
        <Chain
          title={!known ? 'The chain as far as it is known' : same ? 'Chain of trust' : 'The best chain it makes'}
          chain={path}
          notes={pathNotes(report)}
        />
      ) : null}
      {look.failure ? <FailureNote failure={look.failure} /> : null}
      <div className={layout.row}>
        <Button size="xs" loading={look.busy} onClick={() => void look.run()}>
          Look inside the certificates
        </Button>
      </div>
    </Part>
  );
}

const countWords = (count: number, bytes: number): string =>
  `${count === 1 ? '1 certificate was' : `${count} certificates were`} sent, ${bytes.toLocaleString('en-GB')} bytes.`;
