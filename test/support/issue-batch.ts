import { tempServices } from './temp-services';

// Issues one batch into a folder that has an authority, and says how far it is durable, then each row's end:
//   node issue-batch.mjs DATA_FOLDER PREFIX COUNT
const [dir = '', prefix = 'a', count = '1000'] = process.argv.slice(2);

const services = await tempServices({ dir });
const rows = Array.from({ length: Number(count) }, (_, index) => ({
  line: index + 1,
  names: [`${prefix}${index}.test`],
}));
process.stdout.write('ready\n');
const report = await services.certificates.issueMany(
  rows,
  {},
  {
    progress: ({ done }) => process.stdout.write(`done ${done}\n`),
  },
);
for (const { certificate, problem } of report.results) {
  process.stdout.write(certificate === undefined ? `failed ${problem?.code}\n` : `issued ${certificate.id}\n`);
}
process.stdout.write('finished\n');
