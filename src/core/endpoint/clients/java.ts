import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine } from '../../trust/proof-client';
import { accepted, type InspectClient, judge, nameFor, notHere, refused } from './client';

/** A Java machine starts and compiles a few lines: a second on an idle machine (milliseconds). */
const javaMs = 30_000;

const source = `
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

public class Handshake {
  public static void main(String[] arguments) throws Exception {
    Socket plain = new Socket("127.0.0.1", Integer.parseInt(arguments[0]));
    plain.setSoTimeout(10000);
    SSLSocket tls = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
        .createSocket(plain, arguments[1], 443, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    try {
      tls.startHandshake();
      System.out.println("accepted: " + tls.getSession().getProtocol());
    } catch (Exception error) {
      Throwable cause = error;
      while (cause.getCause() != null) cause = cause.getCause();
      System.out.println("refused: " + cause.getMessage());
    }
  }
}
`;

/** A JDK's own machine, with its own list of roots: JEP 330 runs a source file since Java 11. */
export const java = (program: () => Promise<string | undefined>, relayPort: () => Promise<number>): InspectClient => ({
  id: 'java',
  label: 'Java, with its own roots',
  roots: 'own',
  async ask({ target, run, env, signal }) {
    const machine = await program();
    if (machine === undefined) return notHere('No Java is installed.');
    const folder = await mkdtemp(join(tmpdir(), 'sealwax-java-'));
    try {
      const file = join(folder, 'Handshake.java');
      await writeFile(file, source);
      const args = ['-XX:TieredStopAtLevel=1', '-Xshare:auto', file, String(await relayPort()), nameFor(target)];
      const result = await run(machine, args, { timeoutMs: javaMs, env, ...(signal === undefined ? {} : { signal }) });
      return judge('java', result, () => {
        const [, verdict, message = ''] = /^(accepted|refused): (.*)$/m.exec(result.stdout) ?? [];
        if (verdict === 'accepted') return accepted(message);
        if (verdict === 'refused') return refused(message);
        return notHere(`This Java cannot run the check: it has no compiler (${lastLine(result.stderr)}).`);
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
