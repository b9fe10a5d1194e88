import type { AccountCall, Answer } from './call';
import type { Engine } from './engine';
import { ownOrder } from './orders';
import { AcmeProblem } from './problem';

/**
 * RFC 8555 section 7.4.2: the certificate of an order, with its chain. Right below a root the chain holds the root as well, since
 * certbot takes no chain of one certificate; the alternate is the chain that servers send, without the root.
 */
export async function download(engine: Engine, call: AccountCall): Promise<Answer> {
  const { certificateId, id } = ownOrder(engine, call);
  if (certificateId === undefined) throw new AcmeProblem('orderNotReady', 'This order has no certificate yet.');
  const files = await engine.certificates.readPublicFiles(certificateId).catch(() => {
    throw new AcmeProblem('malformed', 'This certificate was deleted by the owner of this server.', { status: 404 });
  });
  const withoutRoot = files.fullChainPem;
  const withRoot = withoutRoot + files.rootPem;
  const below = (withoutRoot.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length === 1;
  const chains = below ? [withRoot, withoutRoot] : [withoutRoot, withRoot];
  const number = Number(call.params[1] ?? '0');
  const body = chains[number];
  if (body === undefined) throw new AcmeProblem('malformed', 'There is no such chain.', { status: 404 });
  return {
    status: 200,
    headers: { link: [`<${call.urls.certificate(id, number === 0 ? 1 : 0)}>;rel="alternate"`] },
    text: { type: 'application/pem-certificate-chain', body },
  };
}
