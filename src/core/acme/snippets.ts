/** What a snippet is written with. */
export interface SnippetFacts {
  directory: string;
  names: readonly string[];
  /** The root that the client must trust to speak to the server; it holds no secret. */
  rootFile: string;
}

export const acmeClients = [
  'certbot',
  'lego',
  'acme.sh',
  'caddy',
  'traefik',
  'nginx',
  'apache',
  'node',
  'go',
  'cert-manager',
] as const;
export type AcmeClient = (typeof acmeClients)[number];

/** One word for a shell, whatever is in it. */
const sh = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
/** A text in double quotes, as YAML, Go, JavaScript, Caddy and Apache read it. */
const quoted = (text: string) => JSON.stringify(text);

const texts: Record<AcmeClient, (facts: SnippetFacts) => string[]> = {
  certbot: ({ directory, names, rootFile }) => [
    `# http-01: certbot answers on port 80 itself. It renews with “certbot renew”.`,
    `REQUESTS_CA_BUNDLE=${sh(rootFile)} certbot certonly --standalone \\`,
    `  --server ${sh(directory)} --agree-tos --register-unsafely-without-email \\`,
    `  ${names.map((name) => `-d ${sh(name)}`).join(' ')}`,
  ],
  lego: ({ directory, names, rootFile }) => [
    `LEGO_CA_CERTIFICATES=${sh(rootFile)} lego --server ${sh(directory)} \\`,
    `  --accept-tos --email me@app.test --http \\`,
    `  ${names.map((name) => `--domains ${sh(name)}`).join(' ')} run`,
    `# later: the same with “renew” instead of “run”`,
  ],
  'acme.sh': ({ directory, names, rootFile }) => [
    `acme.sh --issue --standalone --server ${sh(directory)} \\`,
    `  --ca-bundle ${sh(rootFile)} ${names.map((name) => `-d ${sh(name)}`).join(' ')}`,
  ],
  caddy: ({ directory, names, rootFile }) => [
    `# Caddyfile`,
    `{`,
    `\tacme_ca ${directory}`,
    `\tacme_ca_root ${quoted(rootFile)}`,
    `}`,
    ``,
    `${names.join(', ')} {`,
    `\trespond "hello"`,
    `}`,
  ],
  traefik: ({ directory, names, rootFile }) => [
    `# traefik.yml. Start Traefik with LEGO_CA_CERTIFICATES=${rootFile}`,
    `certificatesResolvers:`,
    `  sealwax:`,
    `    acme:`,
    `      caServer: ${quoted(directory)}`,
    `      email: me@app.test`,
    `      storage: acme.json`,
    `      httpChallenge:`,
    `        entryPoint: web`,
    `# and at a router:`,
    `#   rule: ${names.map((name) => `Host(\`${name}\`)`).join(' || ')}`,
    `#   tls: { certResolver: sealwax }`,
  ],
  nginx: ({ directory, names, rootFile }) => [
    `# nginx has no client of its own in most packages: certbot puts the files in place and reloads it.`,
    `REQUESTS_CA_BUNDLE=${sh(rootFile)} certbot --nginx --server ${sh(directory)} \\`,
    `  --agree-tos --register-unsafely-without-email ${names.map((name) => `-d ${sh(name)}`).join(' ')}`,
  ],
  apache: ({ directory, names, rootFile }) => [
    `# Apache with mod_md and mod_ssl`,
    `MDCertificateAuthority ${directory}`,
    `MDCACertificateFile ${quoted(rootFile)}`,
    `MDCertificateAgreement accepted`,
    `MDomain ${names.join(' ')}`,
    `<VirtualHost *:443>`,
    `  ServerName ${names[0] ?? 'app.test'}`,
    ...(names.length > 1 ? [`  ServerAlias ${names.slice(1).join(' ')}`] : []),
    `  SSLEngine on`,
    `</VirtualHost>`,
  ],
  node: ({ directory, names, rootFile }) => [
    `// npm install acme-client; start it with NODE_EXTRA_CA_CERTS=${rootFile}`,
    `import { createServer } from 'node:http';`,
    `import acme from 'acme-client';`,
    ``,
    `const texts = new Map();`,
    `const web = createServer((request, response) => response.end(texts.get(request.url))).listen(80);`,
    `const client = new acme.Client({ directoryUrl: ${quoted(directory)}, accountKey: await acme.crypto.createPrivateEcdsaKey() });`,
    `const [key, csr] = await acme.crypto.createCsr({ altNames: ${JSON.stringify(names)} }, await acme.crypto.createPrivateEcdsaKey());`,
    `const certificate = await client.auto({`,
    `  csr,`,
    `  termsOfServiceAgreed: true,`,
    `  skipChallengeVerification: true,`,
    `  challengePriority: ['http-01'],`,
    `  challengeCreateFn: async (_authz, { token }, text) => texts.set(\`/.well-known/acme-challenge/\${token}\`, text),`,
    `  challengeRemoveFn: async (_authz, { token }) => texts.delete(\`/.well-known/acme-challenge/\${token}\`),`,
    `});`,
    `web.close();`,
  ],
  go: ({ directory, names, rootFile }) => [
    `// Start it with SSL_CERT_FILE=${rootFile}`,
    `manager := &autocert.Manager{`,
    `\tPrompt:     autocert.AcceptTOS,`,
    `\tCache:      autocert.DirCache("certificates"),`,
    `\tHostPolicy: autocert.HostWhitelist(${names.map(quoted).join(', ')}),`,
    `\tClient:     &acme.Client{DirectoryURL: ${quoted(directory)}},`,
    `}`,
    `server := &http.Server{Addr: ":443", TLSConfig: manager.TLSConfig(), Handler: handler}`,
    `log.Fatal(server.ListenAndServeTLS("", ""))`,
  ],
  'cert-manager': ({ directory, names, rootFile }) => [
    `# caBundle: base64 -w0 ${rootFile}`,
    `apiVersion: cert-manager.io/v1`,
    `kind: ClusterIssuer`,
    `metadata:`,
    `  name: sealwax`,
    `spec:`,
    `  acme:`,
    `    server: ${quoted(directory)}`,
    `    caBundle: BASE64-OF-THE-ROOT`,
    `    privateKeySecretRef:`,
    `      name: sealwax-account`,
    `    # From outside this machine an account must be bound: sealwax acme eab make cluster`,
    `    externalAccountBinding:`,
    `      keyID: KEY-IDENTIFIER`,
    `      keySecretRef:`,
    `        name: sealwax-binding`,
    `        key: secret`,
    `    solvers:`,
    `      - http01:`,
    `          ingress:`,
    `            ingressClassName: nginx`,
    `# for ${names.join(', ')}`,
  ],
};

/** How a client is pointed at the server, as lines. */
export const acmeSnippet = (client: AcmeClient, facts: SnippetFacts): string[] => texts[client](facts);
