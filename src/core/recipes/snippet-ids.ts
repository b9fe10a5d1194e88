/** What a certificate can be put into, in the order in which it is offered. The command line and its completion read this list too. */
export const snippetIds = [
  'curl',
  'nginx',
  'apache',
  'caddy',
  'traefik',
  'haproxy',
  'node',
  'express',
  'fastify',
  'vite',
  'nextjs',
  'webpack',
  'deno',
  'bun',
  'python',
  'flask',
  'django',
  'fastapi',
  'gunicorn',
  'uwsgi',
  'rails',
  'php',
  'go',
  'axum',
  'spring-boot',
  'tomcat',
  'kestrel',
  'docker',
  'kubernetes',
  'postgresql',
  'mysql',
  'redis',
  'mongodb',
  'rabbitmq',
  'mosquitto',
] as const;

export type SnippetId = (typeof snippetIds)[number];

/** Serves with the certificate; reaches the server; or does either where both sides show a certificate. */
export const snippetKinds = ['server', 'client', 'mutual'] as const;

export type SnippetKind = (typeof snippetKinds)[number];
