/** The window's pages live here; nothing else is ever loaded. */
export const scheme = 'app';
const host = 'sealwax';
const origin = `${scheme}://${host}`;

export const windowPage = `${origin}/renderer/index.html`;
export const promptPage = `${origin}/prompt/index.html`;

/** True when the address is exactly the page (a fragment or query aside), of our scheme and host. */
export function isPage(address: string, page: string): boolean {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.host}${url.pathname}` === page && url.username === '' && url.port === '';
  } catch {
    return false;
  }
}

export const isOurHost = (url: URL) => url.protocol === `${scheme}:` && url.host === host;
