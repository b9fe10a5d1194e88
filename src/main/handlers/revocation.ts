import type { RevocationState } from '../../ipc/revocation-schemas';
import { saveFile } from '../save-file';
import type { Group, HandlerContext } from './context';

export function revocationHandlers(context: HandlerContext): Group<'revocation'> {
  const { services, send } = context;
  const { revocations, crlPublisher } = services.lifecycle;
  const changed = <T>(value: T): T => {
    send('certificates.changed', undefined);
    send('authorities.changed', undefined);
    return value;
  };
  const shown = (state: RevocationState) => crlPublisher.of(state);
  return {
    'revocation.state': async ({ authorityId }) => shown(await revocations.state(authorityId)),
    'revocation.revoke': async ({ id, reason }) => {
      await revocations.revoke([id], reason);
      return changed(await services.certificates.get(id));
    },
    'revocation.sameKey': ({ id }) => revocations.goingWith([id]),
    'revocation.makeCrl': async ({ authorityId }) => changed(shown(await revocations.makeCrl(authorityId))),
    'revocation.exportCrl': async ({ authorityId, form }) => {
      const { summary } = await services.authorities.get(authorityId);
      const options = {
        title: `Export the revocation list of ${summary.name}`,
        defaultPath: form === 'pem' ? `${summary.id}-crl.pem` : `${summary.id}.crl`,
        filters: [{ name: 'Revocation list', extensions: form === 'pem' ? ['pem'] : ['crl'] }],
      };
      return saveFile(context, options, async (save) => {
        const crl = await revocations.currentCrl(authorityId);
        await save(crl[form], 0o644);
        changed(undefined);
      });
    },
    'revocation.serve': async ({ authorityId, on, port }) => {
      const state = await revocations.setServe(authorityId, on, port);
      await crlPublisher.sync();
      return changed(shown(state));
    },
  };
}
