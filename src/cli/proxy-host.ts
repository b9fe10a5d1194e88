import { join } from 'node:path';
import { localHost } from '../core/proxy/local-host';
import { threadsHere } from '../core/proxy/threads';
import type { CliIo } from './io';

/** The data path of proxies in this process, in as many threads as help; the build puts the file of the further ones beside this one. */
export const commandLineHost = ({ platform }: CliIo) =>
  localHost(join(__dirname, 'proxy-thread.cjs'), threadsHere(platform, process.versions.node));
