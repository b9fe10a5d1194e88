import { AppError } from '../../core/errors';
import type { OpenedContent } from '../../core/inspect/recognise';
import { saveFile } from '../save-file';
import type { Group, HandlerContext } from './context';

export function requestHandlers(context: HandlerContext): Group<'requests'> {
  const { services, send } = context;
  const { requests, opened } = services;
  const changed = <T>(value: T): T => {
    send('requests.changed', undefined);
    send('certificates.changed', undefined);
    return value;
  };
  return {
    'requests.list': () => requests.list(),
    'requests.create': async (request) => changed(await requests.create(request)),
    'requests.save': async ({ id }) => {
      const { pem } = await requests.get(id);
      const options = {
        title: 'Save the signing request',
        defaultPath: `${id}.csr`,
        filters: [{ name: 'Signing request', extensions: ['csr', 'pem'] }],
      };
      return saveFile(context, options, (save) => save(pem, 0o644));
    },
    'requests.remove': async ({ id }) => {
      changed(await requests.remove(id));
    },
    'requests.complete': async ({ token }) => {
      const { certificates } = opened.get(token);
      return changed(await requests.complete(certificates));
    },
    'requests.preview': async ({ token, authorityId }) => requests.preview(requestIn(opened.get(token)), authorityId),
    'requests.sign': async ({ token, ...request }) =>
      changed(await requests.sign(requestIn(opened.get(token)), request)),
  };
}

function requestIn(content: OpenedContent) {
  const [request] = content.requests;
  if (request !== undefined) return request;
  throw new AppError('request-unreadable', 'There is no signing request in what was opened.', {
    hint: 'Open a file with the line -----BEGIN CERTIFICATE REQUEST-----.',
  });
}
