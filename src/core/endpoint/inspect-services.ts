import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import type { RevocationStore } from '../revocation/revocation-store';
import { once } from '../system/once';
import type { Surroundings } from '../system/paths';
import type { Run } from '../system/run';
import type { Trust } from '../trust/trust';
import { Inspector } from './inspector';
import { ListeningServers } from './listening/listening-servers';

export interface InspectServicesOptions extends Surroundings {
  run: Run;
  now: () => Date;
  random: (bytes: number) => Buffer;
  authorities: Authorities;
  certificates: Certificates;
  revocationStore: Pick<RevocationStore, 'lookup'>;
  trust: () => Trust;
}

export interface InspectServices {
  inspector: Inspector;
  listening: ListeningServers;
}

/** Each is made, and on the command line loaded, when it is first asked for. */
export function inspectServices(options: InspectServicesOptions): InspectServices {
  const { revocationStore: revocations, trust } = options;
  const inspector = once(() => new Inspector({ ...options, revocations, stores: () => trust().stores() }));
  const listening = once(() => new ListeningServers(options));
  return {
    get inspector() {
      return inspector();
    },
    get listening() {
      return listening();
    },
  };
}
