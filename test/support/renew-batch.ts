import { tempServices } from './temp-services';

// Renews all of a folder that were not renewed yet, COUNT that it issues and deploys below TARGET first when there are none, and
// says how far it is durable:
//   node renew-batch.mjs DATA_FOLDER COUNT TARGET
const [dir = '', count = '50', target = ''] = process.argv.slice(2);

const services = await tempServices({ dir });
const { certificates, exporter, lifecycle } = services;
if ((await certificates.list()).length === 0) {
  const rows = Array.from({ length: Number(count) }, (_, index) => ({ line: index + 1, names: [`n${index}.test`] }));
  await certificates.issueMany(rows, {});
  const ids = (await certificates.list()).map(({ id }) => id);
  await exporter.write({ ids, formats: ['full-chain', 'key'], folder: target, overwrite: false, deploy: true });
}
const left = (await certificates.list()).filter(({ renews, replacedBy }) => renews === undefined && !replacedBy);
process.stdout.write(`left ${left.length}\n`);
const report = await lifecycle.renewal.renewMany(
  left.map(({ id }) => id),
  { progress: ({ done }) => process.stdout.write(`done ${done}\n`) },
);
for (const { problem } of report.results) if (problem !== undefined) process.stdout.write(`failed ${problem.code}\n`);
process.stdout.write('finished\n');
