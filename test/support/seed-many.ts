import { makeAuthority, tempServices } from './temp-services';

// Fills a data folder with COUNT certificates as two years of use would, spread over the year to come, a few of them expired:
//   node seed-many.mjs DATA_FOLDER COUNT
const [dir = '', count = '1000'] = process.argv.slice(2);
const day = 86_400_000;
const start = Date.now();
let now = start - 800 * day;

const services = await tempServices({ dir, now: () => new Date(now) });
await makeAuthority(services);
const total = Number(count);
/** Certificates that were issued on one day. */
const perDay = Math.max(1, Math.ceil(total / 200));
for (let first = 0; first < total; first += perDay) {
  // Valid for 397 days: the first ones ended four days ago, the last ones end in 395.
  now = start - Math.round(401 - (399 * first) / total) * day;
  const rows = Array.from({ length: Math.min(perDay, total - first) }, (_, index) => {
    const number = first + index;
    return { line: index + 1, names: [`svc-${number}.bench.test`, `*.svc-${number}.bench.test`] };
  });
  const { issued } = await services.certificates.issueMany(rows, {});
  if (issued !== rows.length) throw new Error(`only ${issued} of ${rows.length} were issued`);
}
process.exit(0);
