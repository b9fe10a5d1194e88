import type { Group, HandlerContext } from './context';

export function inspectHandlers({ services, send }: HandlerContext): Group<'inspect'> {
  const inspector = async () => (await services.lifecycle.inspecting()).inspector;
  return {
    'inspect.checkTarget': async (typed) => (await inspector()).checkTarget(typed),
    'inspect.run': async (request) =>
      (await inspector()).inspect(request, (progress) => send('inspect.progress', progress)),
    'inspect.cancel': async ({ runId }) => {
      (await inspector()).cancel(runId);
    },
    'inspect.listening': async () => (await services.lifecycle.inspecting()).listening.find(),
    'inspect.openChain': async ({ runId }) => {
      const { title, pem } = (await inspector()).chainOf(runId);
      return { token: await services.opened.add(title, Buffer.from(pem, 'latin1')) };
    },
  };
}
