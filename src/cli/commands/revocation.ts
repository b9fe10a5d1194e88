import { type RevokedEntry, revocationReasons } from '../../core/revocation/revocation-record';
import type { RevocationState } from '../../ipc/revocation-schemas';
import type { Certificate } from '../../ipc/schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { checkOutput, writeOutput } from '../files';
import { findCertificate } from '../find';
import { oneOf, wholeNumber } from '../inputs';
import { columns, day, facts, minute } from '../text';
import { authorityOf } from './authorities';

/** `sealwax revoke ID|NAME…` and `sealwax revoke --serial HEX` */
export async function revoke(context: CommandContext, parsed: Parsed): Promise<number> {
  const reason = oneOf('--reason', parsed.value('reason') ?? 'unspecified', revocationReasons);
  const serials = parsed.values('serial');
  if (parsed.positionals.length + serials.length === 0) {
    throw new UsageError('Nothing to revoke was named.', 'Name certificates by id or name, or give --serial HEX.');
  }
  if (parsed.has('ca') && serials.length === 0) throw new UsageError('--ca goes with --serial.');
  const services = await context.services();
  const found: Certificate[] = [];
  for (const typed of parsed.positionals) found.push(await findCertificate(services, typed));
  const ca = serials.length === 0 ? undefined : (await authorityOf(context, parsed.value('ca'))).id;
  const { revocations } = services.lifecycle;
  const named = [...new Set(found.map(({ id }) => id))];
  const others = reason === 'keyCompromise' ? (await revocations.goingWith(named)).map(({ id }) => id) : [];
  if (others.length > 0) context.note(`The same key is in ${others.join(', ')}: revoked too.`);
  const what = [...named, ...others, ...serials].join(', ');
  await confirm(context, `Revoke ${what}? It cannot be undone.`, parsed.has('yes'));
  const certificates = await revocations.revoke(named, reason);
  const entries: RevokedEntry[] = [];
  for (const serial of serials) entries.push(await revocations.revokeSerial(ca, serial, reason));
  const ids = new Set([...certificates.map(({ authorityId }) => authorityId), ...(ca === undefined ? [] : [ca])]);
  const authorities = await Promise.all([...ids].map((id) => revocations.state(id)));
  context.result({ certificates, serials: entries, authorities }, () => [
    ...certificates.map(({ id }) => `Revoked: ${id}`),
    ...entries.map(({ serial, name }) => `Revoked: ${serial}${name === undefined ? '' : ` (${name})`}`),
  ]);
  for (const { serial, certificateId } of entries) {
    if (certificateId === undefined) context.note(`Nothing is known here of a certificate with the serial ${serial}.`);
  }
  for (const { crl } of authorities) if (crl !== undefined) context.note(`The list: ${crl.files.pem}`);
  return exitCodes.ok;
}

/** `sealwax ca revoked [ID|NAME]` */
export async function revoked(context: CommandContext, parsed: Parsed): Promise<number> {
  const { id, name } = await authorityOf(context, parsed.positionals[0]);
  const state = await (await context.services()).lifecycle.revocations.state(id);
  context.result({ revocation: state }, () => [`${name}`, ...stateLines(state)]);
  if (state.revoked.length === 0) context.note('Nothing is revoked.');
  return exitCodes.ok;
}

function stateLines({ revoked: entries, crl, serve, refusal, needsPerson }: RevocationState): string[] {
  const due = needsPerson ? ' (due: renew it with “sealwax ca crl”)' : ' (due)';
  return [
    ...facts([
      ['list', crl === undefined ? 'none yet' : `number ${crl.number}, made ${minute(crl.thisUpdate)}`],
      ...(crl === undefined
        ? []
        : ([['next update', `${minute(crl.nextUpdate)}${crl.current ? '' : due}`]] as [string, string][])),
      ['address', serve.on ? serve.url : 'none: new certificates name no address'],
      ...(refusal === undefined ? [] : ([['cannot revoke', refusal.message]] as [string, string][])),
    ]),
    ...columns(entries.map(({ serial, reason, at, name = '' }) => [`  ${day(at)}`, reason, serial, name])),
  ];
}

/** `sealwax ca crl [ID|NAME]` */
export async function crl(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  const out = parsed.value('out');
  if (parsed.has('der') && out === undefined && !context.json) {
    throw new UsageError('DER goes into a file.', 'Add --out FILE, or leave --der away.');
  }
  const force = parsed.has('force');
  if (out !== undefined) await checkOutput(io, out, force);
  const { id } = await authorityOf(context, parsed.positionals[0]);
  const { revocations } = (await context.services()).lifecycle;
  if (parsed.has('new')) await revocations.makeCrl(id);
  const { pem, der, state } = await revocations.currentCrl(id);
  if (out === undefined) {
    context.result({ revocation: state, pem }, () => []);
    if (!context.json) io.out(pem);
    return exitCodes.ok;
  }
  const path = await writeOutput(io, out, parsed.has('der') ? der : pem, { mode: 0o644, force });
  context.result({ revocation: state, file: path }, () => [path]);
  return exitCodes.ok;
}

/** `sealwax ca crl-serve on|off [ID|NAME]` */
export async function serve(context: CommandContext, parsed: Parsed): Promise<number> {
  const [typed = '', named] = parsed.positionals;
  const on = oneOf('The switch', typed, ['on', 'off']) === 'on';
  const port = parsed.value('port');
  const { id, name } = await authorityOf(context, named);
  const { revocations } = (await context.services()).lifecycle;
  const number = port === undefined ? undefined : wholeNumber('--port', port, 1024, 65_535);
  const state = await revocations.setServe(id, on, number);
  context.result({ revocation: state }, () => [
    on ? `New certificates of ${name} name ${state.serve.url}` : `New certificates of ${name} name no address.`,
  ]);
  context.note(
    on
      ? 'It is served while the window of Sealwax runs. Certificates that were issued before stay as they are.'
      : 'Certificates that name the address go on naming it, and it is no longer served.',
  );
  return exitCodes.ok;
}
