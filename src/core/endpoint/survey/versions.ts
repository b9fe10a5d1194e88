import type { ProtocolVersion } from '../../../ipc/inspect-schemas';
import { mapBounded } from '../../system/bounded';
import { type Probing, probe, speaksSsl2 } from '../wire/probe';
import { type VersionFacts, versions } from '../wire/registry';
import { Trouble } from '../wire/trouble';
import { olderCodes, onlyVersion, tls13Codes, tried } from './ask';

/** Connections at once: a small server must not be pushed over by being looked at. */
export const atOnce = 4;

/** Asks for each version of SSL and TLS alone. */
export function surveyVersions(probing: Probing): Promise<ProtocolVersion[]> {
  return mapBounded(versions, atOnce, async (version) => ({
    id: version.id,
    label: version.label,
    outdated: version.outdated !== undefined,
    ...(await accepts(probing, version)),
  }));
}

async function accepts(
  probing: Probing,
  { id, code }: VersionFacts,
): Promise<Pick<ProtocolVersion, 'accepted' | 'message'>> {
  const answer =
    id === 'ssl2'
      ? await tried(speaksSsl2(probing))
      : await tried(
          probe(probing, onlyVersion(id, id === 'tls1.3' ? tls13Codes : olderCodes)).then(
            ({ hello }) => hello?.version === code,
          ),
        );
  if (!(answer instanceof Trouble)) return { accepted: answer ? 'yes' : 'no' };
  // A hello of SSL 2.0 is no record to a server of today: it hangs up, waits for the rest of it, or complains in its own words.
  if (id === 'ssl2' && answer.code !== 'refused' && answer.code !== 'timed-out') return { accepted: 'no' };
  return { accepted: 'unknown', message: answer.message };
}
