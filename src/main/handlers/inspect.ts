import type { Group, HandlerContext } from './context';

export function inspectHandlers({ services, send }: HandlerContext): Group<'inspect'> {
  const { inspecting } = services.lifecycle;
  return {
    'inspect.checkTarget': async (typed) => inspecting.inspector.checkTarget(typed),
    'inspect.run': (request) => inspecting.inspector.inspect(request, (progress) => send('inspect.progress', progress)),
    'inspect.cancel': async ({ runId }) => {
      inspecting.inspector.cancel(runId);
    },
    'inspect.listening': () => inspecting.listening.find(),
    'inspect.openChain': async ({ runId }) => {
      const { title, pem } = inspecting.inspector.chainOf(runId);
      return { token: await services.opened.add(title, Buffer.from(pem, 'latin1')) };
    },
  };
}
