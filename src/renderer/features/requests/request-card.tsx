import { Button } from '@mantine/core';
import type { SigningRequest } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { formatFull, relativeDate } from '../../text/dates';
import { keyTypeNames, purposeNames } from '../../text/key-types';
import { namesInBrief } from '../../text/names';
import { Fact, FactList, NameList } from '../../ui/certificate-fact';
import { PemFold } from '../../ui/certificate-pem';
import { CopyValue, useCopy } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './requests.module.css';
import { useSaveRequest } from './use-save-request';

/** One request that waits for its certificate. */
export function RequestCard({ request, onDelete }: { request: SigningRequest; onDelete: () => void }) {
  const { api } = useClient();
  const { go } = useNavigation();
  const { show } = useToasts();
  const { chooseFile } = useOpenedFile();
  const copy = useCopy();
  const now = useNow();
  const save = useSaveRequest(request.id);
  const brief = namesInBrief(request.names);
  const name = brief.first || request.commonName;

  const add = useAction(async () => {
    const view = await chooseFile();
    if (view === null) return;
    const certificate = await api.requests.complete({ token: view.token });
    show(`The certificate for ${namesInBrief(certificate.names).first} is in the list, with its key.`);
    go('certificates', { kind: 'certificate', id: certificate.id });
  });

  return (
    <li className={styles.request}>
      <div className={styles.what}>
        <strong>{name}</strong>
        {brief.others ? <small>{brief.others}</small> : null}
        <small title={formatFull(request.createdAt)}>
          For {purposeNames[request.purpose].phrase}, {keyTypeNames[request.keyType]}, made{' '}
          {relativeDate(request.createdAt, now)}
        </small>
      </div>
      <div className={styles.actions}>
        <Button
          size="xs"
          leftSection={<Icon name="import" size={15} />}
          loading={add.busy}
          aria-label={`Add the certificate for ${name}…`}
          onClick={() => void add.run()}
        >
          Add the certificate…
        </Button>
        <Button
          size="xs"
          leftSection={<Icon name="copy" size={15} />}
          aria-label={`Copy the request for ${name}`}
          onClick={() => copy(request.pem, 'request as PEM')}
        >
          Copy
        </Button>
        <Button
          size="xs"
          leftSection={<Icon name="export" size={15} />}
          loading={save.busy}
          aria-label={`Save the request for ${name}…`}
          onClick={() => void save.run()}
        >
          Save…
        </Button>
        <Button
          size="xs"
          variant="danger"
          leftSection={<Icon name="bin" size={15} />}
          aria-label={`Delete the request for ${name}…`}
          onClick={onDelete}
        >
          Delete…
        </Button>
      </div>
      <div className={styles.whole}>
        {add.failure ? <FailureNote failure={add.failure} /> : null}
        {save.failure ? <FailureNote failure={save.failure} /> : null}
        <Fold label={`Details of ${name}`}>
          <FactList>
            <Fact term="Names">
              <NameList names={request.names} label={`Names in the request for ${name}`} />
            </Fact>
            <Fact term="Subject">{request.subject}</Fact>
            <Fact term="Request">
              <CopyValue text={request.files.request} what="path of the request" />
            </Fact>
            <Fact term="Key">
              <CopyValue text={request.files.key} what="path of the key" />
            </Fact>
          </FactList>
          <PemFold pem={request.pem} what="request as PEM" />
        </Fold>
      </div>
    </li>
  );
}
