import { describe, expect, it } from 'vitest';
import { acmeClients, acmeSnippet } from './snippets';

const facts = {
  directory: 'https://localhost:8555/acme/directory',
  names: ['a.test', 'b.test'],
  rootFile: "/home/o'neil/my root.pem",
};

describe('snippets', () => {
  it.each(acmeClients)('%s: names the directory, every name and the root', (client) => {
    const text = acmeSnippet(client, facts).join('\n');
    for (const part of [facts.directory, ...facts.names]) expect(text).toContain(part);
    expect(text.replaceAll(`'\\''`, "'")).toContain(facts.rootFile);
  });

  it('keeps a path with spaces and quotes one word of the shell', () => {
    expect(acmeSnippet('lego', facts)[0]).toContain(`LEGO_CA_CERTIFICATES='/home/o'\\''neil/my root.pem' lego`);
  });
});
