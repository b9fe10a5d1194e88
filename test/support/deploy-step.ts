// First: the product takes the calls of node:fs when it is loaded.
import './counted-steps';

import { killBefore } from './counted-steps';
import { tempServices } from './temp-services';

// Lets the deployments follow a certificate to the next one, killed before the n-th step on the disk (0: never):
//   node deploy-step.mjs DATA_FOLDER N OLD_ID NEW_ID
const [dir = '', step = '0', oldId = '', newId = ''] = process.argv.slice(2);
const services = await tempServices({ dir, lazy: true });
const next = await services.certificates.get(newId);
killBefore(Number(step));
await services.lifecycle.deployments.renewed(oldId, next);
process.stdout.write('completed\n');
process.exit(0);
