import type { Given, RecipeCase } from './cases';
import { filesIn } from './machine';

/** As a client a web server passes on what comes to this port. */
const throughIt = () => ({ command: 'curl --silent --show-error http://localhost:8080/' });

/** Debian's own settings of Apache, with the modules that the text names, in a folder of the case. */
const apacheSettings = ({ folder, parts, client }: Given) => `
ServerRoot /usr/lib/apache2
PidFile ${folder}/pid
ErrorLog "|/bin/cat"
ServerName localhost
User www-data
Group www-data
DocumentRoot ${folder}/pages
${['mpm_event', 'authz_core', 'socache_shmcb', 'ssl', 'proxy', 'proxy_http', 'dir']
  .map((name) => `LoadModule ${name}_module modules/mod_${name}.so`)
  .join('\n')}
DirectoryIndex index.html
${parts.join('\n')}
${client.at(-1)}
`;

const nginxSettings = ({ folder, parts, client }: Given) => `
daemon off; pid ${folder}/pid; error_log stderr; events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  ${parts.join('\n')}
  ${client.join('\n')}
}
`;

/** Started as the administrator, as Debian does; each is asked as a server, and passes on as a client. */
export const webCases: readonly RecipeCase[] = [
  {
    id: 'nginx',
    // It has no page, and says so in a page of its own; without a certificate it would say 400.
    says: /404 Not Found/,
    serve: async (given) => {
      await filesIn(given.folder, { 'nginx.conf': nginxSettings(given) });
      await given.bench.start(`exec nginx -c ${given.folder}/nginx.conf -p ${given.folder}`, 8443, { as: 'root' });
    },
    ask: throughIt,
  },
  {
    id: 'apache',
    says: /It works/,
    serve: async (given) => {
      const { bench, folder, client } = given;
      await filesIn(folder, { 'apache2.conf': apacheSettings(given), 'pages/index.html': 'It works' });
      for (const commands of client.slice(0, -1)) await bench.run(commands);
      await bench.start(`exec apache2 -D FOREGROUND -f ${folder}/apache2.conf`, 8443, { as: 'root' });
    },
    ask: throughIt,
  },
  {
    id: 'caddy',
    says: /It works/,
    serve: async ({ bench, folder, parts, client }) => {
      await filesIn(folder, { Caddyfile: `${[...parts, ...client].join('\n\n')}\n` });
      await bench.start('exec caddy run', 8443, { cwd: folder });
    },
    ask: throughIt,
  },
  {
    id: 'haproxy',
    says: /It works/,
    serve: async ({ bench, folder, parts, client }) => {
      const [copies = '', frontend = ''] = parts;
      const [clientCopies = '', plain = ''] = client;
      // One file for each certificate: this machine is server and client at once, under two names.
      const ofClient = (text: string) => text.replaceAll('/etc/sealwax/haproxy', '/etc/sealwax/haproxy-client');
      const limits = 'defaults\n    timeout connect 5s\n    timeout client 30s\n    timeout server 30s';
      await filesIn(folder, { 'haproxy.cfg': `${[limits, frontend, ofClient(plain)].join('\n\n')}\n` });
      await bench.run(copies);
      await bench.run(ofClient(clientCopies));
      await bench.start(`exec haproxy -db -f ${folder}/haproxy.cfg`, 8443, { as: 'root' });
    },
    ask: throughIt,
  },
];
