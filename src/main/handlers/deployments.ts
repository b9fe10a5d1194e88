import type { Reload } from '../../core/deployments/deployment-record';
import { assertNever } from '../../core/errors';
import { typedPassphrase } from '../../core/keychain/typed-passphrase';
import type { TypedReload } from '../../ipc/deployment-schemas';
import type { Dialogs } from '../dialogs';
import { type Group, type HandlerContext, openFolder } from './context';

export function deploymentHandlers({ services, send, dialogs, ask }: HandlerContext): Group<'deployments'> {
  const { deployments } = services.lifecycle;
  const changed = <T>(value: T): T => {
    send('deployments.changed', undefined);
    return value;
  };
  /** What somebody else wrote is gone afterwards, so it is asked by name. */
  const mayReplace = async (id: string) => {
    const { folder, files } = await deployments.get(id);
    const theirs = files.filter(({ state }) => state !== 'ours' && state !== 'gone').map(({ name }) => name);
    return theirs.length === 0 || dialogs.mayReplace(folder, theirs);
  };
  return {
    'deployments.list': ({ certificateId }) => deployments.list(certificateId),
    'deployments.write': async ({ id, replace }) => {
      if (replace && !(await mayReplace(id))) return null;
      if (!(await deployments.needsPassphrase(id))) return changed(await deployments.write(id, { replace }));
      const passphrase = await typedPassphrase(ask, {
        mode: 'create',
        title: 'Passphrase for the deployed files',
        message: 'Type the passphrase that the program which opens these files knows.',
        rule: 'any',
      });
      if (passphrase === undefined) return null;
      try {
        return changed(await deployments.write(id, { replace, passphrase }));
      } finally {
        passphrase.fill(0);
      }
    },
    'deployments.keepTheirs': async ({ id }) => changed(await deployments.keepTheirs(id)),
    'deployments.forget': async ({ id }) => {
      changed(await deployments.forget(id));
    },
    'deployments.restore': async ({ id }) => changed(await deployments.restore(id)),
    'deployments.setReload': async ({ id, reload }) => {
      if (reload === null) return changed(await deployments.setReload(id, null));
      const whole = await withPidFile(reload, dialogs);
      if (whole === undefined) return null;
      const checked = await deployments.checkReload(whole);
      const { folder } = await deployments.get(id);
      // Asked by the main process: a page that was taken over can plant no command, since it cannot answer for the person.
      const agreed = await dialogs.agrees({ ...questionOf(checked, folder), button: 'Set as reload' });
      return agreed ? changed(await deployments.setReload(id, checked)) : null;
    },
    'deployments.reload': async ({ id }) => changed(await deployments.reload(id)),
    'deployments.openFolder': async ({ id }) => openFolder((await deployments.get(id)).folder),
  };
}

async function withPidFile(reload: TypedReload, dialogs: Dialogs): Promise<Reload | undefined> {
  if (reload.kind !== 'signal') return reload;
  const files = await dialogs.openFiles({
    title: 'The file that holds the number of the server’s process, e.g. nginx.pid',
    filters: [{ name: 'All files', extensions: ['*'] }],
    buttonLabel: 'Use this file',
  });
  const pidFile = files?.[0];
  return pidFile === undefined ? undefined : { ...reload, pidFile };
}

/** Every word of its own: what looks like two arguments is not one. */
const word = (text: string) => JSON.stringify(text);

function questionOf(reload: Reload, folder: string): { message: string; detail: string } {
  const when = `It runs as you, without asking again, each time the files in ${folder} are renewed.`;
  switch (reload.kind) {
    case 'command': {
      const args = reload.args.map((each, index) => `Argument ${index + 1}: ${word(each)}`);
      return {
        message: 'Run this program after each renewal?',
        detail: [
          `Program: ${reload.program}`,
          ...args,
          '',
          when,
          `It is ended after ${reload.timeoutSeconds} seconds.`,
        ].join('\n'),
      };
    }
    case 'signal':
      return {
        message: 'Send this signal after each renewal?',
        detail: [`${reload.signal} to the process whose number is in ${reload.pidFile}`, '', when].join('\n'),
      };
    case 'http':
      return {
        message: 'Call this address after each renewal?',
        detail: [`${reload.method} ${reload.url}`, '', when].join('\n'),
      };
    default:
      return assertNever(reload);
  }
}
