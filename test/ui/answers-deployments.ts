import { AppError } from '../../src/core/errors';
import type { Deployment, ShownReload, TypedReload } from '../../src/ipc/deployment-schemas';
import { inDays } from './data';
import { type Answers, findById, type World } from './world';

const nginx = {
  kind: 'command' as const,
  program: '/usr/sbin/nginx',
  args: ['-s', 'reload'],
  timeoutSeconds: 30,
  text: '/usr/sbin/nginx -s reload',
};

function place(certificateId: string, id: string, folder: string, change: Partial<Deployment>): Deployment {
  const file = (name: string, format: Deployment['files'][number]['format'], mode: number) => ({
    name,
    format,
    mode,
    state: 'ours' as const,
  });
  return {
    id,
    certificateId,
    folder,
    folderName: folder.split('/').at(-1) ?? '',
    files: [file('app.test-fullchain.pem', 'full-chain', 0o644), file('app.test-key.pem', 'key', 0o600)],
    state: 'current',
    message: 'The files hold this certificate.',
    deployed: { certificateId, at: inDays(-3) },
    ...change,
  };
}

/** One of each kind: well, changed by somebody else, waiting for a passphrase, a server that refused its files. */
function deploymentsOf(certificateId: string): Deployment[] {
  const [, key] = place(certificateId, 'd-00000000', '/', {}).files;
  return [
    place(certificateId, 'd-0000000a', '/home/ada/shop/server/tls', {
      reload: nginx,
      lastReload: {
        at: inDays(-3),
        ok: true,
        code: 0,
        message: '/usr/sbin/nginx ended with exit code 0.',
        output: '',
        durationMs: 41,
      },
    }),
    place(certificateId, 'd-0000000b', '/srv/staging/certificates', {
      files: [
        { name: 'app.test-fullchain.pem', format: 'full-chain', mode: 0o644, state: 'changed' },
        ...(key ? [key] : []),
      ],
      state: 'conflict',
      message: 'The renewed certificate was not written: app.test-fullchain.pem was changed by somebody else.',
      hint: 'Replace it, keep what is there, or forget this deployment.',
    }),
    place(certificateId, 'd-0000000c', '/home/ada/shop/java', {
      files: [{ name: 'app.test.p12', format: 'pkcs12', mode: 0o600, state: 'ours' }],
      state: 'waiting',
      message: 'These files are encrypted with a passphrase that Sealwax does not keep.',
      hint: 'Deploy them by hand and type the passphrase: press Deploy, or run “sealwax deploy write”.',
    }),
    place(certificateId, 'd-0000000d', '/home/ada/proxy', {
      reload: { ...nginx, args: ['-t'], text: '/usr/sbin/nginx -t' },
      lastReload: {
        at: inDays(-3),
        ok: false,
        code: 1,
        message: '/usr/sbin/nginx ended with exit code 1.',
        hint: 'The files are new; the server may still serve the old ones. Read what it printed, then reload again.',
        output:
          'nginx: [emerg] unknown directive "sever" in /etc/nginx/nginx.conf:12\nnginx: configuration file /etc/nginx/nginx.conf test failed',
        durationMs: 38,
      },
    }),
  ];
}

const shown = (reload: TypedReload): ShownReload => {
  if (reload.kind === 'command') return { ...reload, text: [reload.program, ...reload.args].join(' ') };
  if (reload.kind === 'http') return { ...reload, text: `${reload.method} ${reload.url}` };
  return { ...reload, pidFile: '/run/nginx.pid', text: `${reload.signal} to the process in /run/nginx.pid` };
};

/** Everything about deployments: the first app.test is deployed to four places. */
export function deploymentAnswers(world: World): Answers<'deployments'> {
  // Made when they are first asked for: the double has no certificates before that.
  let made: Deployment[] | undefined;
  const all = (): Deployment[] => {
    const first = world.listed.find(({ commonName }) => commonName === 'app.test');
    made ??= first === undefined ? [] : deploymentsOf(first.id);
    return made;
  };
  let forgotten: Deployment[] = [];
  const put = (id: string, change: (before: Deployment) => Deployment): Deployment => {
    const next = change(findById(all(), id, 'deployment'));
    made = all().map((each) => (each.id === id ? next : each));
    world.emit('deployments.changed', undefined);
    return next;
  };
  const written = (before: Deployment): Deployment => ({
    ...before,
    state: 'current',
    message: 'The files hold this certificate.',
    hint: undefined,
    files: before.files.map((file) => ({ ...file, state: 'ours' })),
    deployed: { ...before.deployed, at: inDays(0) },
  });
  return {
    'deployments.list': ({ certificateId }) => {
      const deployments = all().filter((each) => certificateId === undefined || each.certificateId === certificateId);
      return { deployments, keepsKey: deployments.length > 0, damaged: [] };
    },
    'deployments.write': ({ id }) => (world.next.allow ? put(id, written) : null),
    'deployments.keepTheirs': ({ id }) =>
      put(id, (before) => ({
        ...before,
        state: 'kept',
        message: 'You kept what is there. It is not renewed; the next renewal asks again.',
        hint: undefined,
      })),
    'deployments.forget': ({ id }) => {
      forgotten = [findById(all(), id, 'deployment')];
      made = all().filter((each) => each.id !== id);
      world.emit('deployments.changed', undefined);
    },
    'deployments.restore': ({ id }) => {
      made = [...all(), findById(forgotten, id, 'deployment')];
      world.emit('deployments.changed', undefined);
      return findById(all(), id, 'deployment');
    },
    'deployments.setReload': ({ id, reload }) => {
      if (reload?.kind === 'command' && reload.program === 'ngnix') {
        throw new AppError('not-found', 'There is no program ngnix that your account may run.', {
          hint: 'Type its whole path, e.g. /usr/sbin/nginx, and its arguments one by one; no shell reads them.',
          field: 'program',
        });
      }
      if (!world.next.allow) return null;
      return put(id, ({ lastReload: _last, reload: _reload, ...before }) =>
        reload === null ? before : { ...before, reload: shown(reload) },
      );
    },
    'deployments.reload': ({ id }) =>
      put(id, (before) => ({
        ...before,
        lastReload: {
          at: inDays(0),
          ok: true,
          code: 0,
          message: '/usr/sbin/nginx ended with exit code 0.',
          output: '',
          durationMs: 40,
        },
      })),
    'deployments.openFolder': () => undefined,
  };
}
