import type { PhonePage } from '../../core/phone/phone-page';
import { qrText } from '../../core/phone/qr';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { authorityOf } from './authorities';

const words = {
  page: 'opened the page',
  certificate: 'took the certificate',
  trusted: 'trusts the root now',
  'not-trusted': 'does not trust the root yet',
} as const;

/** `sealwax trust phone`: the page on the LAN until Ctrl-C, or until it ends by itself. With --json its address, then a line a visit. */
export async function phone(context: CommandContext, parsed: Parsed): Promise<number> {
  const authority = await authorityOf(context, parsed.value('ca'));
  const { phone: page } = await context.services();
  const state = await page.start(authority.id);
  try {
    const { urls, until } = state;
    context.result({ authority: authority.id, fingerprint: authority.fingerprint, urls, until }, () => urls);
    if (context.io.statusLine && !context.json) context.io.err(`${qrText(state.qr).join('\n')}\n`);
    context.note(`Open the address on the phone, in the same network. It ends at ${until ?? ''}, or with Ctrl-C.`);
    await ended(context, page);
    return exitCodes.ok;
  } finally {
    await page.stop();
  }
}

/** How often the visits are looked at (milliseconds). */
const lookEveryMs = 200;

async function ended(context: CommandContext, page: PhonePage): Promise<void> {
  let told = 0;
  let stop = false;
  const interrupt = () => {
    stop = true;
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    while (!stop && page.state().running) {
      const { visits } = page.state();
      for (const visit of visits.slice(0, visits.length - told).reverse()) {
        if (context.json) context.io.out(`${JSON.stringify(visit)}\n`);
        else context.note(`${visit.at}  ${visit.device} ${words[visit.what]}`);
      }
      told = visits.length;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
