import { lineQuote, shellQuoteFor, stringQuote } from './quotes';
import { copiesFor, renewCopies } from './snippet-copies';
import { lines, part, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.data;
const noQuotes = 'It has no way to quote: no quote, backslash or # may be in a path.';

/** Brokers: each runs under a user of its own, so it gets copies that it can read. Pure. */
export const queueRecipes: SnippetRecipe[] = [
  {
    id: 'rabbitmq',
    title: 'RabbitMQ',
    group,
    source: 'https://www.rabbitmq.com/docs/ssl',
    tried: 'RabbitMQ 3.10',
    note: renewCopies,
    server: (facts, mutual) => {
      const { paths, parts } = copiesFor(facts, 'rabbitmq', 'rabbitmq');
      return [
        ...parts,
        part(
          'rabbitmq.conf; then restart RabbitMQ',
          '#',
          lineQuote,
          paths,
          (at) =>
            lines(
              'listeners.ssl.default = 5671',
              `ssl_options.certfile = ${at.chain}`,
              `ssl_options.keyfile = ${at.key}`,
              `ssl_options.cacertfile = ${at.root}`,
              `ssl_options.verify = ${mutual ? 'verify_peer' : 'verify_none'}`,
              `ssl_options.fail_if_no_peer_cert = ${mutual}`,
            ),
          noQuotes,
        ),
      ];
    },
    client: (facts, mutual) => [
      part('client.py, with pika; then: python3 client.py', '#', stringQuote, facts, (at) =>
        lines(
          'import ssl',
          'import pika',
          '',
          `context = ssl.create_default_context(cafile=${at.root})`,
          mutual && `context.load_cert_chain(${at.chain}, ${at.key})`,
          `options = pika.SSLOptions(context, '${facts.bare}')`,
          `parameters = pika.ConnectionParameters('${facts.bare}', 5671, ssl_options=options)`,
          'print(pika.BlockingConnection(parameters).is_open)',
        ),
      ),
    ],
  },
  {
    id: 'mosquitto',
    title: 'Mosquitto',
    group,
    source: 'https://mosquitto.org/man/mosquitto-conf-5.html',
    checked: 'Mosquitto 2.0',
    note: `Who may connect is for its own settings to say (password_file, allow_anonymous). ${renewCopies}`,
    server: (facts, mutual) => {
      const { paths, parts } = copiesFor(facts, 'mosquitto', 'mosquitto');
      return [
        ...parts,
        part(
          'A file of /etc/mosquitto/conf.d; then restart Mosquitto',
          '#',
          lineQuote,
          paths,
          (at) =>
            lines(
              'listener 8883',
              `certfile ${at.chain}`,
              `keyfile ${at.key}`,
              mutual && `cafile ${at.root}`,
              mutual && 'require_certificate true',
            ),
          noQuotes,
        ),
      ];
    },
    client: (facts, mutual) => [
      part('A terminal', '#', shellQuoteFor(facts.platform), facts, (at) => {
        const shown = mutual ? ` --cert ${at.chain} --key ${at.key}` : '';
        return `mosquitto_pub -h ${facts.bare} -p 8883 --cafile ${at.root}${shown} -t test -m works`;
      }),
    ],
  },
];
