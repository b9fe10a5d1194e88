import type { CommandSpec, Parsed } from './command-line';
import type { CommandContext } from './context';
import { acmeSpecs } from './specs/acme';
import { activitySpecs } from './specs/activity';
import { authoritySpecs, compatSpecs } from './specs/authorities';
import { certificateSpecs, requestSpecs } from './specs/certificates';
import { deploymentSpecs } from './specs/deployments';
import { hostsSpecs } from './specs/hosts';
import { lookingSpecs } from './specs/looking';
import { proxySpecs } from './specs/proxy';
import { revocationSpecs } from './specs/revocation';
import { rolloverSpecs } from './specs/rollover';
import { settingSpecs } from './specs/settings';
import { trustSpecs } from './specs/trust';
import { watchedSpecs } from './specs/watched';

/** Does the work of a command and gives back the exit code. */
export type CommandRun = (context: CommandContext, parsed: Parsed) => Promise<number>;

export interface Command {
  spec: CommandSpec;
  /** Loads the code of the command alone: the others cost nothing at start. */
  load: () => Promise<CommandRun>;
}

const command = (spec: CommandSpec, load: () => Promise<CommandRun>): Command => ({ spec, load });
const { issue, list, show, renew, export: exporting, delete: deleting } = certificateSpecs;
const authorities = () => import('./commands/authorities');
const making = () => import('./commands/make-authority');
const keeping = () => import('./commands/keep-authority');
const compat = () => import('./commands/compat');
const trust = () => import('./commands/trust');
const census = () => import('./commands/trust-census');
const requests = () => import('./commands/requests');
const deploy = () => import('./commands/deploy');
const certificates = () => import('./commands/certificates');
const revocation = () => import('./commands/revocation');
const watch = () => import('./commands/watch');
const inPlace = () => import('./commands/watch-in-place');
const proxy = () => import('./commands/proxy');
const hosts = () => import('./commands/hosts');
const settings = () => import('./commands/settings');
const acme = () => import('./commands/acme');

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  command(lookingSpecs.status, async () => (await import('./commands/status')).status),
  command(issue, async () => (await import('./commands/issue')).issue),
  command(list, async () => (await certificates()).list),
  command(show, async () => (await certificates()).show),
  command(renew, async () => (await import('./commands/renew')).renew),
  command(exporting, async () => (await import('./commands/export')).exportFiles),
  command(deleting, async () => (await certificates()).remove),
  command(revocationSpecs.revoke, async () => (await revocation()).revoke),
  command(deploymentSpecs.list, async () => (await deploy()).list),
  command(deploymentSpecs.add, async () => (await import('./commands/deploy-reload')).add),
  command(deploymentSpecs.update, async () => (await import('./commands/deploy-reload')).update),
  command(deploymentSpecs.write, async () => (await deploy()).write),
  command(deploymentSpecs.reload, async () => (await import('./commands/deploy-reload')).reload),
  command(deploymentSpecs.forget, async () => (await deploy()).forget),
  command(requestSpecs.new, async () => (await requests()).create),
  command(requestSpecs.list, async () => (await requests()).list),
  command(requestSpecs.show, async () => (await requests()).show),
  command(requestSpecs.complete, async () => (await requests()).complete),
  command(requestSpecs.delete, async () => (await requests()).remove),
  command(requestSpecs.sign, async () => (await import('./commands/sign')).sign),
  command(authoritySpecs.list, async () => (await authorities()).list),
  command(authoritySpecs.show, async () => (await authorities()).show),
  command(authoritySpecs.create, async () => (await making()).create),
  command(authoritySpecs.intermediate, async () => (await making()).intermediate),
  command(authoritySpecs.default, async () => (await authorities()).makeDefault),
  command(authoritySpecs.rename, async () => (await authorities()).rename),
  command(authoritySpecs.adopt, async () => (await import('./commands/adopt')).adopt),
  command(authoritySpecs.plainKey, async () => (await import('./commands/adopt')).deletePlainKey),
  command(authoritySpecs.backup, async () => (await import('./commands/backup')).backUp),
  command(authoritySpecs.restore, async () => (await import('./commands/backup')).restore),
  command(authoritySpecs.export, async () => (await authorities()).exportRoot),
  command(authoritySpecs.passphrase, async () => (await keeping()).changePassphrase),
  command(authoritySpecs.keep, async () => (await keeping()).keep),
  command(authoritySpecs.kit, async () => (await keeping()).recoveryKit),
  command(rolloverSpecs.rollover, async () => (await import('./commands/rollover')).rollover),
  command(authoritySpecs.aside, async () => (await authorities()).setAside),
  command(revocationSpecs.revoked, async () => (await revocation()).revoked),
  command(revocationSpecs.crl, async () => (await revocation()).crl),
  command(revocationSpecs.serve, async () => (await revocation()).serve),
  command(trustSpecs.status, async () => (await trust()).status),
  command(trustSpecs.install, async () => (await trust()).install),
  command(trustSpecs.remove, async () => (await trust()).remove),
  command(trustSpecs.prove, async () => (await trust()).prove),
  command(trustSpecs.census, async () => (await census()).census),
  command(trustSpecs.recipes, async () => (await import('./commands/trust-recipes')).recipes),
  command(trustSpecs.env, async () => (await import('./commands/trust-recipes')).env),
  command(trustSpecs.phone, async () => (await import('./commands/trust-phone')).phone),
  command(trustSpecs.journal, async () => (await census()).journal),
  command(watchedSpecs.list, async () => (await watch()).list),
  command(watchedSpecs.add, async () => (await watch()).add),
  command(watchedSpecs.remove, async () => (await watch()).remove),
  command(watchedSpecs.check, async () => (await watch()).check),
  command(watchedSpecs.find, async () => (await inPlace()).find),
  command(watchedSpecs.renew, async () => (await inPlace()).renew),
  command(watchedSpecs.restore, async () => (await inPlace()).restore),
  command(proxySpecs.run, async () => (await import('./commands/proxy-run')).run),
  command(proxySpecs.list, async () => (await proxy()).list),
  command(proxySpecs.add, async () => (await proxy()).add),
  command(proxySpecs.start, async () => (await proxy()).start),
  command(proxySpecs.pause, async () => (await proxy()).pause),
  command(proxySpecs.stop, async () => (await proxy()).stop),
  command(proxySpecs.remove, async () => (await proxy()).remove),
  command(hostsSpecs.list, async () => (await hosts()).list),
  command(hostsSpecs.add, async () => (await hosts()).add),
  command(hostsSpecs.remove, async () => (await hosts()).remove),
  command(acmeSpecs.serve, async () => (await import('./commands/acme-serve')).serve),
  command(acmeSpecs.accounts, async () => (await acme()).accounts),
  command(acmeSpecs.orders, async () => (await acme()).orders),
  command(acmeSpecs.policy, async () => (await acme()).policy),
  command(acmeSpecs.eab, async () => (await acme()).eab),
  command(acmeSpecs.profiles, async () => (await acme()).listProfiles),
  command(acmeSpecs.snippet, async () => (await acme()).snippet),
  command(compatSpecs.status, async () => (await compat()).status),
  command(compatSpecs.enable, async () => (await compat()).enable),
  command(compatSpecs.disable, async () => (await compat()).disable),
  command(settingSpecs.list, async () => (await settings()).list),
  command(settingSpecs.get, async () => (await settings()).get),
  command(settingSpecs.set, async () => (await settings()).set),
  command(settingSpecs.calendar, async () => (await import('./commands/export-calendar')).exportCalendar),
  command(lookingSpecs.verify, async () => (await import('./commands/verify')).verify),
  command(lookingSpecs.inspect, async () => (await import('./commands/inspect')).inspect),
  command(activitySpecs.history, async () => (await import('./commands/history')).history),
  command(lookingSpecs.completion, async () => (await import('./commands/completion')).completion),
  command(lookingSpecs.help, async () => (await import('./commands/help')).help),
];

/** First words of the commands, in the order of the help, without repeats. "mkcert" has a parser of its own. */
export const firstWords: readonly string[] = [...new Set([...commands.map(({ spec }) => spec.path[0]), 'mkcert'])];

/** The commands whose first word is this one: one, or the subcommands of a group. */
export const commandsOf = (word: string): readonly Command[] => commands.filter(({ spec }) => spec.path[0] === word);
