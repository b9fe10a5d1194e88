import type { Answered, Probing, Question } from '../wire/probe';
import { protocolVersionAlert, unrecognizedName } from '../wire/registry';
import { Trouble } from '../wire/trouble';
import { askReadably, oldestHello, tried, usualHello } from './ask';

export interface FirstLook {
  /** What a usual client of today was answered; absent when it was refused. */
  usual?: Answered;
  /** The answer that the certificates came with. */
  heard: Answered;
  /** The server does not know the name that was asked for, and says so. */
  nameRefused: boolean;
}

/**
 * Reads the chain: as a usual client does, else with everything that was ever offered, else without a name. Throws `Trouble`; a
 * server that refuses all of it by an alert is no trouble, but has no chain.
 */
export async function firstLook(probing: Probing, alpn: readonly string[]): Promise<FirstLook> {
  const usual = await askReadably(probing, usualHello(alpn));
  const said = usual.alert === unrecognizedName;
  if (usual.chain !== undefined) return { usual, heard: usual, nameRefused: said };
  if (said) {
    const nameless = await askReadably(probing, { ...usualHello(alpn), withoutName: true });
    if (nameless.chain !== undefined) return { heard: nameless, nameRefused: true };
  }
  for (const question of olderQuestions(said)) {
    const heard = await tried(askReadably(probing, question));
    if (heard instanceof Trouble) {
      if (usual.hello === undefined && usual.alert === undefined && usual.closed !== true) throw heard;
      break;
    }
    if (heard.chain !== undefined) {
      // It began TLS 1.3 with a group for which no key can be made here: a client of today would have come to it.
      const began = usual.hello === undefined ? {} : { usual };
      return { ...began, heard, nameRefused: said };
    }
  }
  return { heard: usual, nameRefused: said };
}

function* olderQuestions(withoutName: boolean): Generator<Question> {
  const more = withoutName ? { withoutName } : {};
  for (const version of [0x0303, 0x0302, 0x0301, 0x0300]) yield { ...oldestHello([], version), ...more };
}

/** Why a server that answers in TLS shows no certificate, as the end of a sentence. */
export function whyRefused({ alert, closed, hello }: Answered): string {
  if (alert === protocolVersionAlert) return 'it takes none of the versions of TLS that were offered';
  if (alert !== undefined) return 'it refused every hello by an alert';
  if (closed === true) return 'it hung up on every hello';
  return hello?.retry === true
    ? 'it wants a key of a kind that cannot be made here'
    : 'it sent its hello and no certificate';
}
