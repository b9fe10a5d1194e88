import { composeQuote, type Quote, shellQuoteFor } from './quotes';
import { lines, part, type SnippetFacts, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.containers;

/** kubectl takes the value of --from-file as a list of CSV, so a comma or a quote would divide it. */
const fileQuote =
  (facts: SnippetFacts): Quote =>
  (path) =>
    /[,"]/.test(path) ? undefined : shellQuoteFor(facts.platform)(path);
const noComma = 'kubectl divides --from-file at each comma, and reads quotes, so no path may have one.';

/** A name of Kubernetes: letters, digits and hyphens (RFC 1123), at most 63, with room for an ending. */
const objectName = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '') || 'sealwax';

/** In a container localhost is the container. */
const serverOf = ({ target }: SnippetFacts) => (target === 'localhost' ? 'server.test' : target);

/** Containers get the files as secrets. Pure. */
export const containerRecipes: SnippetRecipe[] = [
  {
    id: 'docker',
    title: 'Docker Compose',
    group,
    source: 'https://docs.docker.com/reference/compose-file/secrets/',
    note: 'For Docker Compose 2.23.1 and later. What runs in the container as another user than root cannot read the key; nginx reads it as root. server.test stands for a server that is not on this machine’s localhost.',
    server: (facts, mutual) => [
      part('compose.yaml; then: docker compose up', '#', composeQuote, facts, (at) =>
        lines(
          'services:',
          '  web:',
          '    image: nginx:stable',
          '    ports:',
          `      - "127.0.0.1:${facts.port}:${facts.port}"`,
          '    configs:',
          '      - source: site',
          '        target: /etc/nginx/conf.d/site.conf',
          '    secrets:',
          '      - chain',
          '      - key',
          mutual && '      - root',
          'configs:',
          '  site:',
          '    content: |',
          '      server {',
          `          listen ${facts.port} ssl;`,
          `          server_name ${facts.host.name};`,
          '          ssl_certificate     /run/secrets/chain;',
          '          ssl_certificate_key /run/secrets/key;',
          mutual && '          ssl_client_certificate /run/secrets/root;',
          mutual && '          ssl_verify_client on;',
          '      }',
          'secrets:',
          '  chain:',
          `    file: ${at.chain}`,
          '  key:',
          `    file: ${at.key}`,
          mutual && '  root:',
          mutual && `    file: ${at.root}`,
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('compose.yaml; then: docker compose run --rm client', '#', composeQuote, facts, (at) =>
        lines(
          'services:',
          '  client:',
          '    image: curlimages/curl:latest',
          '    user: root',
          `    command: --cacert /run/secrets/root${mutual ? ' --cert /run/secrets/chain --key /run/secrets/key' : ''} https://${serverOf(facts)}:${facts.port}/`,
          '    extra_hosts:',
          `      - "${serverOf(facts)}:host-gateway"`,
          '    secrets:',
          '      - root',
          mutual && '      - chain',
          mutual && '      - key',
          'secrets:',
          '  root:',
          `    file: ${at.root}`,
          mutual && '  chain:',
          mutual && `    file: ${at.chain}`,
          mutual && '  key:',
          mutual && `    file: ${at.key}`,
        ),
      ),
    ],
  },
  {
    id: 'kubernetes',
    title: 'Kubernetes',
    group,
    source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
    note: 'web stands for your service. Asking for a certificate of the client is written for ingress-nginx, in the namespace default.',
    server: (facts, mutual) => {
      // The rules of an Ingress go by names.
      if (facts.address) return undefined;
      const name = objectName(facts.host.name);
      return [
        part(
          'A terminal',
          '#',
          fileQuote(facts),
          facts,
          (at) =>
            lines(
              `kubectl create secret tls ${name}-tls --cert=${at.chain} --key=${at.key}`,
              mutual && `kubectl create secret generic ${name}-clients --from-file=ca.crt=${at.root}`,
            ),
          noComma,
        ),
        {
          place: 'ingress.yaml; then: kubectl apply -f ingress.yaml',
          comment: '#',
          text: lines(
            'apiVersion: networking.k8s.io/v1',
            'kind: Ingress',
            'metadata:',
            `  name: ${name}`,
            mutual && '  annotations:',
            mutual && `    nginx.ingress.kubernetes.io/auth-tls-secret: "default/${name}-clients"`,
            mutual && '    nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"',
            'spec:',
            '  tls:',
            '    - hosts:',
            `        - "${facts.host.name}"`,
            `      secretName: ${name}-tls`,
            '  rules:',
            `    - host: "${facts.host.name}"`,
            '      http:',
            '        paths:',
            '          - path: /',
            '            pathType: Prefix',
            '            backend:',
            '              service:',
            '                name: web',
            '                port:',
            '                  number: 80',
          ),
        },
      ];
    },
    client: (facts, mutual) => {
      const shown = mutual ? ' --cert /tls/tls.crt --key /tls/tls.key' : '';
      return [
        part(
          'A terminal',
          '#',
          fileQuote(facts),
          facts,
          (at) =>
            lines(
              `kubectl create configmap sealwax-root --from-file=ca.crt=${at.root}`,
              mutual && `kubectl create secret tls sealwax-client --cert=${at.chain} --key=${at.key}`,
            ),
          noComma,
        ),
        {
          place: 'client.yaml; then: kubectl apply -f client.yaml && kubectl logs --follow client',
          comment: '#',
          text: lines(
            'apiVersion: v1',
            'kind: Pod',
            'metadata:',
            '  name: client',
            'spec:',
            '  restartPolicy: Never',
            '  containers:',
            '    - name: client',
            '      image: curlimages/curl:latest',
            `      command: ["sh", "-c", "curl --cacert /root-ca/ca.crt${shown} https://${serverOf(facts)}/"]`,
            '      volumeMounts:',
            '        - name: root-ca',
            '          mountPath: /root-ca',
            mutual && '        - name: tls',
            mutual && '          mountPath: /tls',
            '  volumes:',
            '    - name: root-ca',
            '      configMap:',
            '        name: sealwax-root',
            mutual && '    - name: tls',
            mutual && '      secret:',
            mutual && '        secretName: sealwax-client',
          ),
        },
      ];
    },
  },
];
