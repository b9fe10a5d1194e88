import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Agent, request } from 'node:https';

// A client of the ACME server for tests that must be able to say what no proper client says.

export interface AcmeReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server says, for tests to look into.
  json: any;
}

export type KeyKind = 'ES256' | 'ES384' | 'RS256' | 'EdDSA';

export interface SigningKey {
  alg: KeyKind;
  privateKey: KeyObject;
  jwk: Record<string, string>;
  thumbprint: string;
}

const base64url = (data: string | Uint8Array) => Buffer.from(data).toString('base64url');

export function makeKey(alg: KeyKind = 'ES256', bits = 2048): SigningKey {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: alg === 'ES256' ? 'P-256' : 'P-384' });
  return keyOf(alg, pair.privateKey, pair.publicKey);
}

export function keyOf(alg: KeyKind, privateKey: KeyObject, publicKey: KeyObject): SigningKey {
  const jwk = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  const members =
    { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'], OKP: ['crv', 'kty', 'x'] }[jwk.kty ?? ''] ?? [];
  const ordered = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return { alg, privateKey, jwk, thumbprint: createHash('sha256').update(ordered).digest('base64url') };
}

/** The signature that an algorithm makes; HS256 and "none" are for the tests that must be refused. */
export function signatureOf(key: SigningKey, input: string): string {
  if (key.alg === 'EdDSA') return base64url(sign(null, Buffer.from(input), key.privateKey));
  const hash = key.alg === 'ES384' ? 'sha384' : 'sha256';
  return base64url(sign(hash, Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }));
}

export function signJws(key: SigningKey, header: unknown, payload: unknown) {
  const head = base64url(JSON.stringify(header));
  const body = payload === '' ? '' : base64url(JSON.stringify(payload));
  return { protected: head, payload: body, signature: signatureOf(key, `${head}.${body}`) };
}

export interface PostOptions {
  /** Changes the protected header before it is signed. */
  header?: (header: Record<string, unknown>) => Record<string, unknown>;
  key?: SigningKey;
  /** Signs with the key itself and not as an account. */
  bringKey?: boolean;
  /** Changes the signed JWS. */
  jws?: (jws: Record<string, unknown>) => unknown;
  contentType?: string | undefined;
  /** The URL that the request goes to, when it is another than the signed one. */
  to?: string;
}

export class AcmeAgent {
  kid: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the directory, by the names of RFC 8555.
  directory: any;
  private readonly agent: Agent;
  private readonly nonces: string[] = [];

  constructor(
    readonly url: string,
    ca: string,
    public key: SigningKey = makeKey(),
  ) {
    this.agent = new Agent({ keepAlive: true, ca, servername: new URL(url).hostname });
  }

  async begin(): Promise<this> {
    this.directory = (await this.send('GET', this.url)).json;
    return this;
  }

  close(): void {
    this.agent.destroy();
  }

  send(method: string, url: string, body?: string | Buffer, headers: Record<string, string> = {}): Promise<AcmeReply> {
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        { method, agent: this.agent, headers: { 'user-agent': 'test/1.0', ...headers } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const nonce = answer.headers['replay-nonce'];
            if (typeof nonce === 'string') this.nonces.push(nonce);
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: jsonOf(text) });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async nonce(): Promise<string> {
    if (this.nonces.length === 0) await this.send('HEAD', this.directory.newNonce);
    return this.nonces.pop() as string;
  }

  /** A signed request; "" as payload is POST-as-GET. */
  async post(url: string, payload: unknown, options: PostOptions = {}): Promise<AcmeReply> {
    const { key = this.key, header = (same) => same, jws = (same) => same } = options;
    const by = this.kid === undefined || options.bringKey === true ? { jwk: key.jwk } : { kid: this.kid };
    const made = signJws(key, header({ alg: key.alg, ...by, nonce: await this.nonce(), url }), payload);
    const contentType = 'contentType' in options ? options.contentType : 'application/jose+json';
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    return this.send('POST', options.to ?? url, JSON.stringify(jws(made)), headers);
  }

  async register(payload: Record<string, unknown> = {}): Promise<AcmeReply> {
    const answer = await this.post(
      this.directory.newAccount,
      { termsOfServiceAgreed: true, ...payload },
      { bringKey: true },
    );
    if (answer.status < 300) this.kid = answer.headers.location as string;
    return answer;
  }

  order(names: readonly string[], more: Record<string, unknown> = {}): Promise<AcmeReply> {
    const identifiers = names.map((value) => ({ type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns', value }));
    return this.post(this.directory.newOrder, { identifiers, ...more });
  }

  read(url: string): Promise<AcmeReply> {
    return this.post(url, '');
  }

  /** Looks again until the status is one of these; ten seconds at the most. */
  async until(url: string, ...statuses: string[]): Promise<AcmeReply> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const answer = await this.read(url);
      if (statuses.includes(answer.json?.status)) return answer;
      if (Date.now() > deadline) throw new Error(`never ${statuses}: ${answer.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
