import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { namesInBrief } from '../../text/names';
import { useToasts } from '../../ui/toasts';

/** Moves a certificate to the bin and offers the way back; `onGone` runs when it is there. */
export function useDelete(onGone: (id: string) => void): (certificate: Certificate) => void {
  const { api } = useClient();
  const { fail, show, offerUndo } = useToasts();
  return (certificate) => {
    const { first } = namesInBrief(certificate.names);
    const restore = () => {
      api.certificates.restore({ id: certificate.id }).then(
        () => show(`${first} is back.`),
        (thrown) => fail(failureOf(thrown)),
      );
    };
    api.certificates.remove({ id: certificate.id }).then(
      () => {
        onGone(certificate.id);
        offerUndo(`Deleted ${first}.`, restore);
      },
      (thrown) => fail(failureOf(thrown)),
    );
  };
}
