import type { Fields } from '../wire/fields';

/** Why a request is not passed on, for the person or the program that made it. */
export interface Refusal {
  status: number;
  /** Stable, for programs. */
  code: string;
  title: string;
  message: string;
  hint: string;
  /** Worth asking again soon: the page does so by itself. */
  again?: boolean;
}

export const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  508: 'Loop Detected',
};

/** Seconds until the page asks again. */
const againAfter = 2;

/** The answer to a refused request: HTML for browsers, JSON for programs that want it, else plain text. */
export function refusalPage(refusal: Refusal, method: string, accept: string): { fields: Fields; body: Buffer } {
  const { code, message, hint, again } = refusal;
  const fields: Fields = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'];
  if (again === true) fields.push('Retry-After', String(againAfter));
  if (/\btext\/html\b/i.test(accept)) {
    fields.push('Content-Type', 'text/html; charset=utf-8');
    fields.push(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    return { fields, body: Buffer.from(html(refusal, method)) };
  }
  if (/\bjson\b/i.test(accept)) {
    fields.push('Content-Type', 'application/json');
    return { fields, body: Buffer.from(`${JSON.stringify({ error: { code, message, hint } })}\n`) };
  }
  fields.push('Content-Type', 'text/plain; charset=utf-8');
  return { fields, body: Buffer.from(`${message}\n${hint}\n`) };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function html({ status, title, message, hint, again }: Refusal, method: string): string {
  // A form that was sent is not sent again by itself.
  const asks = again === true && (method === 'GET' || method === 'HEAD');
  const refresh = asks ? `<meta http-equiv="refresh" content="${againAfter}">` : '';
  const note = asks ? `<p class="note">This page looks again every ${againAfter} seconds.</p>` : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${status} ${escaped(title)}</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
main{max-width:34rem;padding:2rem}
h1{font-size:1.4rem;margin:0 0 .75rem}
p{margin:.5rem 0}
.note,footer{opacity:.75;font-size:.875rem}
footer{margin-top:2rem}
</style></head>
<body><main><h1>${escaped(title)}</h1><p>${escaped(message)}</p><p>${escaped(hint)}</p>${note}
<footer>${status} ${reasons[status] ?? ''}, said by the Sealwax proxy</footer></main></body></html>
`;
}
