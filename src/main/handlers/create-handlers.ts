import type { Handlers } from '../ipc';
import { activityHandlers } from './activity';
import { appHandlers } from './app';
import { authorityHandlers, keyHandlers } from './authorities';
import { batchHandlers } from './batch';
import { certificateHandlers } from './certificates';
import type { HandlerContext } from './context';
import { deploymentHandlers } from './deployments';
import { fileHandlers } from './files';
import { hostsHandlers } from './hosts';
import { inspectHandlers } from './inspect';
import { overviewHandlers } from './overview';
import { proxyHandlers } from './proxy';
import { reminderHandlers } from './reminders';
import { renewalHandlers } from './renewal';
import { requestHandlers } from './requests';
import { revocationHandlers } from './revocation';
import { rolloverHandlers } from './rollover';
import { snippetHandlers } from './snippets';
import { censusHandlers, phoneHandlers, trustHandlers } from './trust';
import { watchedHandlers } from './watched';

/** One line a call as far as that goes: what each does is in core. */
export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...appHandlers(context),
    ...authorityHandlers(context),
    ...batchHandlers(context),
    ...certificateHandlers(context),
    ...fileHandlers(context),
    ...keyHandlers(context),
    ...requestHandlers(context),
    ...rolloverHandlers(context),
    ...trustHandlers(context),
    ...censusHandlers(context),
    ...phoneHandlers(context),
    ...activityHandlers(context),
    ...revocationHandlers(context),
    ...snippetHandlers(context),
    ...watchedHandlers(context),
    ...renewalHandlers(context),
    ...deploymentHandlers(context),
    ...reminderHandlers(context),
    ...overviewHandlers(context),
    ...hostsHandlers(context),
    ...proxyHandlers(context),
    ...inspectHandlers(context),
  };
}
