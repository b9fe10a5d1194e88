import { kubernetesNameOf } from './file-names';

/**
 * A Secret of type kubernetes.io/tls (kubernetes.io/docs/concepts/configuration/secret, "TLS Secrets") with the root beside it
 * as ca.crt, where cert-manager and the ingress controllers look for it. base64 hides nothing: the file holds the key.
 */
export function kubernetesSecret(parts: {
  name: string;
  fullChainPem: string;
  keyPem: string;
  rootPem: string;
}): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    // Quoted: a name of digits alone would be read as a number.
    `  name: "${kubernetesNameOf(parts.name)}"`,
    'type: kubernetes.io/tls',
    'data:',
    `  tls.crt: ${base64(parts.fullChainPem)}`,
    `  tls.key: ${base64(parts.keyPem)}`,
    ...(parts.rootPem === '' ? [] : [`  ca.crt: ${base64(parts.rootPem)}`]),
    '',
  ].join('\n');
}
