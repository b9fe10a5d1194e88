import { utilityProcess } from 'electron';
import type { FromWorker, MakeHost, ProxyHost } from '../core/proxy/proxy-host';
import { oneThreadSwitch } from './proxy-switch';

/** How long a process of ours takes to begin, at the most (milliseconds). */
const startMs = 15_000;

/** A process that ends this soon could not do its work on this machine: the next one does it with less (milliseconds). */
const tooSoonMs = 10_000;

/** What the process is told of its surroundings: where sockets and names need it, and nothing of this person's. */
const passedOn = ['PATH', 'SystemRoot', 'TZ', 'LANG', 'HOME', 'TMPDIR', 'TEMP'];

/** The data path in a process of its own. `entry` is the built `proxy-worker.js`. */
export function utilityHost(entry: string): MakeHost {
  let oneThread = false;
  return async () => {
    const env = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    const child = utilityProcess.fork(entry, oneThread ? [oneThreadSwitch] : [], {
      serviceName: 'Sealwax proxy',
      env,
      stdio: 'inherit',
    });
    let hear: (message: FromWorker) => void = () => undefined;
    let ended: (reason: string) => void = () => undefined;
    let over: string | undefined;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill();
        reject(new Error('the process of the proxy did not start in time'));
      }, startMs);
      const settle = (work: () => void) => () => {
        clearTimeout(timer);
        work();
      };
      child.once('spawn', settle(resolve));
      child.once(
        'exit',
        settle(() => reject(new Error('the process of the proxy ended at once'))),
      );
    });
    const began = performance.now();
    let told = false;
    child.on('message', (message: FromWorker) => hear(message));
    child.once('exit', (code) => {
      over = `exit code ${code}`;
      oneThread ||= !told && performance.now() - began < tooSoonMs;
      ended(over);
    });
    const host: ProxyHost = {
      // Structured clones: the keys in them go to that process alone, and stand in no argument and no file.
      send: (message) => child.postMessage(message),
      listen: (listener, whenEnded) => {
        hear = listener;
        ended = whenEnded;
        if (over !== undefined) whenEnded(over);
      },
      kill: () => {
        told = true;
        child.kill();
      },
    };
    return host;
  };
}
