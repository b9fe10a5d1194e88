import { apacheQuote, caddyQuote, nginxQuote, shellQuoteFor, stringQuote } from './quotes';
import { combinedFor } from './snippet-copies';
import { lines, part, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.web;

/** Web servers read the key as the administrator when they start; the folder is private to the person's account. */
const asRoot =
  'The key can be read by your account and by the administrator, as whom it starts on Linux; else export a copy for it.';
const noVariable = 'nginx takes a $ in a path for a variable, and there is no way to write it as it is.';
const noDefine = 'Apache takes a $ and a brace in a path for a variable.';
const noPlaceholder = 'A Caddyfile cannot hold a backtick or braces in a path.';

/** Servers in front of others. As a client each passes requests from http://localhost:8080 on to the server. Pure. */
export const webRecipes: SnippetRecipe[] = [
  {
    id: 'curl',
    title: 'curl',
    group: snippetGroups.shell,
    source: 'https://curl.se/docs/manpage.html',
    checked: 'curl 7.88',
    note: 'It needs no trusted root on the machine. A name that no server of yours answers to yet: add --resolve, or put it into the hosts file.',
    client: (facts, mutual) => {
      const { platform, target, port } = facts;
      const curl = platform === 'win32' ? 'curl.exe' : 'curl';
      const quote = shellQuoteFor(platform);
      return [
        part('A terminal', '#', quote, facts, (at) => {
          const shown = mutual ? ` --cert ${at.chain} --key ${at.key}` : '';
          return `${curl} --cacert ${at.root}${shown} ${quote(`https://${target}:${port}/`)}`;
        }),
      ];
    },
  },
  {
    id: 'nginx',
    title: 'nginx',
    group,
    source: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html',
    checked: 'nginx 1.22',
    note: asRoot,
    server: (facts, mutual) => [
      part(
        'A server block, such as /etc/nginx/conf.d/NAME.conf; then: nginx -t && nginx -s reload',
        '#',
        nginxQuote,
        facts,
        (at) =>
          lines(
            'server {',
            `    listen ${facts.port} ssl;`,
            `    server_name ${facts.host.name};`,
            '',
            `    ssl_certificate     ${at.chain};`,
            `    ssl_certificate_key ${at.key};`,
            mutual && `    ssl_client_certificate ${at.root};`,
            mutual && '    ssl_verify_client on;',
            '}',
          ),
        noVariable,
      ),
    ],
    client: (facts, mutual) => [
      part(
        'A server block, such as /etc/nginx/conf.d/NAME.conf; then: nginx -t && nginx -s reload',
        '#',
        nginxQuote,
        facts,
        (at) =>
          lines(
            'server {',
            '    listen 127.0.0.1:8080;',
            '',
            '    location / {',
            `        proxy_pass https://${facts.target}:${facts.port};`,
            '        proxy_ssl_server_name on;',
            '        proxy_ssl_verify on;',
            `        proxy_ssl_trusted_certificate ${at.root};`,
            mutual && `        proxy_ssl_certificate ${at.chain};`,
            mutual && `        proxy_ssl_certificate_key ${at.key};`,
            '    }',
            '}',
          ),
        noVariable,
      ),
    ],
  },
  {
    id: 'apache',
    title: 'Apache',
    group,
    source: 'https://httpd.apache.org/docs/2.4/mod/mod_ssl.html',
    checked: 'Apache 2.4',
    note: asRoot,
    server: (facts, mutual) => [
      part(
        'A site of Apache with mod_ssl (a2enmod ssl); then: apachectl configtest && apachectl graceful',
        '#',
        apacheQuote,
        facts,
        (at) =>
          lines(
            `Listen ${facts.port}`,
            `<VirtualHost *:${facts.port}>`,
            `    ServerName ${facts.host.url}`,
            facts.host.name.startsWith('*.') && `    ServerAlias ${facts.host.name}`,
            '    SSLEngine on',
            `    SSLCertificateFile    ${at.chain}`,
            `    SSLCertificateKeyFile ${at.key}`,
            mutual && `    SSLCACertificateFile  ${at.root}`,
            mutual && '    SSLVerifyClient require',
            '</VirtualHost>',
          ),
        noDefine,
      ),
    ],
    client: (facts, mutual) => {
      const { combined, parts } = combinedFor(facts, 'apache', 'root');
      const site = part(
        'A site of Apache with mod_ssl and mod_proxy_http (a2enmod ssl proxy_http); then: apachectl configtest && apachectl graceful',
        '#',
        apacheQuote,
        facts,
        (at) =>
          lines(
            'Listen 127.0.0.1:8080',
            '<VirtualHost 127.0.0.1:8080>',
            '    SSLProxyEngine on',
            '    SSLProxyVerify require',
            `    SSLProxyCACertificateFile ${at.root}`,
            mutual && `    SSLProxyMachineCertificateFile ${combined}`,
            `    ProxyPass / https://${facts.target}:${facts.port}/`,
            '</VirtualHost>',
          ),
        noDefine,
      );
      return mutual ? [...parts, site] : [site];
    },
  },
  {
    id: 'caddy',
    title: 'Caddy',
    group,
    source: 'https://caddyserver.com/docs/caddyfile/directives/tls',
    checked: 'Caddy 2.6',
    note: 'Run it under your account: the key is readable by nobody else. Caddy 2.8 and later also know trust_pool and tls_trust_pool for the root.',
    server: (facts, mutual) => [
      part(
        'The Caddyfile, from its top on (other sites go below); then: caddy run',
        '#',
        caddyQuote,
        facts,
        (at) =>
          lines(
            // Else it wants port 80, which an account like yours may not have.
            '{',
            '\tauto_https disable_redirects',
            '}',
            '',
            `https://${facts.host.name}:${facts.port} {`,
            `\ttls ${at.chain} ${at.key}${mutual ? ' {' : ''}`,
            mutual && '\t\tclient_auth {',
            mutual && '\t\t\tmode require_and_verify',
            mutual && `\t\t\ttrusted_ca_cert_file ${at.root}`,
            mutual && '\t\t}',
            mutual && '\t}',
            '\trespond "It works"',
            '}',
          ),
        noPlaceholder,
      ),
    ],
    client: (facts, mutual) => [
      part(
        'The Caddyfile; then: caddy reload',
        '#',
        caddyQuote,
        facts,
        (at) =>
          lines(
            'http://localhost:8080 {',
            `\treverse_proxy https://${facts.target}:${facts.port} {`,
            '\t\theader_up Host {upstream_hostport}',
            '\t\ttransport http {',
            `\t\t\ttls_trusted_ca_certs ${at.root}`,
            mutual && `\t\t\ttls_client_auth ${at.chain} ${at.key}`,
            '\t\t}',
            '\t}',
            '}',
          ),
        noPlaceholder,
      ),
    ],
  },
  {
    id: 'traefik',
    title: 'Traefik',
    group,
    source: 'https://doc.traefik.io/traefik/https/tls/',
    note: 'Run it under your account: the key is readable by nobody else.',
    server: (facts, mutual) => [
      part('A YAML file of the file provider (dynamic configuration)', '#', stringQuote, facts, (at) =>
        lines(
          'tls:',
          '  certificates:',
          `    - certFile: ${at.chain}`,
          `      keyFile: ${at.key}`,
          mutual && '  options:',
          mutual && '    default:',
          mutual && '      clientAuth:',
          mutual && '        caFiles:',
          mutual && `          - ${at.root}`,
          mutual && '        clientAuthType: RequireAndVerifyClientCert',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('A YAML file of the file provider (dynamic configuration)', '#', stringQuote, facts, (at) =>
        lines(
          'http:',
          '  serversTransports:',
          '    sealwax:',
          '      rootCAs:',
          `        - ${at.root}`,
          mutual && '      certificates:',
          mutual && `        - certFile: ${at.chain}`,
          mutual && `          keyFile: ${at.key}`,
          '  services:',
          '    app:',
          '      loadBalancer:',
          '        serversTransport: sealwax',
          '        servers:',
          `          - url: "https://${facts.target}:${facts.port}"`,
        ),
      ),
    ],
  },
  {
    id: 'haproxy',
    title: 'HAProxy',
    group,
    source: 'https://docs.haproxy.org/2.6/configuration.html',
    checked: 'HAProxy 2.6',
    note: 'It reads the file as the administrator when it starts. It is a copy: after a renewal run the commands again and reload HAProxy.',
    server: (facts, mutual) => {
      const { combined, root, parts } = combinedFor(facts, 'haproxy', 'root');
      const asked = mutual ? ` ca-file ${root} verify required` : '';
      const text = lines(
        'frontend https',
        '    mode http',
        `    bind :${facts.port} ssl crt ${combined}${asked} alpn h2,http/1.1`,
        '    http-request return status 200 content-type text/plain string "It works"',
      );
      return [...parts, { place: 'haproxy.cfg; then: systemctl reload haproxy', comment: '#', text }];
    },
    client: (facts, mutual) => {
      // verifyhost compares names, not addresses.
      if (facts.address) return undefined;
      const { combined, root, parts } = combinedFor(facts, 'haproxy', 'root');
      const shown = mutual ? ` crt ${combined}` : '';
      const { target, port } = facts;
      const text = lines(
        'frontend plain',
        '    mode http',
        '    bind 127.0.0.1:8080',
        '    default_backend app',
        '',
        'backend app',
        '    mode http',
        `    server app ${target}:${port} ssl verify required ca-file ${root} sni str(${target}) verifyhost ${target}${shown}`,
      );
      return [...parts, { place: 'haproxy.cfg; then: systemctl reload haproxy', comment: '#', text }];
    },
  },
];
