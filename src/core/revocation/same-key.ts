import type { Certificate } from '../../ipc/schemas';
import type { Certificates } from '../authority/certificates';
import { parseKept } from '../pki/parsed-certificate';
import { mapBounded } from '../system/bounded';

/** Files that are read at a time. */
const atOnce = 16;

/** Whether a list of revoked certificates can still gain by it. */
const counts = ({ status }: Certificate): boolean =>
  status !== 'expired' && status !== 'revoked' && status !== 'broken';

/**
 * Every other certificate in use, of an authority of these, whose public key is one of theirs: an older one that a renewal with the
 * same key left in the list, say, or one signed for the same request. A key that is known to others opens them all (RFC 5280 section
 * 5.3.1: keyCompromise is said of the private key). Throws what reading the files of `of` throws; others that cannot be read are left out.
 */
export async function othersOfSameKey(of: readonly Certificate[], certificates: Certificates): Promise<Certificate[]> {
  const keys = new Set(await Promise.all(of.map(({ id }) => keyOf(id, certificates))));
  const ids = new Set(of.map(({ id }) => id));
  const authorities = new Set(of.map(({ authorityId }) => authorityId));
  const open = (await certificates.list()).filter(
    (each) => counts(each) && !ids.has(each.id) && authorities.has(each.authorityId),
  );
  const found = await mapBounded(open, atOnce, async ({ id }) => keyOf(id, certificates).catch(() => undefined));
  return open.filter((_, index) => {
    const key = found[index];
    return key !== undefined && keys.has(key);
  });
}

async function keyOf(id: string, certificates: Certificates): Promise<string> {
  const { certificatePem } = await certificates.readPublicFiles(id);
  return parseKept(certificatePem).spki.toString('base64');
}
