import type { InspectReport, ProtocolVersion, VersionSuites } from '../../../ipc/inspect-schemas';
import type { Probing } from '../wire/probe';
import { type VersionId, versionOf } from '../wire/registry';
import { alpnFor, surveyAlpn } from './application-protocols';
import { surveySuites } from './cipher-suites';
import { type FirstLook, firstLook } from './first-look';
import { type GroupsFound, surveyGroups } from './key-groups';
import { surveyClientCertificate, surveyResumption } from './sessions';
import { surveyVersions } from './versions';

export interface Survey {
  look: FirstLook;
  versions: ProtocolVersion[];
  suites: VersionSuites[];
  groups: GroupsFound;
  alpn: InspectReport['alpn'];
  resumption: InspectReport['resumption'];
  clientCertificate: InspectReport['clientCertificate'];
  /** What could not be found out, and why. */
  notes: string[];
}

/** Tells that a step begins, and gives back how to tell its end. */
export type TellStep = (
  step: string,
  label: string,
) => (state: 'done' | 'failed' | 'skipped', message?: string) => void;

export interface SurveyControl {
  tell: TellStep;
  /** When there is no more time for further questions. */
  until: () => boolean;
}

/** Reads the chain, by what a usual client gets. Throws `Trouble`. */
export async function lookFirst(probing: Probing, tell: TellStep): Promise<FirstLook> {
  const end = tell('chain', 'Handshake and certificates');
  try {
    const look = await firstLook(probing, alpnFor(probing.target.start));
    end(look.heard.chain === undefined ? 'failed' : 'done');
    return look;
  } catch (error) {
    end('failed', error instanceof Error ? error.message : undefined);
    throw error;
  }
}

/** Asks a server that speaks TLS for all that it takes. Throws `Trouble` when it is cancelled. */
export async function survey(probing: Probing, look: FirstLook, control: SurveyControl): Promise<Survey> {
  const { tell, until } = control;
  const step = async <T>(id: string, label: string, work: () => Promise<T>): Promise<T> => {
    const end = tell(id, label);
    try {
      const value = await work();
      end('done');
      return value;
    } catch (error) {
      end('failed', error instanceof Error ? error.message : undefined);
      throw error;
    }
  };
  const versions = await step('versions', 'Versions of TLS', () => surveyVersions(probing));
  const accepted = versions.flatMap(({ id, accepted: answer }) => (answer === 'yes' ? [id] : []));
  const asked = accepted.filter((id) => id !== 'ssl2');
  const { suites, notes } = await step('suites', 'Cipher suites', () => allSuites(probing, asked, until));
  const groups = await step('groups', 'Key exchange', () => surveyGroups(probing, accepted, until));
  const alpn = await step('alpn', 'Protocols above TLS', () => surveyAlpn(probing, accepted));
  const [resumption, clientCertificate] = await step('resumption', 'Sessions and client certificates', () =>
    Promise.all([
      surveyResumption(probing, accepted, until),
      surveyClientCertificate(probing, look.heard.request, versionOf(look.heard.hello?.version ?? 0)?.id),
    ]),
  );
  return {
    look,
    versions,
    suites,
    groups,
    alpn,
    resumption,
    clientCertificate,
    notes: [...notes, ...unknown(versions)],
  };
}

/** Versions side by side: each is one connection after the other. */
async function allSuites(probing: Probing, versions: readonly VersionId[], until: () => boolean) {
  const found = await Promise.all(versions.map((version) => surveySuites(probing, version, until)));
  return {
    suites: found.map(({ suites }) => suites).filter(({ suites }) => suites.length > 0),
    notes: found.flatMap(({ suites, cut }) =>
      cut === undefined ? [] : [`Not all cipher suites of ${suites.label} could be asked for: ${cut.message}`],
    ),
  };
}

const unknown = (versions: readonly ProtocolVersion[]): string[] =>
  versions.flatMap(({ accepted, label, message }) =>
    accepted === 'unknown' ? [`Whether ${label} is taken could not be found out: ${message ?? ''}`.trim()] : [],
  );
