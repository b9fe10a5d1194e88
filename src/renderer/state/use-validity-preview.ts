import { useEffect, useRef, useState } from 'react';
import type { ValidityPreview } from '../../ipc/issue-schemas';
import type { Purpose, Validity } from '../../ipc/schemas';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

/** Milliseconds that a choice must rest before it is asked about. */
const rest = 120;

interface Asked {
  authorityId?: string | undefined;
  purpose: Purpose;
  validity: Validity | undefined;
}

/** What a validity comes to, and who would refuse it; the newest question wins. */
export function useValidityPreview({ authorityId, purpose, validity }: Asked): {
  preview: ValidityPreview | undefined;
  failure: Failure | undefined;
} {
  const { api } = useClient();
  const [answer, setAnswer] = useState<{ preview?: ValidityPreview; failure?: Failure }>({});
  const newest = useRef(0);
  useEffect(() => {
    newest.current += 1;
    const mine = newest.current;
    if (validity === undefined) {
      setAnswer({});
      return undefined;
    }
    const timer = setTimeout(() => {
      api.certificates
        .previewValidity({ ...(authorityId === undefined ? {} : { authorityId }), purpose, validity })
        .then(
          (preview) => (mine === newest.current ? setAnswer({ preview }) : undefined),
          (thrown) => (mine === newest.current ? setAnswer({ failure: failureOf(thrown) }) : undefined),
        );
    }, rest);
    return () => clearTimeout(timer);
  }, [api, authorityId, purpose, validity]);
  return { preview: answer.preview, failure: answer.failure };
}
