import type { ChainNode } from '../../ipc/chain-schemas';
import type { FileView } from '../../ipc/view-schemas';
import type { CertificateView } from '../pki/certificate-view';
import { requestRefusals } from '../pki/csr';
import { parsedOf } from '../pki/parsed-certificate';
import { weaknesses } from '../pki/weakness';
import type { OpenedContent } from './opened-content';

type Note = FileView['notes'][number];

/** Weak things that are told one by one; a list of old roots would be a page of them, and each stands with its certificate. */
const weakNotesMax = 10;

/** What a person should know about a file as a whole, the worst first. */
export function notesOf(
  content: OpenedContent,
  { leaf, chain }: { leaf: CertificateView | undefined; chain: readonly ChainNode[] },
): Note[] {
  const notes = [
    ...keyNotes(content),
    ...requestNotes(content),
    ...orderNotes(content, leaf, chain),
    ...weakNotes(content),
    ...lockNotes(content),
  ];
  const rank = { problem: 0, warning: 1, info: 2 };
  return notes.sort((a, b) => rank[a.level] - rank[b.level]);
}

const nameOf = (view: CertificateView) =>
  view.commonName || view.names[0]?.display || view.subject || 'a certificate without a name';

function keyNotes({ keys, certificates, requests }: OpenedContent): Note[] {
  if (certificates.length + requests.length === 0) return [];
  const owners = [...certificates.map((view) => parsedOf(view.der).spki), ...requests.map(({ spki }) => spki)];
  return keys.flatMap(({ spki, keyType }): Note[] => {
    if (spki === undefined || owners.some((owner) => owner.equals(spki))) return [];
    const what = certificates.length > 0 ? 'certificates' : 'requests';
    return [{ level: 'problem', message: `The private key (${keyType}) belongs to none of the ${what} here.` }];
  });
}

function requestNotes({ requests }: OpenedContent): Note[] {
  return requests.flatMap((request) =>
    requestRefusals(request).map(({ message }): Note => ({ level: 'problem', message })),
  );
}

/** Servers send the chain as it lies in the file: each certificate signed by the next (RFC 8446 section 4.4.2, RFC 5246 7.4.2). */
export function orderNotes(
  { certificates, format }: Pick<OpenedContent, 'certificates' | 'format'>,
  leaf: CertificateView | undefined,
  chain: readonly ChainNode[],
): Note[] {
  if (leaf === undefined || certificates.length < 2) return [];
  const here = certificates.map(({ fingerprint256 }) => fingerprint256);
  const copies = here.length - new Set(here).size;
  const notes: Note[] = copies === 0 ? [] : [{ level: 'info', message: `${countOf(copies)} there twice.` }];
  const inChain = chain.map(({ fingerprint }) => fingerprint);
  // A PKCS#12 or PKCS#7 is a set: whoever reads it puts it in order.
  const wanted = inChain.filter((fingerprint) => here.includes(fingerprint));
  const found = here.filter((fingerprint, at) => inChain.includes(fingerprint) && here.indexOf(fingerprint) === at);
  const wrong = wanted.findIndex((fingerprint, at) => fingerprint !== found[at]);
  if (format === 'PEM' && wrong >= 0) {
    const name = (fingerprint: string | undefined) =>
      nameOf(certificates.find((view) => view.fingerprint256 === fingerprint) ?? leaf);
    notes.push({
      level: 'warning',
      message: `The certificates are not in order: ${name(wanted[wrong])} comes after ${name(found[wrong])}. Servers send them as they stand, and some clients then refuse the chain. The order is the certificate first, then each issuer.`,
    });
  }
  const strangers = new Set(here.filter((fingerprint) => !inChain.includes(fingerprint))).size;
  if (strangers > 0 && !leaf.isAuthority) {
    const verb = strangers === 1 ? 'One certificate here does' : `${strangers} certificates here do`;
    notes.push({ level: 'info', message: `${verb} not belong to the chain of ${nameOf(leaf)}.` });
  }
  return notes;
}

const countOf = (count: number) => (count === 1 ? 'One certificate is' : `${count} certificates are`);

function weakNotes({ certificates }: OpenedContent): Note[] {
  const found = certificates.flatMap((view) =>
    weaknesses(view).map((message): Note => ({ level: 'warning', message: `${nameOf(view)}: ${message}` })),
  );
  const more = found.length - weakNotesMax;
  if (more <= 0) return found;
  return [
    ...found.slice(0, weakNotesMax),
    { level: 'warning', message: `${more} more weak points stand with the certificates.` },
  ];
}

function lockNotes({ locked, format }: OpenedContent): Note[] {
  if (!locked) return [];
  const what = format === 'PKCS#12' ? 'It is encrypted' : 'A private key in it is encrypted';
  return [{ level: 'info', message: `${what}. Unlock it with its passphrase to see what is inside.` }];
}
