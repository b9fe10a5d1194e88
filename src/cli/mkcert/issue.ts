import { AppError } from '../../core/errors';
import { issueFiles, issueForRequest, type MkcertIssueOptions, pkcs12Password } from '../../core/mkcert/issue';
import { recogniseName } from '../../core/mkcert/names';
import { outputPaths, reasonOf } from '../../core/mkcert/output-files';
import { parseRequest } from '../../core/pki/csr';
import { readBounded } from '../../core/system/bounded-file';
import type { CertificateName } from '../../ipc/schemas';
import type { CliIo } from '../io';
import type { MkcertFlags } from './main';
import { createdCertificate, expires, whereCertificate, whereFiles, wherePkcs12 } from './messages';

/** A signing request of more than this is none (bytes). */
const maxRequestBytes = 1024 * 1024;

export async function issueNames(
  flags: MkcertFlags,
  typed: readonly string[],
  options: MkcertIssueOptions,
  io: CliIo,
): Promise<void> {
  const names = typed.map((text) => recogniseName(text) ?? refuse(text));
  const paths = pathsOf(flags, names);
  const pkcs12 = flags.pkcs12 === true;
  const end = await issueFiles(
    { names, ecdsa: flags.ecdsa === true, client: flags.client === true, pkcs12, paths },
    options,
  );
  io.err(createdCertificate(names));
  io.err(pkcs12 ? wherePkcs12(paths.pkcs12, pkcs12Password) : whereFiles(paths.certificate, paths.key));
  io.err(expires(end));
}

export async function issueRequestFile(flags: MkcertFlags, options: MkcertIssueOptions, io: CliIo): Promise<void> {
  const file = flags.csr as string;
  const bytes = await readBounded(file, maxRequestBytes).catch((error: unknown) => {
    const cause = error instanceof AppError ? error.cause : error;
    throw new AppError('not-found', `failed to read the CSR: open ${file}: ${reasonOf(cause)}`, { cause: error });
  });
  const request = parseRequest(bytes.includes('-----BEGIN') ? bytes.toString('utf8') : bytes);
  // What somebody else wrote becomes a file's name here: only what mkcert would take from the command line.
  const names = request.names.map(({ value }) => recogniseName(value) ?? refuse(value));
  if (names.length === 0) {
    throw new AppError('invalid-name', 'the CSR names nothing that a certificate could be for', {
      hint: 'Make it with subject alternative names, or a common name.',
    });
  }
  const { certificate } = pathsOf(flags, names);
  const end = await issueForRequest(request, names, certificate, options);
  io.err(createdCertificate(names));
  io.err(whereCertificate(certificate));
  io.err(expires(end));
}

function pathsOf(flags: MkcertFlags, names: readonly CertificateName[]) {
  return outputPaths({
    names: names.map(({ value }) => value),
    client: flags.client === true,
    certificateFile: flags['cert-file'],
    keyFile: flags['key-file'],
    pkcs12File: flags['p12-file'],
  });
}

/** "../x" and an escape sequence are names to nobody; JSON shows what cannot be seen. */
function refuse(text: string): never {
  throw new AppError('invalid-name', `${JSON.stringify(text)} is not a valid hostname, IP, URL or email`);
}
