import { AcmeServer, type AcmeServerOptions } from './acme-server';
import { AcmeAdmin } from './admin';
import { AcmeConfigFile } from './config-file';

export interface AcmeServices {
  /** It opens nothing before it is told to. */
  server: AcmeServer;
  admin: AcmeAdmin;
}

export function acmeServices(options: Omit<AcmeServerOptions, 'config'>): AcmeServices {
  const config = new AcmeConfigFile(options.dir, options.lock, options.journal);
  const server = new AcmeServer({ ...options, config });
  return { server, admin: new AcmeAdmin({ ...options, config, server }) };
}
