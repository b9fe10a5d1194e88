import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Given, RecipeCase } from './cases';
import { filesIn } from './machine';

const modules = resolve(import.meta.dirname, '../../node_modules');
const wsgi = `def application(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'It works']

app = application
`;

/** A text of one file, which a program is started with. */
const asFile =
  (name: string, command: string, before = '') =>
  async ({ bench, folder, parts }: Given): Promise<void> => {
    await filesIn(folder, { [name]: `${before}${parts.join('\n')}\n`, 'index.html': 'It works' });
    await bench.start(`exec ${command} ${name}`, 8443, { cwd: folder });
  };

/** A text for a terminal, in a folder with these files. */
const asCommand =
  (files: Record<string, string>, env: Record<string, string> = {}) =>
  async ({ bench, folder, parts }: Given): Promise<void> => {
    await filesIn(folder, files);
    await bench.start(`exec ${parts.at(-1)}`, 8443, { cwd: folder, env });
  };

const askByFile =
  (name: string, command: string) =>
  ({ client }: Given) => ({ command: `cat > ${name} && ${command} ${name}`, input: `${client[0]}\n` });

const tomcatSettings = (connector: string) => `<Server port="-1">
  <Service name="Catalina">
    ${connector}
    <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" /></Engine>
  </Service>
</Server>
`;

/** Run under the person's account, as at a developer's desk; Tomcat under its own. */
export const programCases: readonly RecipeCase[] = [
  { id: 'node', says: /It works/, serve: asFile('server.mjs', 'node'), ask: askByFile('client.mjs', 'node') },
  {
    id: 'vite',
    says: /It works/,
    serve: async (given) => {
      await mkdir(join(given.folder, 'node_modules'), { recursive: true });
      await symlink(join(modules, 'vite'), join(given.folder, 'node_modules/vite'));
      await filesIn(given.folder, { 'package.json': '{ "type": "module" }' });
      await asFile('vite.config.js', `node ${modules}/vite/bin/vite.js --config`)(given);
    },
  },
  { id: 'python', says: /It works/, serve: asFile('server.py', 'python3'), ask: askByFile('client.py', 'python3') },
  {
    id: 'flask',
    says: /It works/,
    serve: asFile(
      'app.py',
      'python3',
      "from flask import Flask\napp = Flask(__name__)\n\n@app.route('/')\ndef page():\n    return 'It works'\n\n",
    ),
  },
  {
    id: 'django',
    says: /The install worked successfully/,
    serve: async (given) => {
      const { bench, folder, parts } = given;
      await bench.run('django-admin startproject mysite .', { cwd: folder });
      const settings = await readFile(join(folder, 'mysite/settings.py'), 'utf8');
      await asCommand({ 'mysite/settings.py': `${settings}\n${parts[0]}\n` })(given);
    },
  },
  {
    id: 'fastapi',
    says: /It works/,
    serve: asCommand({
      'main.py': "from fastapi import FastAPI\napp = FastAPI()\n\n@app.get('/')\ndef page():\n    return 'It works'\n",
    }),
  },
  { id: 'gunicorn', says: /It works/, serve: asCommand({ 'wsgi.py': wsgi }) },
  {
    id: 'uwsgi',
    says: /It works/,
    // Debian has each protocol and language of it in a file of its own.
    serve: asCommand({ 'wsgi.py': wsgi }, { UWSGI_PLUGINS: 'http,python3' }),
  },
  {
    id: 'rails',
    says: /It works/,
    serve: async ({ bench, folder, parts }) => {
      const rack = "run ->(_) { [200, { 'content-type' => 'text/plain' }, ['It works']] }\n";
      await filesIn(folder, { 'config.ru': rack, 'config/puma.rb': `${parts[0]}\n` });
      await bench.start('exec puma', 8443, { cwd: folder });
    },
    ask: askByFile('client.rb', 'ruby'),
  },
  { id: 'php', says: /It works/, serve: asFile('server.php', 'php'), ask: askByFile('client.php', 'php') },
  {
    id: 'tomcat',
    says: /It works/,
    serve: async ({ bench, folder, parts }) => {
      const commands = parts.slice(0, -1).join('\n');
      await filesIn(folder, {
        'conf/server.xml': tomcatSettings(parts.at(-1) ?? ''),
        'webapps/ROOT/index.html': 'It works',
      });
      await bench.run(
        `${commands}\nsudo cp /etc/tomcat10/web.xml ${folder}/conf/\nsudo chown -R tomcat:tomcat ${folder}`,
      );
      const env = {
        CATALINA_HOME: '/usr/share/tomcat10',
        CATALINA_BASE: folder,
        // It starts in half the time.
        JAVA_OPTS: '-Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
      };
      await bench.start('exec /usr/share/tomcat10/bin/catalina.sh run', 8443, { as: 'tomcat', env });
    },
  },
];
