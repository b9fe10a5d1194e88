import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../../../ipc/trust-schemas';
import { inOrder, shellLines } from './recipe-words';

const shell = (variable: string, value: string) =>
  shellLines({ file: '', state: 'absent', sourceLine: '', lines: [{ variable, value, why: '' }] });

describe('the lines for the shell', () => {
  it.each([
    ['/home/ada/root.pem', "'/home/ada/root.pem'"],
    ["/home/o'neil/my files/$(id).pem", "'/home/o'\\''neil/my files/$(id).pem'"],
  ])('quotes %s so that the shell reads it as it is', (value, written) => {
    expect(shell('NODE_EXTRA_CA_CERTS', value)).toEqual([`export NODE_EXTRA_CA_CERTS=${written}`]);
  });

  it('leaves out what is no name of a variable', () => {
    expect(shell('X; rm -rf', 'y')).toEqual([]);
  });
});

it('puts first what a person has to do, and last what is not here', () => {
  const recipe = (id: string, state: Recipe['state']): Recipe => ({
    id,
    title: id,
    group: 'shell',
    state,
    message: '',
    steps: [],
    source: '',
  });
  const recipes = [recipe('php', 'not-here'), recipe('curl', 'works'), recipe('node', 'needed')];
  expect(inOrder(recipes).map(({ id }) => id)).toEqual(['node', 'curl', 'php']);
});
