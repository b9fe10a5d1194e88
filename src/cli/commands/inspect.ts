import { existsSync } from 'node:fs';
import type { FileView, ViewItem } from '../../ipc/view-schemas';
import { passphraseFor } from '../ask';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { readInput } from '../files';
import { facts, minute, nameText, visible } from '../text';
import { looksLikePath } from '../typed-path';

/** `sealwax inspect FILE|SERVER|-`: all that is inside a file, nothing is imported; or what a server shows. */
export async function inspect(context: CommandContext, parsed: Parsed): Promise<number> {
  const [typed] = parsed.positionals;
  if (parsed.has('listening') !== (typed === undefined)) {
    const message = typed === undefined ? 'Nothing was named to be inspected.' : '--listening takes no argument.';
    throw new UsageError(message, 'Name a file or a server, or write --listening alone.');
  }
  if (typed === undefined) return (await import('./inspect-server')).inspectListening(context);
  const isFile = typed === '-' || existsSync(pathOf(context.io, typed)) || looksLikePath(typed);
  return isFile
    ? inspectFile(context, parsed, typed)
    : (await import('./inspect-server')).inspectServer(context, parsed);
}

async function inspectFile(context: CommandContext, parsed: Parsed, typed: string): Promise<number> {
  const { title, bytes } = await readInput(context.io, typed);
  const services = await context.services();
  const { opened } = services;
  const token = await opened.add(title, bytes);
  try {
    const file = parsed.value('passphrase-file');
    // Without a passphrase the rest of it is shown all the same, and what is locked is said to be.
    if (opened.get(token).locked && (file !== undefined || context.io.interactive)) {
      const request = { mode: 'enter', title: `Open ${title}`, message: `Type the passphrase of ${title}.` } as const;
      const passphrase = await passphraseFor(context.io, request, file, (typed) => opened.unlock(token, typed));
      passphrase.fill(0);
    }
    const { token: _, ...view } = await services.lookInside.view(token);
    context.result(view, () => linesOf(view));
    return exitCodes.ok;
  } finally {
    opened.drop(token);
  }
}

function linesOf({ title, format, items, notes, verdict }: Omit<FileView, 'token'>): string[] {
  return [
    `${title}: ${format}, ${items.length === 1 ? 'one thing' : `${items.length} things`} inside`,
    ...items.flatMap((item, index) => [
      '',
      `${index + 1}. ${headOf(item)}`,
      ...factsOf(item).map((line) => `   ${line}`),
    ]),
    ...(notes.length === 0 ? [] : ['', ...notes.map(({ level, message }) => `${level}: ${message}`)]),
    ...(verdict === undefined ? [] : ['', `${verdict.ok ? 'Accepted' : 'Refused'}: ${verdict.message}`]),
  ].map(visible);
}

function headOf(item: ViewItem): string {
  switch (item.kind) {
    case 'certificate':
      return `Certificate: ${item.facts.commonName || item.facts.subject}`;
    case 'request':
      return `Signing request: ${item.subject}`;
    case 'private-key':
      return `Private key: ${item.form}`;
    case 'public-key':
      return `Public key: ${item.keyType}`;
    case 'other':
      return `${item.label}: ${item.message}`;
  }
}

function factsOf(item: ViewItem): string[] {
  switch (item.kind) {
    case 'certificate': {
      const each = item.facts;
      return facts([
        ['subject', each.subject],
        ['issuer', each.selfSigned ? 'itself' : each.issuer],
        ['names', each.names.map(nameText)],
        ['valid', `${minute(each.notBefore)} to ${minute(each.notAfter)} (${each.status})`],
        ['key', each.keyType],
        ['signature', each.signatureAlgorithm],
        ['authority', each.isAuthority ? 'yes' : 'no'],
        ['key usage', [...each.keyUsages, ...each.extendedKeyUsages].join(', ')],
        ['serial', each.serial],
        ['SHA-256', each.fingerprint],
        ['SHA-1', each.fingerprintSha1],
        [
          'extensions',
          each.extensions.map(({ name, critical, value }) => `${name}${critical ? ' (critical)' : ''}: ${value}`),
        ],
        ['problems', each.problems],
        ['here as', item.certificateId ?? item.authorityId],
      ]);
    }
    case 'request':
      return facts([
        ['names', item.names.map(nameText)],
        ['key', item.keyType],
        ['signature', `${item.signatureAlgorithm}, ${item.signatureOk ? 'right' : 'wrong'}`],
        ['authority', item.wantsAuthority ? 'it asks to be one' : 'no'],
        ['key usage', [...item.keyUsages, ...item.extendedKeyUsages].join(', ')],
        ['extensions', item.extensions.map(({ name, value }) => `${name}: ${value}`)],
      ]);
    case 'private-key':
      return facts([
        ['key', item.keyType === '' ? 'locked' : item.keyType],
        ['belongs to', item.belongsTo === undefined ? undefined : `number ${item.belongsTo + 1}`],
        ['SHA-256 of its public half', item.spkiFingerprint],
      ]);
    case 'public-key':
      return facts([['SHA-256', item.spkiFingerprint]]);
    case 'other':
      return [];
  }
}
