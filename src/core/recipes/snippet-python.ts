import { listQuote, shellQuoteFor, stringQuote } from './quotes';
import { lines, part, type SnippetFacts, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.python;
const asYou = 'Run it under your account: the key is readable by nobody else.';

/** gunicorn with a certificate; a CERT_REQUIRED of Python's ssl is 2. */
const gunicorn = (facts: SnippetFacts, mutual: boolean, place: string, app: string) =>
  part(place, '#', shellQuoteFor(facts.platform), facts, (at) => {
    const asking = mutual ? ` --ca-certs ${at.root} --cert-reqs 2` : '';
    return `gunicorn --bind 127.0.0.1:${facts.port} --certfile ${at.chain} --keyfile ${at.key}${asking} ${app}`;
  });

/** Python and the servers of its frameworks. Pure. */
export const pythonRecipes: SnippetRecipe[] = [
  {
    id: 'python',
    title: 'Python',
    group,
    source: 'https://docs.python.org/3/library/ssl.html',
    checked: 'Python 3.11',
    server: (facts, mutual) => [
      part('server.py: the files of its folder over HTTPS; then: python3 server.py', '#', stringQuote, facts, (at) =>
        lines(
          'import ssl',
          'from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer',
          '',
          'context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)',
          `context.load_cert_chain(${at.chain}, ${at.key})`,
          mutual && `context.load_verify_locations(${at.root})`,
          mutual && 'context.verify_mode = ssl.CERT_REQUIRED',
          `server = ThreadingHTTPServer(('127.0.0.1', ${facts.port}), SimpleHTTPRequestHandler)`,
          'server.socket = context.wrap_socket(server.socket, server_side=True)',
          'server.serve_forever()',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('client.py, with requests; then: python3 client.py', '#', stringQuote, facts, (at) => {
        const url = `'https://${facts.target}:${facts.port}/'`;
        return lines(
          'import requests',
          '',
          mutual && `certificate = (${at.chain}, ${at.key})`,
          `print(requests.get(${url}, ${mutual ? 'cert=certificate, ' : ''}verify=${at.root}).text)`,
        );
      }),
    ],
  },
  {
    id: 'flask',
    title: 'Flask',
    group,
    source: 'https://werkzeug.palletsprojects.com/en/stable/serving/#ssl',
    checked: 'Flask 2.2',
    server: (facts, mutual) => [
      part('At the end of the program that has your app', '#', stringQuote, facts, (at) =>
        mutual
          ? lines(
              'import ssl',
              '',
              'context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)',
              `context.load_cert_chain(${at.chain}, ${at.key})`,
              `context.load_verify_locations(${at.root})`,
              'context.verify_mode = ssl.CERT_REQUIRED',
              `app.run(port=${facts.port}, ssl_context=context)`,
            )
          : `app.run(port=${facts.port}, ssl_context=(${at.chain}, ${at.key}))`,
      ),
    ],
  },
  {
    id: 'django',
    title: 'Django',
    group,
    source: 'https://docs.djangoproject.com/en/stable/howto/deployment/wsgi/gunicorn/',
    checked: 'Django 3.2, gunicorn 20.1',
    note: 'manage.py runserver speaks no TLS, so gunicorn serves. mysite stands for your project.',
    server: (facts, mutual) => [
      {
        place: 'settings.py',
        comment: '#',
        text: lines(
          `ALLOWED_HOSTS = ["${facts.host.name.replace(/^\*/, '')}"]`,
          'SESSION_COOKIE_SECURE = True',
          'CSRF_COOKIE_SECURE = True',
        ),
      },
      gunicorn(facts, mutual, 'A terminal, in the folder of manage.py', 'mysite.wsgi'),
    ],
  },
  {
    id: 'fastapi',
    title: 'FastAPI (uvicorn)',
    group,
    source: 'https://www.uvicorn.org/deployment/#running-with-https',
    checked: 'FastAPI 0.92, uvicorn 0.17',
    note: asYou,
    server: (facts, mutual) => [
      part(
        'A terminal, in the folder of main.py, which has your app',
        '#',
        shellQuoteFor(facts.platform),
        facts,
        (at) => {
          const asking = mutual ? ` --ssl-ca-certs ${at.root} --ssl-cert-reqs 2` : '';
          return `uvicorn --port ${facts.port} --ssl-certfile ${at.chain} --ssl-keyfile ${at.key}${asking} main:app`;
        },
      ),
    ],
  },
  {
    id: 'gunicorn',
    title: 'gunicorn',
    group,
    source: 'https://docs.gunicorn.org/en/stable/settings.html#ssl',
    checked: 'gunicorn 20.1',
    note: asYou,
    server: (facts, mutual) => [
      gunicorn(facts, mutual, 'A terminal, in the folder of wsgi.py, which has your app', 'wsgi:app'),
    ],
  },
  {
    id: 'uwsgi',
    title: 'uWSGI',
    group,
    source: 'https://uwsgi-docs.readthedocs.io/en/latest/HTTPS.html',
    checked: 'uWSGI 2.0',
    note: `${asYou} Debian’s uwsgi-core wants --plugins http,python3 before the rest.`,
    server: ({ platform, chain, key, root, port }, mutual) => {
      const words = [`127.0.0.1:${port}`, chain, key, ...(mutual ? ['HIGH', `!${root}`] : [])];
      const https = listQuote(platform)(...words);
      return [
        {
          place: 'A terminal, in the folder of wsgi.py',
          comment: '#',
          cannot: 'uWSGI divides the option at each comma, so no path may have one.',
          text: https === undefined ? undefined : `uwsgi --https ${https} --wsgi-file wsgi.py --master --die-on-term`,
        },
      ];
    },
  },
];
