// First: the product takes the calls of node:fs when it is loaded.
import './counted-steps';

import { UnfinishedFiles } from '../../src/core/export/unfinished';
import { writeFiles } from '../../src/core/export/write-files';
import { killBefore } from './counted-steps';

// One export of two files into a folder, killed before its n-th step on the disk:
//   node export-step.mjs DATA_FOLDER FOLDER N
// "completed" means no kill came.
const [data = '', folder = '', step = '0'] = process.argv.slice(2);
const unfinished = new UnfinishedFiles(data, () => new Date());
killBefore(Number(step));
const files = ['a.pem', 'a-key.pem'].map((path) => ({ path, data: `new ${path}`, mode: 0o600 }));
await writeFiles(files, folder, true, unfinished);
process.stdout.write('completed\n');
