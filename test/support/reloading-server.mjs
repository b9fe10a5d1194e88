import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';

// An HTTPS server that reads its files again at SIGHUP:  node reloading-server.mjs CERTIFICATE KEY PID_FILE
const [certificateFile = '', keyFile = '', pidFile = ''] = process.argv.slice(2);
const files = () => ({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) });
const server = createServer(files(), (_request, response) => response.end('served'));
process.on('SIGHUP', () => server.setSecureContext(files()));
server.listen(0, '127.0.0.1', () => {
  writeFileSync(pidFile, `${process.pid}\n`);
  process.stdout.write(`${server.address().port}\n`);
});
