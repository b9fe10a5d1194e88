import { mysqlQuote, postgresQuote, shellQuoteFor, singleQuote, stringQuote } from './quotes';
import { combinedFor, copiesFor, renewCopies } from './snippet-copies';
import { lines, part, type SnippetFacts, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.data;
const noQuote = 'A quote in a path is not read alike by all versions of it.';

/** A connection string of libpq, whose values stand in quotes of their own, as a word of a shell. */
const connection = (facts: SnippetFacts, words: readonly [string, string][]) =>
  shellQuoteFor(facts.platform)(
    words.map(([name, value]) => `${name}=${/^[\w./-]+$/.test(value) ? value : singleQuote(value)}`).join(' '),
  );

/** Databases: each runs under a user of its own, so it gets copies that it can read. Pure. */
export const databaseRecipes: SnippetRecipe[] = [
  {
    id: 'postgresql',
    title: 'PostgreSQL',
    group,
    source: 'https://www.postgresql.org/docs/current/ssl-tcp.html',
    checked: 'PostgreSQL 15',
    note: renewCopies,
    server: (facts, mutual) => {
      const { paths, parts } = copiesFor(facts, 'postgresql', 'postgres');
      return [
        ...parts,
        part('postgresql.conf; then: SELECT pg_reload_conf()', '#', postgresQuote, paths, (at) =>
          lines(
            'ssl = on',
            `ssl_cert_file = ${at.chain}`,
            `ssl_key_file = ${at.key}`,
            mutual && `ssl_ca_file = ${at.root}`,
          ),
        ),
        {
          place: `pg_hba.conf, above what is there for host: TLS${mutual ? ', a certificate' : ''} and a password`,
          comment: '#',
          text: `hostssl all all all scram-sha-256${mutual ? ' clientcert=verify-ca' : ''}`,
        },
      ];
    },
    client: (facts, mutual) => [
      {
        place: 'A terminal',
        comment: '#',
        text: `psql ${connection(facts, [
          ['host', facts.bare],
          ['dbname', 'postgres'],
          ['user', 'postgres'],
          ['sslmode', 'verify-full'],
          ['sslrootcert', facts.root],
          ...(mutual
            ? ([
                ['sslcert', facts.chain],
                ['sslkey', facts.key],
              ] as [string, string][])
            : []),
        ])}`,
      },
    ],
  },
  {
    id: 'mysql',
    title: 'MySQL and MariaDB',
    group,
    source: 'https://dev.mysql.com/doc/refman/8.4/en/using-encrypted-connections.html',
    checked: 'MariaDB 10.11',
    note: 'The client of MySQL was not run here: it takes --ssl-mode=VERIFY_IDENTITY in the place of --ssl-verify-server-cert.',
    server: (facts, mutual) => {
      const { paths, parts } = copiesFor(facts, 'mysql', 'mysql');
      const settings = part(
        'my.cnf; then restart the server',
        '#',
        mysqlQuote,
        paths,
        (at) =>
          lines(
            '[mysqld]',
            `ssl_cert = ${at.chain}`,
            `ssl_key = ${at.key}`,
            `ssl_ca = ${at.root}`,
            'require_secure_transport = ON',
          ),
        noQuote,
      );
      const account = 'SQL, for each account that must show a certificate (app stands for it)';
      return mutual
        ? [...parts, settings, { place: account, comment: '#', text: "ALTER USER 'app'@'%' REQUIRE X509;" }]
        : [...parts, settings];
    },
    client: (facts, mutual) => [
      part('A terminal', '#', shellQuoteFor(facts.platform), facts, (at) => {
        const shown = mutual ? ` --ssl-cert=${at.chain} --ssl-key=${at.key}` : '';
        return `mariadb --host=${facts.bare} --user=app --password --ssl-ca=${at.root}${shown} --ssl-verify-server-cert`;
      }),
    ],
  },
  {
    id: 'redis',
    title: 'Redis',
    group,
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/',
    checked: 'Redis 7.0',
    note: renewCopies,
    server: (facts, mutual) => {
      const { paths, parts } = copiesFor(facts, 'redis', 'redis');
      return [
        ...parts,
        part('redis.conf; then restart Redis', '#', stringQuote, paths, (at) =>
          lines(
            'port 0',
            'tls-port 6379',
            `tls-cert-file ${at.chain}`,
            `tls-key-file ${at.key}`,
            `tls-ca-cert-file ${at.root}`,
            `tls-auth-clients ${mutual ? 'yes' : 'no'}`,
          ),
        ),
      ];
    },
    client: (facts, mutual) => [
      part('A terminal', '#', shellQuoteFor(facts.platform), facts, (at) => {
        const shown = mutual ? ` --cert ${at.chain} --key ${at.key}` : '';
        return `redis-cli -h ${facts.bare} --tls --cacert ${at.root}${shown} ping`;
      }),
    ],
  },
  {
    id: 'mongodb',
    title: 'MongoDB',
    group,
    source: 'https://www.mongodb.com/docs/manual/tutorial/configure-ssl/',
    note: renewCopies,
    server: (facts, mutual) => {
      const { combined, root, parts } = combinedFor(facts, 'mongodb', 'mongodb');
      const text = lines(
        'net:',
        '  tls:',
        '    mode: requireTLS',
        `    certificateKeyFile: ${combined}`,
        `    CAFile: ${root}`,
        !mutual && '    allowConnectionsWithoutCertificates: true',
      );
      return [...parts, { place: 'mongod.conf; then restart mongod', comment: '#', text }];
    },
    client: (facts, mutual) => {
      const quote = shellQuoteFor(facts.platform);
      if (!mutual)
        return [
          part('A terminal', '#', quote, facts, (at) => `mongosh --host ${facts.bare} --tls --tlsCAFile ${at.root}`),
        ];
      return [
        part('A terminal: certificate and key in one file for the time of the session', '#', quote, facts, (at) =>
          lines(
            'pair=$(mktemp)',
            `cat ${at.chain} ${at.key} > "$pair"`,
            `mongosh --host ${facts.bare} --tls --tlsCAFile ${at.root} --tlsCertificateKeyFile "$pair"`,
            'rm "$pair"',
          ),
        ),
      ].map((each) =>
        facts.platform === 'win32'
          ? { ...each, text: undefined, cannot: 'It wants certificate and key in one file: the form “combined”.' }
          : each,
      );
    },
  },
];
