import { readdirSync } from 'node:fs';
import type { Given, RecipeCase } from './cases';
import { filesIn } from './machine';

const password = 'for this test alone';

/** Debian keeps each version of PostgreSQL in a folder of its own. */
function postgres(): string {
  const versions = readdirSync('/usr/lib/postgresql').sort((one, other) => Number(other) - Number(one));
  return `/usr/lib/postgresql/${versions[0]}/bin`;
}

/** Runs it, and fails with what it printed. */
async function must({ bench }: Given, text: string, as?: string): Promise<void> {
  const { code, output } = await bench.run(text, as === undefined ? {} : { as });
  if (code !== 0) throw new Error(`${text}\n${output}`);
}

/** Each with data of its own, under the account that Debian gives it. */
export const databaseCases: readonly RecipeCase[] = [
  {
    id: 'postgresql',
    says: /it works/,
    serve: async (given) => {
      const { bench, folder, parts } = given;
      const [copies = '', settings = '', access = ''] = parts;
      const data = `${folder}/data`;
      const more = `unix_socket_directories = '${data}'\nfsync = off\nlogging_collector = off`;
      await filesIn(folder, { settings: `${settings}\n${more}\n`, access: `${access}\nlocal all all trust\n` });
      await must(given, `${copies}\nsudo install -d -m 700 -o postgres -g postgres ${data}`);
      const initialise = `${postgres()}/initdb --no-sync --auth=trust --username=postgres --encoding=UTF8 ${data}`;
      const put = `cat ${folder}/settings >> ${data}/postgresql.conf && cat ${folder}/access > ${data}/pg_hba.conf`;
      await must(given, `${initialise} && ${put}`, 'postgres');
      await bench.start(`exec ${postgres()}/postgres -D ${data}`, 5432, { as: 'postgres' });
      // The port answers a moment before the first question is taken.
      const ready = `until ${postgres()}/pg_isready --quiet -h ${data}; do sleep 0.1; done`;
      const account = `psql -h ${data} -U postgres -c "ALTER USER postgres PASSWORD '${password}'"`;
      await must(given, `${ready}; ${account}`, 'postgres');
    },
    ask: ({ client }) => ({
      command: `PGPASSWORD='${password}' ${client[0]}`,
      input: "SELECT 'it ' || 'works' WHERE (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid());\n",
    }),
  },
  {
    id: 'mysql',
    says: /it works/,
    serve: async (given) => {
      const { bench, folder, parts } = given;
      const [copies = '', settings = '', account = ''] = parts;
      const data = `${folder}/data`;
      const more = `datadir = ${data}\nsocket = ${data}/socket\npid-file = ${data}/pid\nuser = mysql\ninnodb_flush_method = nosync`;
      await filesIn(folder, { 'my.cnf': `${settings}\n${more}\n` });
      await must(given, `${copies}\nsudo install -d -m 755 -o mysql -g mysql ${data}`);
      const initialise = `mariadb-install-db --no-defaults --datadir=${data} --user=mysql --auth-root-authentication-method=normal --skip-test-db`;
      await must(given, initialise, 'root');
      await bench.start(`exec mariadbd --defaults-file=${folder}/my.cnf`, 3306, { as: 'root' });
      const create = `CREATE USER 'app'@'%' IDENTIFIED BY '${password}'; ${account}`;
      await must(given, `mariadb --no-defaults --socket=${data}/socket --user=root --execute="${create}"`, 'root');
    },
    // It asks for the password on the terminal.
    ask: ({ client }) => ({
      command: `mysql() { command mariadb "$@"; }; ${client[0]?.replace('--password', `--password='${password}'`)} --protocol=tcp`,
      input:
        "SELECT CONCAT('it ', 'works') FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher' AND variable_value <> '';\n",
    }),
  },
  {
    id: 'redis',
    says: /^PONG/,
    serve: async (given) => {
      const { bench, folder, parts } = given;
      const [copies = '', settings = ''] = parts;
      await filesIn(folder, { 'redis.conf': `${settings}\nsave ""\n` });
      await must(given, copies);
      await bench.start(`exec redis-server ${folder}/redis.conf`, 6379, { as: 'redis' });
    },
    ask: ({ client }) => ({ command: client[0] ?? '' }),
  },
  {
    id: 'mosquitto',
    says: /^works/,
    serve: async (given) => {
      const { bench, folder, parts } = given;
      const [copies = '', settings = ''] = parts;
      await filesIn(folder, { 'mosquitto.conf': `allow_anonymous true\n${settings}\n` });
      await must(given, copies);
      await bench.start(`exec mosquitto -c ${folder}/mosquitto.conf`, 8883, { as: 'root' });
    },
    // What it published stays, and is read by a client with the same options.
    ask: ({ client }) => {
      const publish = client[0] ?? '';
      const subscribe = publish.replace('mosquitto_pub', 'mosquitto_sub').replace('-m works', '-C 1 -W 20');
      return { command: `${publish} --retain && ${subscribe}` };
    },
  },
];
