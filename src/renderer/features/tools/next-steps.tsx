import { Button } from '@mantine/core';
import type { SigningRequest } from '../../../ipc/issue-schemas';
import type { FileView } from '../../../ipc/view-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { namesInBrief } from '../../text/names';
import { publicKeyOfCertificate, publicKeyOfRequest } from '../../text/public-keys';
import { FailureNote, Note } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { holdsAuthority } from './item-words';

const refreshOn = ['requests.changed'] as const;

/** The open request whose key is the key of a certificate in the file. */
function answered(view: FileView, requests: readonly SigningRequest[]): SigningRequest | undefined {
  if (requests.length === 0) return undefined;
  const keys = new Set(
    view.items.flatMap((item) => (item.kind === 'certificate' ? [publicKeyOfCertificate(item.facts.pem)] : [])),
  );
  return requests.find((request) => {
    const key = publicKeyOfRequest(request.pem);
    return key !== undefined && keys.has(key);
  });
}

/** What can be done with a file beyond looking at it. */
export function NextSteps({ view }: { view: FileView }) {
  const { api } = useClient();
  const { go } = useNavigation();
  const { show } = useToasts();
  const requests = useQuery(() => api.requests.list(), 'requests', refreshOn);
  const request = answered(view, requests.data ?? []);
  const add = useAction(async () => {
    const certificate = await api.requests.complete({ token: view.token });
    show('The certificate is in the list, with its key.');
    go('certificates', { kind: 'certificate', id: certificate.id });
  });
  return (
    <>
      {request ? (
        <Note
          tone="info"
          message={`This answers the signing request for ${namesInBrief(request.names).first}.`}
          hint="Its private key is on this machine. Add the certificate to use both together."
        >
          <Button size="xs" loading={add.busy} onClick={() => void add.run()}>
            Add to the request
          </Button>
        </Note>
      ) : null}
      {add.failure ? <FailureNote failure={add.failure} /> : null}
      {holdsAuthority(view.items) ? (
        <Note
          tone="info"
          message="This holds an authority together with its private key."
          hint="Sealwax can take it in and sign with it; the key is then kept encrypted."
        >
          <Button size="xs" onClick={() => go('authorities', { kind: 'adopt', token: view.token })}>
            Adopt this authority…
          </Button>
        </Note>
      ) : null}
    </>
  );
}
