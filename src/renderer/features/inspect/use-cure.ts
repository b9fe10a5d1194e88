import type { Cure } from '../../../ipc/inspect-schemas';
import { useNavigation } from '../../state/navigation';
import { useCopy } from '../../ui/copy';

/** What the button of a cure does: it opens the form that does it, filled in. */
export function useCure(): (cure: Cure) => void {
  const { go, open } = useNavigation();
  const copy = useCopy();
  return (cure) => {
    switch (cure.kind) {
      case 'issue':
        return open({ kind: 'new-certificate', names: cure.names });
      case 'trust':
        return go('trust', { kind: 'install', authorityId: cure.authorityId });
      case 'renew':
        return go('certificates', { kind: 'renew', id: cure.certificateId });
      case 'deploy':
        return go('certificates', { kind: 'deployments', id: cure.certificateId });
      case 'snippet':
        return open({ kind: 'snippets', id: cure.certificateId, snippet: cure.snippet });
      case 'proxy':
        return go('proxy', { kind: 'new-proxy', target: cure.target });
      case 'text':
        // "Copied: lines for nginx".
        return copy(cure.text, cure.label.replace(/^Copy (the )?/, ''));
    }
  };
}
