import type { ForeignRoot } from '../../ipc/trust-schemas';

type Judged = Pick<ForeignRoot, 'tool' | 'toolLabel' | 'expired' | 'stores' | 'keys' | 'files' | 'authorityId'>;
type Verdict = Pick<ForeignRoot, 'orphan' | 'advice' | 'severity'>;

/** Certificates of these are made by programs that read other programs' traffic; a left one is a door. */
const interceptors = new Set(['mitmproxy', 'charles', 'fiddler']);

/** What a root means for the person whose machine trusts it, worst first. Pure. */
export function judge(root: Judged): Verdict {
  const { tool, toolLabel, expired, stores, keys, files, authorityId } = root;
  const trusted = stores.length > 0;
  const open = keys.some(({ encrypted, message }) => !encrypted && message.startsWith('Not encrypted'));
  // Where it is not known how a tool keeps its files, a missing one says nothing.
  const orphan =
    trusted && authorityId === undefined && (tool === 'sealwax' || (knowsPlaces(tool) && files.length === 0));
  if (authorityId !== undefined) {
    return { orphan, severity: 'info', advice: 'An authority of yours in Sealwax.' };
  }
  if (orphan) {
    const gone =
      tool === 'sealwax' ? 'its authority is not in Sealwax any more' : `${toolLabel} keeps another one now, or none`;
    return { orphan, severity: 'warning', advice: `Left over: ${gone}. Nothing here needs it; remove it.` };
  }
  if (expired && trusted) {
    return { orphan, severity: 'warning', advice: 'It has expired, so no client accepts it any more; remove it.' };
  }
  if (open && trusted) {
    return {
      orphan,
      severity: 'danger',
      advice: `This machine trusts it, and its key lies open: whoever reads the file can pose as any site. Adopt it in Sealwax if it is mkcert's, or remove it when ${toolLabel} is not used any more.`,
    };
  }
  if (interceptors.has(tool) && trusted) {
    return {
      orphan,
      severity: 'warning',
      advice: `${toolLabel} can read encrypted traffic with it. Keep it only while you debug.`,
    };
  }
  if (open) {
    return { orphan, severity: 'info', advice: 'Its key lies open, but no store here trusts it.' };
  }
  if (tool === 'unknown') {
    return {
      orphan,
      severity: 'warning',
      advice:
        'Somebody added it: an administrator, a company proxy, a virus scanner or a tool that Sealwax does not know. Remove it only if you know whose it is.',
    };
  }
  if (!trusted) return { orphan, severity: 'info', advice: 'No store here trusts it.' };
  return {
    orphan,
    severity: 'info',
    advice: `${toolLabel} uses it. Remove it when you do not use ${toolLabel} any more.`,
  };
}

const placed = new Set(['mkcert', 'caddy', 'devcert', 'valet', 'herd', 'lando', 'portless', 'mitmproxy']);
const knowsPlaces = (tool: string) => placed.has(tool);
