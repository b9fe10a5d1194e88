import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failed, judge, lastLine, notRun, type ProofClient, passed } from './proof-client';
import type { TrustStore } from './trust-store';

/** A Java machine starts and compiles a few lines: a second on an idle machine (milliseconds). */
const javaMs = 30_000;

const source = `
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;

public class Probe {
  public static void main(String[] arguments) {
    try (InputStream page = URI.create("https://localhost:" + arguments[0] + "/").toURL()
        .openConnection(Proxy.NO_PROXY).getInputStream()) {
      System.out.print(new String(page.readAllBytes(), "UTF-8"));
    } catch (Exception error) {
      System.err.println("refused: " + error.getMessage());
      System.exit(1);
    }
  }
}
`;

/** A JDK's own machine, with its own list: JEP 330 runs a source file since Java 11, where the compiler is there. */
export function java(store: TrustStore): ProofClient {
  const program = store.program ?? 'java';
  return {
    id: store.id,
    label: `${store.label}, with its own machine`,
    about: [store.id],
    counts: store.kind === 'java',
    async open({ run, env, port, token }) {
      const folder = await mkdtemp(join(tmpdir(), 'sealwax-java-'));
      try {
        const file = join(folder, 'Probe.java');
        await writeFile(file, source);
        const result = await run(program, ['-XX:TieredStopAtLevel=1', '-Xshare:auto', file, String(port)], {
          timeoutMs: javaMs,
          env,
        });
        return judge(program, result, () => {
          if (result.code === 0 && result.stdout === token) return passed('The page opened.');
          const said = /^refused: (.*)$/m.exec(result.stderr)?.[1];
          if (said !== undefined) return failed(said);
          return notRun(`This Java cannot run the check: it has no compiler (${lastLine(result.stderr)}).`);
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
