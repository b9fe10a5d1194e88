import { createInterface } from 'node:readline';
import { makeAuthority, tempServices } from './temp-services';

// Our side of test/bench/issue.mjs without a command line: makes an authority, then issues one batch for each line of its input,
// "PREFIX COUNT", and answers with the number of certificates that are durable.
const services = await tempServices({ dir: process.argv[2] ?? '' });
await makeAuthority(services);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const [prefix = 'a', count = '100'] = line.split(' ');
  const text = Array.from({ length: Number(count) }, (_, index) => `${prefix}${index}.test`).join('\n');
  const rows = await services.certificates.checkBatch(text);
  const { issued } = await services.certificates.issueMany(rows, {});
  process.stdout.write(`${issued}\n`);
}
