import { useEffect, useRef, useState } from 'react';
import type { ProxyProblem } from '../../../../ipc/proxy-schemas';
import { useClient } from '../../../state/client-context';
import { formOf, type ProxyDraft } from './draft';

/** Milliseconds that typing must rest before the form is checked. */
const rest = 150;
const none: readonly ProxyProblem[] = [];

/** What is known to be wrong with the form as it stands; nothing while something is still missing. */
export function useFormCheck(draft: ProxyDraft, id: string | undefined): readonly ProxyProblem[] {
  const { api } = useClient();
  const [answer, setAnswer] = useState<{ draft: ProxyDraft; problems: readonly ProxyProblem[] }>();
  const newest = useRef(0);
  useEffect(() => {
    newest.current += 1;
    const mine = newest.current;
    const form = formOf(draft);
    if (form === undefined) {
      setAnswer(undefined);
      return;
    }
    const timer = setTimeout(() => {
      api.proxy.check(id === undefined ? form : { ...form, id }).then(
        (problems) => {
          if (mine === newest.current) setAnswer({ draft, problems });
        },
        // It is checked again when it is started.
        () => undefined,
      );
    }, rest);
    return () => clearTimeout(timer);
  }, [api, draft, id]);
  return answer?.draft === draft ? answer.problems : none;
}
