import type { CertificateName } from '../../ipc/schemas';

/** URL.canParse and URL.parse are newer than Node 18.15. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** The host that an e-mail address, URI or DNS name lies in, in lower case; undefined where there is none. */
export function hostOf(name: CertificateName): string | undefined {
  switch (name.type) {
    case 'dns':
      return name.value.toLowerCase();
    case 'email':
      return name.value.slice(name.value.lastIndexOf('@') + 1).toLowerCase();
    case 'uri':
      return parseUrl(name.value)?.hostname.toLowerCase();
    case 'ip':
      return undefined;
  }
}
