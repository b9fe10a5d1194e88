import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

// A program that loads certificate and key as a server does at its start, again and again, until its input ends:
//   node pair-reader.mjs CERTIFICATE KEY
// Every time in the other order. It then says how often it loaded, how many certificates it saw, and what failed.
const [certificateFile = '', keyFile = ''] = process.argv.slice(2);
const serials = new Set();
const failures = [];
let loads = 0;
let ended = false;
process.stdin.on('end', () => {
  ended = true;
});
process.stdin.resume();

function load() {
  try {
    const keyFirst = loads % 2 === 0 ? readFileSync(keyFile) : undefined;
    const cert = readFileSync(certificateFile);
    const key = keyFirst ?? readFileSync(keyFile);
    // OpenSSL refuses a key that is not the certificate's (X509_R_KEY_VALUES_MISMATCH), and a part of a file.
    createSecureContext({ cert, key });
    serials.add(new X509Certificate(cert).serialNumber);
  } catch (error) {
    failures.push(String(error));
  }
  loads += 1;
  if (ended) process.stdout.write(JSON.stringify({ loads, serials: serials.size, failures }));
  else setTimeout(load, 2);
}
load();
process.stdout.write('reading\n');
