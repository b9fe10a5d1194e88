import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { namesInBrief } from '../../text/names';
import { useToasts } from '../../ui/toasts';

/** Moves certificates to the bin, one after the other, and offers the way back for those that got there. */
export function useDelete(onGone: (ids: readonly string[]) => void): (certificates: readonly Certificate[]) => void {
  const { api } = useClient();
  const { fail, show, offerUndo } = useToasts();

  const restore = async (gone: readonly string[], what: string) => {
    try {
      for (const id of gone) await api.certificates.restore({ id });
      show(`${what} ${gone.length > 1 ? 'are' : 'is'} back.`);
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  };

  const remove = async (certificates: readonly Certificate[]) => {
    const gone: string[] = [];
    try {
      for (const { id } of certificates) {
        await api.certificates.remove({ id });
        gone.push(id);
      }
    } catch (thrown) {
      fail(failureOf(thrown));
    }
    const [first] = certificates;
    if (gone.length === 0 || !first) return;
    onGone(gone);
    const what = gone.length > 1 ? `${gone.length} certificates` : namesInBrief(first.names).first;
    offerUndo(`Deleted ${what}.`, () => void restore(gone, what));
  };
  return (certificates) => void remove(certificates);
}
