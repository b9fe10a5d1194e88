import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { Reload } from './deployment-record';
import type { Outcome } from './reload';

/** More of an answer than this is not read (bytes). */
const answerLimit = 16 * 1024;

/**
 * Calls the address once, without a body, and reads a little of the answer; a redirect is not followed, since it could lead to
 * another host than the one that was agreed to. Done when the status is 2xx. It does not throw.
 */
export function callUrl(
  { url, method, timeoutSeconds }: Extract<Reload, { kind: 'http' }>,
  rootPem: string,
): Promise<Outcome> {
  const target = new URL(url);
  const where = `${method} ${target.origin}${target.pathname}`;
  return new Promise((resolve) => {
    let output = '';
    let code: number | undefined;
    const finish = (failed: string | undefined) => {
      clearTimeout(timer);
      const ok = failed === undefined && code !== undefined && code >= 200 && code < 300;
      resolve({
        ok,
        output,
        ...(code === undefined ? {} : { code }),
        message: failed ?? `${where} answered with status ${code}.`,
        ...(ok
          ? {}
          : {
              hint: 'The files are new; the server may still serve the old ones. Check the address, then reload again.',
            }),
      });
      call.destroy();
    };
    const options = { method, headers: { 'content-length': 0, 'user-agent': 'sealwax' } };
    const call =
      target.protocol === 'https:'
        ? requestHttps(target, { ...options, ca: [...rootCertificates, ...(rootPem === '' ? [] : [rootPem])] })
        : requestHttp(target, options);
    const timer = setTimeout(
      () => finish(`${where} did not answer within ${timeoutSeconds} seconds.`),
      timeoutSeconds * 1000,
    );
    call.on('error', (error) => finish(`${where} failed: ${error.message}.`));
    call.on('response', (answer) => {
      code = answer.statusCode;
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        output += text;
        if (output.length > answerLimit) finish(undefined);
      });
      answer.on('end', () => finish(undefined));
      answer.on('error', (error) => finish(`${where} broke off: ${error.message}.`));
    });
    call.end();
  });
}
