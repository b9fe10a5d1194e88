import { spawn } from 'node:child_process';

/** `openssl s_server` on a free port of the loopback, until the work is done. */
export async function servingOpenssl<T>(args: readonly string[], work: (port: number) => Promise<T>): Promise<T> {
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...args], {
    // At the end of its standard input it ends each connection.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  try {
    const port = await new Promise<number>((resolve, reject) => {
      let said = '';
      const listen = (chunk: Buffer) => {
        said += String(chunk);
        const found = /ACCEPT .*:(\d+)/.exec(said);
        if (found !== null) resolve(Number(found[1]));
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('close', (code) => reject(new Error(`openssl s_server ended with ${code}: ${said}`)));
    });
    return await work(port);
  } finally {
    child.kill('SIGKILL');
  }
}
